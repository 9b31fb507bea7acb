// The page that records one's own gesture: what it saves is what `passwave judge` reads.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import { freshPage, launch } from "../support/chromium.mjs";
import { Phone, readings } from "../support/sensor-player.mjs";
import { passwave } from "../support/paths.mjs";
import { generated, inTurns, real, REAL, report } from "../support/recordings.mjs";
import { fixtures } from "../support/fixtures.mjs";
import { startDemo } from "../support/passwave-server.mjs";

const on = fixtures({ browser: launch, server: startDemo });

/** @param {import("playwright-core").Page} page */
async function agreeAndStart(page) {
  await page.goto(`${on.server.url}/demo/record.html`);
  await page.getByRole("checkbox").check();
  await page.getByRole("button", { name: "Start recording" }).click();
}

/** What the page offers as a file. @param {import("playwright-core").Page} page */
async function saved(page) {
  await page.getByRole("button", { name: "Stop" }).click();
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "Save the recording" }).click();
  const pieces = [];
  for await (const piece of await (await download).createReadStream()) pieces.push(piece);
  return Buffer.concat(pieces).toString();
}

test("a wave recorded on the page is a wave to the judge, and nothing is sent", { timeout: 60_000 }, async () => {
  const waves = REAL ? real("handwaving").filter(({ label }) => label === "wave_lr") : generated("wave_lr", 1);
  const recordings = inTurns(waves, 1);
  report("the page that records", recordings);
  const timeline = recordings.flatMap((recording) => readings(recording, { to_ms: 10_000 }));
  const { page, context, faults } = await freshPage(on.browser, { acceptDownloads: true });
  const phone = await Phone.for(page, timeline);
  await agreeAndStart(page);
  /** @type {string[]} */
  const requests = [];
  page.on("request", (request) => requests.push(request.url()));
  await phone.play(timeline);
  const text = await saved(page);
  const verdict = JSON.parse(execFileSync(passwave(), ["judge", "--ask", "wave"], { input: text, encoding: "utf8" }));
  assert.equal(verdict.accepted, true, text.slice(0, 400));
  assert.equal(verdict.label, "wave_lr");
  assert.deepEqual(
    requests.filter((url) => !url.startsWith("blob:")),
    [],
  );
  assert.deepEqual(faults, []);
  await context.close();
});

test("what one says of oneself stands in the recording, and nothing else does", { timeout: 60_000 }, async () => {
  const timeline = generated("wave_ud", 1).flatMap((recording) => readings(recording, { to_ms: 1000 }));
  const { page, context } = await freshPage(on.browser, { acceptDownloads: true });
  const phone = await Phone.for(page, timeline);
  await page.goto(`${on.server.url}/demo/record.html`);
  await page.getByRole("combobox", { name: "Age" }).selectOption("75 or older");
  await page.getByLabel("Hand that holds the phone").selectOption("left");
  await page.getByLabel("Does your hand tremble?").selectOption("somewhat");
  await page.getByLabel("Code, if a study gave you one").fill("P07");
  await page.getByRole("checkbox").check();
  await page.getByRole("button", { name: "Start recording" }).click();
  await phone.play(timeline);
  const { age_range, age_group, hand, tremor, vision, person } = JSON.parse(await saved(page));
  assert.deepEqual(
    { age_range, age_group, hand, tremor, vision, person },
    { age_range: "75-", age_group: "older", hand: "left", tremor: "some", vision: undefined, person: "self:P07" },
  );
  await context.close();
});

test("without consent nothing is recorded", { timeout: 60_000 }, async () => {
  const { page, context } = await freshPage(on.browser);
  await page.goto(`${on.server.url}/demo/record.html`);
  await page.getByRole("button", { name: "Start recording" }).click();
  assert.equal(await page.locator("#status").textContent(), "");
  await context.close();
});

test("a computer without a sensor says so", { timeout: 60_000 }, async () => {
  const { page, context } = await freshPage(on.browser);
  await agreeAndStart(page);
  await page.getByRole("button", { name: "Stop" }).click();
  assert.match((await page.locator("#status").textContent()) ?? "", /no motion sensor/);
  await context.close();
});

test("a browser without motion says so each time", async () => {
  const { page, context } = await freshPage(on.browser);
  await page.addInitScript(() => void Reflect.deleteProperty(globalThis, "DeviceMotionEvent"));
  await agreeAndStart(page);
  const status = page.locator("#status");
  const first = (await status.textContent()) ?? "";
  assert.match(first, /^This browser gives no motion/);
  await page.getByRole("button", { name: "Start recording" }).click();
  assert.equal(await status.textContent(), `${first}\u00a0`, "only what changes is spoken");
  await context.close();
});
