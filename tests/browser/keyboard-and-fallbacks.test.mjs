// Verifying without moving anything, by keyboard alone; and what happens when motion or wasm is late or forbidden.
import assert from "node:assert/strict";
import { test } from "node:test";
import { launch } from "../support/chromium.mjs";
import { waves } from "../support/recordings.mjs";
import { Server } from "../support/passwave-server.mjs";
import { together } from "../support/fixtures.mjs";
import { Visit } from "../support/page-object.mjs";

const WASM_DELAY_MS = 5000;

const on = together({ browser: launch, server: Server.demo });

const demo = () => `${on.server.url}/demo/`;

/** What has the focus: the part of the widget, or nothing of it. @param {Visit} visit */
const focusedPart = ({ page }) =>
  page.evaluate(() => document.querySelector("pass-wave")?.shadowRoot?.activeElement?.getAttribute("part") ?? "");

/** Presses Tab until that part has the focus. @param {Visit} visit @param {string} part */
async function tabTo(visit, part) {
  for (let stops = 0; stops < 30; stops += 1) {
    await visit.page.keyboard.press("Tab");
    if ((await focusedPart(visit)) === part) return;
  }
  assert.fail(`30 times Tab, and the focus was never on ${part}`);
}

/** @param {Visit} visit */
async function assertSignedIn(visit) {
  const answer = await visit.submit();
  assert.equal(answer.success, true, JSON.stringify(answer));
  assert.deepEqual(visit.faults, []);
}

/** Stands for a system that asks before it gives motion, and notes how it was asked. @param {string} answer */
function systemThatAsks(answer) {
  /** @type {{ at_ms: number, in_click: boolean, active: boolean }[]} */
  const asked = [];
  let in_click = false;
  addEventListener("click", () => (in_click = true), true);
  addEventListener("click", () => (in_click = false));
  Object.assign(globalThis, { motionAsked: asked });
  Object.assign(DeviceMotionEvent, {
    requestPermission: async () => {
      asked.push({ at_ms: performance.now(), in_click, active: navigator.userActivation.isActive });
      return answer;
    },
  });
}

/** @param {Visit} visit @returns {Promise<{ at_ms: number, in_click: boolean, active: boolean }[]>} */
// @ts-expect-error: set by `systemThatAsks`
const asked = ({ page }) => page.evaluate(() => motionAsked);

test("by keyboard, without a sensor, it goes on by itself and keeps the focus", { timeout: 60_000 }, async () => {
  const visit = await Visit.open(on.browser, demo());
  await tabTo(visit, "start");
  await visit.page.keyboard.press("Enter");
  await visit.reach(["verified"]);
  assert.equal(await focusedPart(visit), "start", "the focus stays");
  const states = await visit.states();
  assert.ok(states.every(({ state }) => state !== "failed"));
  assert.ok(
    states.some(({ message }) => /without waving/i.test(message)),
    await visit.story(),
  );
  await assertSignedIn(visit);
  await visit.close();
});

test("Press instead, by keyboard, verifies", { timeout: 60_000 }, async () => {
  const visit = await Visit.open(on.browser, demo());
  await tabTo(visit, "press-instead");
  await visit.page.keyboard.press("Enter");
  await visit.reach(["verified"]);
  assert.ok(
    (await visit.states()).some(({ message }) => /without waving/i.test(message)),
    await visit.story(),
  );
  await assertSignedIn(visit);
  await visit.close();
});

test(
  "with the wasm late, permission is asked inside the click all the same, then waving verifies",
  { timeout: 60_000 },
  async () => {
    const [recording] = waves(1);
    let wasm_at_ms = 0;
    const visit = await Visit.open(on.browser, demo(), {
      recording,
      async prepare(page) {
        await page.addInitScript(systemThatAsks, "granted");
        await page.route("**/passwave-core.wasm*", async (route) => {
          await new Promise((resolve) => setTimeout(resolve, WASM_DELAY_MS));
          await route.continue();
          wasm_at_ms = performance.now();
        });
      },
    });
    const pressed_at_ms = performance.now();
    const state = await visit.wave(30_000);
    assert.equal(state, "verified", await visit.story());
    const questions = await asked(visit);
    assert.equal(questions.length, 1);
    assert.ok(questions[0]?.in_click && questions[0].active, JSON.stringify(questions));
    assert.ok(wasm_at_ms - pressed_at_ms > WASM_DELAY_MS / 2, "the press came before the wasm");
    await assertSignedIn(visit);
    await visit.close();
  },
);

test("with permission denied it goes on without waving, and says so", { timeout: 60_000 }, async () => {
  const visit = await Visit.open(on.browser, demo(), {
    prepare: (page) => page.addInitScript(systemThatAsks, "denied"),
  });
  await visit.part("start").click();
  await visit.reach(["verified"]);
  assert.equal((await asked(visit)).length, 1);
  assert.ok(
    (await visit.states()).some(({ message }) => /motion is off/i.test(message)),
    await visit.story(),
  );
  await assertSignedIn(visit);
  await visit.close();
});
