// Before the prompt: the system's question, sensors that read nothing, and phones that are better not shaken.
import assert from "node:assert/strict";
import { test } from "node:test";
import { launch, PHONE } from "../support/chromium.mjs";
import { FastServer } from "../support/fast-server.mjs";
import { fixtures } from "../support/fixtures.mjs";
import { still } from "../support/resting-phone.mjs";

/** @typedef {import("../support/page-object.mjs").WidgetPage} WidgetPage */

const on = fixtures({ browser: launch, fast: () => FastServer.start() });

const PROMPT = "Wave your phone gently, left and right.";

/** @param {WidgetPage} widgetPage */
const messages = async (widgetPage) => (await widgetPage.states()).map(({ message }) => message);

/** A phone whose sensors are there and read nothing, as browsers that withhold them do. */
function zeros() {
  const { t_ms, ...rest } = still();
  const nothing = t_ms.map(() => 0);
  return { ...rest, t_ms, ax: nothing, ay: nothing, az: nothing, lx: nothing, ly: nothing, lz: nothing };
}

test("sensors that read zeros are none: nobody is asked to wave, and it goes on", { timeout: 60_000 }, async () => {
  const widgetPage = await on.fast.open(on.browser, on.fast.widget(), { recording: zeros() });
  await widgetPage.part("start").click();
  await widgetPage.reach(["verified"]);
  const said = await messages(widgetPage);
  assert.ok(!said.some((message) => message.startsWith("Wave")), said.join(" | "));
  assert.ok(said.includes("Motion is off. Checking without waving."), said.join(" | "));
  await widgetPage.close();
});

/** Notes in which order a click asks for motion and opens the audio, and whether within it. */
function noteOrder() {
  const order = /** @type {string[]} */ ([]);
  let isInClick = false;
  addEventListener("click", () => (isInClick = true), true);
  addEventListener("click", () => (isInClick = false));
  const note = (/** @type {string} */ what) => order.push(isInClick ? what : `${what}, too late`);
  Object.assign(globalThis, { order });
  Object.assign(DeviceMotionEvent, { requestPermission: async () => (note("motion"), "granted") });
  globalThis.AudioContext = class extends AudioContext {
    constructor() {
      super();
      note("audio");
    }
  };
}

test("within the click motion is asked for first, then audio is opened", { timeout: 60_000 }, async () => {
  const prepare = (/** @type {import("playwright-core").Page} */ page) => page.addInitScript(noteOrder);
  const widgetPage = await on.fast.open(on.browser, on.fast.widget(), { recording: still(), prepare });
  await widgetPage.part("start").click();
  await widgetPage.reach(["listening"]);
  // @ts-expect-error: set by `noteOrder`
  assert.deepEqual(await widgetPage.page.evaluate(() => order), ["motion", "audio"]);
  await widgetPage.close();
});

/** A browser that says of motion what it will do. @param {string} state */
function browserThatTells(state) {
  Object.defineProperty(navigator, "permissions", {
    value: { query: async ({ name = "" }) => (name === "accelerometer" ? { state } : Promise.reject(new TypeError())) },
  });
}

for (const [state, words] of Object.entries({
  prompt: "Takes a few seconds. Your phone may ask to use motion. Choose Allow.",
  granted: "Takes a few seconds.",
}))
  test(`what the button says beforehand where the browser answers "${state}" about motion`, async () => {
    const widgetPage = await on.fast.open(on.browser, on.fast.widget(), {
      options: PHONE,
      prepare: (page) => page.addInitScript(browserThatTells, state),
    });
    const button = { name: "Wave your phone to verify", description: words, exact: true };
    await widgetPage.page.getByRole("button", button).waitFor();
    await widgetPage.page.waitForLoadState("networkidle");
    assert.equal(await widgetPage.page.getByRole("button", button).count(), 1);
    await widgetPage.close();
  });

/** @param {string} typed */
const onIPhone = async (typed) => {
  const widgetPage = await on.fast.open(on.browser, `<input name="who">${on.fast.widget(`way="shake"`)}`, {
    recording: still(),
    prepare: (page) => page.addInitScript(() => Object.assign(globalThis, { GestureEvent: Event })),
  });
  await widgetPage.page.fill("input", typed);
  await widgetPage.part("start").click();
  return widgetPage;
};

test("an iPhone in which something was typed is not shaken: that would undo it", { timeout: 60_000 }, async () => {
  const widgetPage = await onIPhone("Ada");
  await widgetPage.reach(["verified"]);
  const said = await messages(widgetPage);
  assert.ok(!said.some((message) => message.startsWith("Shake")), said.join(" | "));
  assert.equal(await widgetPage.page.inputValue("input"), "Ada");
  await widgetPage.close();
});

test("an iPhone in which nothing was typed may be shaken", { timeout: 60_000 }, async () => {
  const widgetPage = await onIPhone("");
  await widgetPage.reach(["listening"]);
  await widgetPage
    .part("message")
    .filter({ hasText: /^Shake your phone/ })
    .waitFor();
  await widgetPage.close();
});

test("who comes back from another window is told again what to do, once", { timeout: 60_000 }, async () => {
  const widgetPage = await on.fast.open(on.browser, `${on.fast.widget()}<iframe srcdoc="<input>"></iframe>`, {
    recording: still(),
  });
  const { page } = widgetPage;
  await widgetPage.part("start").click();
  await widgetPage.said(PROMPT);
  await widgetPage.part("message").evaluate((message) => {
    const told = /** @type {string[]} */ ([]);
    Object.assign(globalThis, { told });
    new MutationObserver(() => told.push(message.textContent?.trim() ?? "")).observe(message, { childList: true });
  });
  await page.frameLocator("iframe").locator("input").focus();
  await page.waitForFunction(() => document.activeElement?.localName === "iframe");
  await widgetPage.part("start").focus();
  await page.waitForFunction(() => /** @type {any} */ (globalThis).told.length > 0);
  // @ts-expect-error: set above
  assert.deepEqual(await page.evaluate(() => told), [PROMPT]);
  await widgetPage.close();
});
