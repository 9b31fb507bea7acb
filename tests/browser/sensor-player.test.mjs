// The player itself: what a page gets when a recording is played to it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { freshPage, launch } from "../support/chromium.mjs";
import { fixtures } from "../support/fixtures.mjs";
import { Phone, readings } from "../support/sensor-player.mjs";
import { Site } from "../support/static-site.mjs";

const PAGE =
  "<!doctype html><title>Motion</title><script>seen = []; addEventListener('devicemotion', (e) => seen.push(e));</script>";

const on = fixtures({ browser: launch, site: () => Site.ofPage(PAGE) });

/** A ramp: every value tells when it was read. @param {number} length @param {(at: number) => number} value */
const ramp = (length, value) => Array.from({ length }, (_, sample) => value(sample * 20));

/** @type {import("../support/recordings.mjs").Recording} */
const WITHOUT_GYROSCOPE = {
  id: "ramp",
  set: "test",
  person: "nobody",
  label: "ramp",
  grav: true,
  t_ms: ramp(101, (at) => at),
  ax: ramp(101, (at) => at / 100),
  ay: ramp(101, () => -3),
  az: ramp(101, () => 9.8),
};

/** @type {import("../support/recordings.mjs").Recording} */
const RAMP = {
  ...WITHOUT_GYROSCOPE,
  gx: ramp(101, (at) => at / 10),
  gy: ramp(101, () => -90),
  gz: ramp(101, () => 0),
};

/** @param {import("playwright-core").Page} page */
const events = (page) =>
  page.evaluate(() =>
    // @ts-expect-error: the page's own variable
    seen.map((/** @type {DeviceMotionEvent} */ event) => ({
      trusted: event.isTrusted,
      x: event.accelerationIncludingGravity?.x,
      y: event.accelerationIncludingGravity?.y,
      z: event.accelerationIncludingGravity?.z,
      alpha: event.rotationRate?.alpha,
      beta: event.rotationRate?.beta,
      linear: event.acceleration?.x ?? null,
    })),
  );

/** Waits until the page has had so many events. @param {import("playwright-core").Page} page @param {number} least */
const gets = (page, least) =>
  page.waitForFunction((least) => /** @type {any} */ (globalThis).seen.length >= least, least);

/** Opens the page, whose sensors take a moment to start. @param {import("playwright-core").Page} page */
async function open(page) {
  await page.goto(on.site.url);
  await gets(page, 1);
}

test("a page gets trusted events with the recording's values, in its order", async () => {
  const { page, context } = await freshPage(on.browser);
  const timeline = readings(RAMP);
  assert.equal(timeline.length, 121, "two seconds at 60 Hz");
  const phone = await Phone.for(page, timeline);
  await open(page);
  const gap_ms = await phone.play(timeline);
  await page.waitForFunction("seen.at(-1).accelerationIncludingGravity.x > 19.5");
  await gets(page, 60);
  const seen = await events(page);
  // One event may have the sensors of two readings, one after the other.
  const apart = gap_ms / 10 + 1;
  assert.ok(seen.every((/** @type {any} */ event) => event.trusted));
  for (const { x, y, z, alpha, beta, linear } of seen) {
    assert.deepEqual([y, z, linear], [-3, 9.8, null]);
    assert.ok(Math.abs(beta + 90) < 0.11, `beta ${beta}`);
    assert.ok(Math.abs(alpha - x * 10) < apart, `x ${x} and alpha ${alpha} are of one moment`);
  }
  const xs = seen.map((/** @type {any} */ event) => event.x);
  assert.deepEqual(
    xs,
    [...xs].sort((a, b) => a - b),
    "time does not go back",
  );
  assert.ok(xs[0] < 3, `from ${xs[0]}`);
  await context.close();
});

test("a recording without a gyroscope gives no rotation rate", async () => {
  const { page, context } = await freshPage(on.browser);
  const timeline = readings(WITHOUT_GYROSCOPE, { from_ms: 500, to_ms: 1000 });
  const phone = await Phone.for(page, timeline);
  await open(page);
  await phone.play(timeline);
  await gets(page, 15);
  const seen = await events(page);
  assert.ok(seen.every((/** @type {any} */ event) => event.alpha == null && event.x >= 4.9 && event.x <= 10));
  await context.close();
});

test("a page gets every sensor that any reading has, whatever it reads at rest", async () => {
  const { page, context } = await freshPage(on.browser);
  const linear = { lx: ramp(101, () => 1), ly: ramp(101, () => 2), lz: ramp(101, () => 3) };
  const lateGyroscope = ramp(101, (at) => (at < 500 ? NaN : 30));
  const played = { ...RAMP, ...linear, gx: lateGyroscope, gy: lateGyroscope, gz: lateGyroscope };
  const timeline = readings(played, { to_ms: 1000 });
  const phone = await Phone.for(page, timeline, readings(WITHOUT_GYROSCOPE));
  await open(page);
  await phone.play(timeline);
  await gets(page, 30);
  const seen = await events(page);
  for (const { linear, alpha } of seen) {
    assert.equal(linear, 1);
    assert.ok(Math.abs(alpha - 30) < 0.11, `alpha ${alpha}`);
  }
  await context.close();
});

test("a sensor that the page was opened without cannot be played, and the error names it", async () => {
  const { page, context } = await freshPage(on.browser);
  const phone = await Phone.for(page, readings(WITHOUT_GYROSCOPE));
  await page.goto(on.site.url);
  await assert.rejects(phone.play(readings(RAMP)), /without the sensors that are played: gyroscope/);
  await context.close();
});
