// Verifying without moving anything, by keyboard alone; and what happens when motion or wasm is late or forbidden.
import assert from "node:assert/strict";
import { test } from "node:test";
import { launch, PHONE } from "../support/chromium.mjs";
import { waves } from "../support/recordings.mjs";
import { still } from "../support/resting-phone.mjs";
import { fixtures } from "../support/fixtures.mjs";
import { WidgetPage } from "../support/page-object.mjs";
import { ENDLESS, FastServer } from "../support/fast-server.mjs";
import { startDemo } from "../support/passwave-server.mjs";
import { hearsOfLongWait } from "../support/widget-strings.mjs";

const on = fixtures({ browser: launch, server: startDemo });

const demo = () => `${on.server.url}/demo/`;

/** What has the focus: the part of the widget, or nothing of it. @param {WidgetPage} widgetPage */
const focusedPart = ({ page }) =>
  page.evaluate(() => document.querySelector("pass-wave")?.shadowRoot?.activeElement?.getAttribute("part") ?? "");

/** Presses Tab until that part has the focus. @param {WidgetPage} widgetPage @param {string} part */
async function tabTo(widgetPage, part) {
  for (let stops = 0; stops < 30; stops += 1) {
    await widgetPage.page.keyboard.press("Tab");
    if ((await focusedPart(widgetPage)) === part) return;
  }
  assert.fail(`30 times Tab, and the focus was never on ${part}`);
}

/** @param {WidgetPage} widgetPage */
async function assertSignedIn(widgetPage) {
  const answer = await widgetPage.submit();
  assert.equal(answer.success, true, JSON.stringify(answer));
  assert.deepEqual(widgetPage.faults, []);
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

/** @param {WidgetPage} widgetPage @returns {Promise<{ at_ms: number, in_click: boolean, active: boolean }[]>} */
// @ts-expect-error: set by `systemThatAsks`
const asked = ({ page }) => page.evaluate(() => motionAsked);

test(
  "by keyboard, on a phone without a sensor, it goes on by itself and keeps the focus",
  { timeout: 60_000 },
  async () => {
    const widgetPage = await WidgetPage.open(on.browser, demo(), { options: PHONE });
    await tabTo(widgetPage, "start");
    await widgetPage.page.keyboard.press("Enter");
    await widgetPage.reach(["verified"]);
    assert.equal(await focusedPart(widgetPage), "start", "the focus stays");
    const states = await widgetPage.states();
    assert.ok(states.every(({ state }) => state !== "failed"));
    assert.ok(
      states.some(({ message }) => /without waving/i.test(message)),
      await widgetPage.story(),
    );
    await assertSignedIn(widgetPage);
    await widgetPage.close();
  },
);

test("Press instead, by keyboard, verifies", { timeout: 60_000 }, async () => {
  const widgetPage = await WidgetPage.open(on.browser, demo(), { options: PHONE });
  await tabTo(widgetPage, "press-instead");
  await widgetPage.page.keyboard.press("Enter");
  await widgetPage.reach(["verified"]);
  assert.ok(
    (await widgetPage.states()).some(({ message }) => /without waving/i.test(message)),
    await widgetPage.story(),
  );
  await assertSignedIn(widgetPage);
  await widgetPage.close();
});

test(
  "with the wasm late, permission is asked inside the click all the same, then waving verifies",
  { timeout: 60_000 },
  async () => {
    const [recording] = waves(1);
    const widgetPage = await WidgetPage.open(on.browser, demo(), {
      recording,
      async prepare(page) {
        await page.addInitScript(systemThatAsks, "granted");
        // It comes after the press, however slow that is.
        await page.route("**/passwave-core.wasm*", async (route) => {
          await page.waitForFunction(() => /** @type {any} */ (globalThis).motionAsked.length > 0);
          await route.continue();
        });
      },
    });
    const state = await widgetPage.wave(30_000);
    assert.equal(state, "verified", await widgetPage.story());
    const questions = await asked(widgetPage);
    assert.equal(questions.length, 1);
    assert.ok(questions[0]?.in_click && questions[0].active, JSON.stringify(questions));
    await assertSignedIn(widgetPage);
    await widgetPage.close();
  },
);

test(
  "after the system's question the prompt waits until a screen reader can be heard again",
  { timeout: 60_000 },
  async () => {
    const widgetPage = await WidgetPage.open(on.browser, demo(), {
      recording: still(),
      prepare: (page) =>
        page.addInitScript(() => {
          const answer = () => {
            Object.assign(globalThis, { answeredAt_ms: performance.now() });
            return "granted";
          };
          const requestPermission = () => new Promise((resolve) => setTimeout(() => resolve(answer()), 500));
          Object.assign(DeviceMotionEvent, { requestPermission });
        }),
    });
    // How long the system takes, and so whether it asks, is seen by the script that comes later.
    await widgetPage.part("stop").waitFor({ state: "attached" });
    await widgetPage.part("start").click();
    await widgetPage.reach(["listening"]);
    const prompt = (await widgetPage.states()).find(({ state }) => state === "listening");
    // @ts-expect-error: set by the page's script
    const answeredAt_ms = await widgetPage.page.evaluate(() => globalThis.answeredAt_ms);
    assert.ok(Number(prompt?.at_ms) - answeredAt_ms >= 1200, await widgetPage.story());
    await widgetPage.close();
  },
);

test("with permission denied it goes on without waving, and says so", { timeout: 60_000 }, async () => {
  const widgetPage = await WidgetPage.open(on.browser, demo(), {
    options: PHONE,
    prepare: (page) => page.addInitScript(systemThatAsks, "denied"),
  });
  await widgetPage.part("start").click();
  await widgetPage.reach(["verified"]);
  assert.equal((await asked(widgetPage)).length, 1);
  assert.ok(
    (await widgetPage.states()).some(({ message }) => /motion is off/i.test(message)),
    await widgetPage.story(),
  );
  await assertSignedIn(widgetPage);
  await widgetPage.close();
});

/** Runs in the page: presses as soon as the first stroke of a wave shows as progress. */
function pressAfterFirstStroke() {
  const root = /** @type {ShadowRoot} */ (document.querySelector("pass-wave")?.shadowRoot);
  new MutationObserver(() => {
    const box = /** @type {HTMLElement | null} */ (root.querySelector("[style*='--passwave-progress']"));
    const isWaving = /** @type {any} */ (root.host).state === "progress";
    if (isWaving && Number(box?.style.getPropertyValue("--passwave-progress")) > 0)
      /** @type {HTMLElement | null} */ (root.querySelector("[part~=press-instead]"))?.click();
  }).observe(root, { subtree: true, attributes: true });
}

test("who has begun to wave and presses instead is told of a long wait, too", { timeout: 90_000 }, async () => {
  const slow = await FastServer.start({ press: ENDLESS });
  const recording = waves(1)[0] ?? assert.fail("there is no wave");
  const widgetPage = await slow.open(on.browser, slow.widget(), { recording });
  await widgetPage.part("stop").waitFor({ state: "attached" });
  await widgetPage.page.evaluate(pressAfterFirstStroke);
  const waving = widgetPage.wave(10_000);
  await widgetPage.reach(["checking"]);
  await hearsOfLongWait(widgetPage.page, "en");
  await waving;
  await widgetPage.close();
  await slow.stop();
});
