// Pressing alone leads to the verdict: any key, any pace, with the phone lying still; and pressing can be stopped.
import assert from "node:assert/strict";
import { test } from "node:test";
import { launch } from "../support/chromium.mjs";
import { ENDLESS, FastServer } from "../support/fast-server.mjs";
import { fixtures } from "../support/fixtures.mjs";
import { focused } from "../support/widget-actions.mjs";
import { still } from "../support/resting-phone.mjs";
import { hearsOfLongWait } from "../support/widget-strings.mjs";

const on = fixtures({ browser: launch, fast: () => FastServer.start() });

/** @param {import("../support/page-object.mjs").WidgetPage} widgetPage */
const isOver = async (widgetPage) => ["verified", "failed"].includes(await widgetPage.state());

for (const key of ["Enter", "Space"]) {
  for (const pause_ms of [150, 3000]) {
    test(
      `${key} alone, every ${pause_ms} ms, with the phone still, verifies; the control keeps its name and place`,
      { timeout: 60_000 },
      async () => {
        const widgetPage = await on.fast.open(on.browser, `<form>${on.fast.widget()}</form>`, { recording: still() });
        await widgetPage.part("start").focus();
        const begun = await focused(widgetPage.page);
        assert.equal(begun?.part, "start");
        while (!(await isOver(widgetPage))) {
          await widgetPage.page.keyboard.press(key);
          assert.deepEqual(await focused(widgetPage.page), begun);
          const ended = widgetPage.reach(["verified", "failed"], pause_ms).catch(() => {});
          await ended;
        }
        assert.equal(await widgetPage.state(), "verified", await widgetPage.story());
        assert.deepEqual(await focused(widgetPage.page), begun);
        const said = (await widgetPage.states()).map(({ message }) => message);
        assert.ok(
          said.some((message) => /^Wave/.test(message)) && said.some((message) => /without waving/.test(message)),
          await widgetPage.story(),
        );
        assert.deepEqual(widgetPage.faults, []);
        await widgetPage.close();
      },
    );
  }
}

test("a held key and a double click are one press", { timeout: 60_000 }, async () => {
  const widgetPage = await on.fast.open(on.browser, on.fast.widget(), { recording: still() });
  await widgetPage.part("start").evaluate((start) => {
    Object.assign(globalThis, { clicks: 0 });
    start.addEventListener("click", () => {
      /** @type {any} */ (globalThis).clicks += 1;
    });
  });
  await widgetPage.part("start").focus();
  for (let held = 0; held < 10; held += 1) await widgetPage.page.keyboard.down("Enter"); // All but the first are repeats.
  await widgetPage.page.keyboard.up("Enter");
  await widgetPage.reach(["listening"]);
  assert.equal(await widgetPage.page.evaluate(() => /** @type {any} */ (globalThis).clicks), 1);
  await widgetPage.close();
  const other = await on.fast.open(on.browser, on.fast.widget(), { recording: still() });
  /** @type {string[]} */
  const asked = [];
  other.page.on("request", (request) => request.url().includes("/challenge?") && asked.push(request.url()));
  await other.part("start").dblclick();
  await other.reach(["listening"]);
  assert.equal(asked.length, 1);
  await other.close();
});

/**
 * What the controls that open and switch things have come to.
 * @param {import("../support/page-object.mjs").WidgetPage} widgetPage
 */
const switched = async (widgetPage) => ({
  isElder: await widgetPage.page.locator("pass-wave").evaluate((element) => /** @type {any} */ (element).isElder),
  isOpen: await widgetPage.part("options").getAttribute("aria-expanded"),
  sound: await widgetPage.part("switch-sound").isChecked(),
});

/**
 * Double-clicks in the middle of a control, wherever that has gone by the second click.
 * @param {import("playwright-core").Locator} control
 */
async function doubleClick(control) {
  await control.scrollIntoViewIfNeeded();
  const box = (await control.boundingBox()) ?? assert.fail("it is not shown");
  await control.page().mouse.dblclick(box.x + box.width / 2, box.y + box.height / 2, { delay: 30 });
}

/** Holds Space, as a hand that trembles does. @param {import("playwright-core").Locator} control */
async function hold(control) {
  await control.focus();
  for (let held = 0; held < 5; held += 1) await control.page().keyboard.down("Space");
  await control.page().keyboard.up("Space");
}

for (const [name, press] of Object.entries({ "a double click": doubleClick, "a held key": hold })) {
  test(`${name} on Larger, Options or a switch is one press, and hits nothing else`, { timeout: 60_000 }, async () => {
    const widgetPage = await on.fast.open(on.browser, on.fast.widget(`help-href="#help"`), {
      options: { viewport: { width: 320, height: 640 } },
    });
    await widgetPage.part("stop").waitFor({ state: "attached" });
    await press(widgetPage.part("larger"));
    await press(widgetPage.part("options"));
    await widgetPage.part("switch-sound").waitFor();
    assert.deepEqual(await switched(widgetPage), { isElder: true, isOpen: "true", sound: true });
    await press(widgetPage.part("switch-sound"));
    assert.deepEqual(await switched(widgetPage), { isElder: true, isOpen: "true", sound: false });
    assert.deepEqual([await widgetPage.state(), new URL(widgetPage.page.url()).hash], ["idle", ""]);
    await widgetPage.close();
  });
}

/** Runs in the page: presses "Stop" as soon as it is there, as the second press of a trembling hand does. */
function stopAtOnce() {
  const root = /** @type {ShadowRoot} */ (document.querySelector("pass-wave")?.shadowRoot);
  new MutationObserver(() => {
    const stop = /** @type {HTMLElement | null} */ (root.querySelector("[part~=stop]:not([hidden])"));
    if (!stop || "stoppedAtOnce" in globalThis) return;
    Object.assign(globalThis, { stoppedAtOnce: true });
    stop.click();
  }).observe(root, { subtree: true, attributes: true });
}

/**
 * Presses the focused "Stop" until it stops.
 * @param {import("../support/page-object.mjs").WidgetPage} widgetPage
 */
async function stopsInTheEnd(widgetPage) {
  while ((await widgetPage.state()) !== "idle") await widgetPage.page.keyboard.press("Enter");
}

test("the work can be stopped, the focus is not lost, and a press starts over", { timeout: 60_000 }, async () => {
  const slow = await FastServer.start({ press: ENDLESS });
  const widgetPage = await slow.open(on.browser, slow.widget());
  await widgetPage.part("stop").waitFor({ state: "attached" });
  await widgetPage.page.evaluate(stopAtOnce);
  await widgetPage.press();
  await widgetPage.reach(["checking"]);
  const progress = widgetPage.part("progress");
  assert.equal(await progress.getAttribute("aria-hidden"), "true", "the ticks are silent");
  await widgetPage.page.waitForFunction(() => {
    const filled = document.querySelector("pass-wave")?.shadowRoot?.querySelector("[part~=progress] *");
    return Number(filled?.getBoundingClientRect().width) > 0;
  });
  assert.equal(await widgetPage.part("start").isEnabled(), true, "the button's state stays");
  assert.equal(await widgetPage.page.evaluate(() => "stoppedAtOnce" in globalThis), true, "and it was not stopped");
  await widgetPage.part("stop").focus();
  await stopsInTheEnd(widgetPage);
  await widgetPage.said("Stopped.");
  assert.equal((await focused(widgetPage.page))?.part, "start");
  assert.deepEqual([await widgetPage.part("stop").isVisible(), await progress.isVisible()], [false, false]);
  await widgetPage.page.keyboard.press("Enter");
  await widgetPage.reach(["checking"]);
  await widgetPage.close();
  await slow.stop();
});

test("work that takes long is said to, once that is known", { timeout: 60_000 }, async () => {
  const slow = await FastServer.start({ press: ENDLESS });
  const widgetPage = await slow.open(on.browser, slow.widget(), { lang: "de" });
  await widgetPage.press();
  await widgetPage.reach(["checking"]);
  await hearsOfLongWait(widgetPage.page, "de");
  await widgetPage.close();
  await slow.stop();
});

test("Stop stays while it has the focus, though there is nothing left to stop", { timeout: 60_000 }, async () => {
  const widgetPage = await on.fast.open(on.browser, on.fast.widget());
  /** @type {(value?: unknown) => void} */
  let release = () => {};
  const released = new Promise((resolve) => (release = resolve));
  await widgetPage.page.route("**/redeem", (route) => released.then(() => route.continue()));
  await widgetPage.press();
  await widgetPage.part("stop").waitFor({ state: "visible" });
  await widgetPage.part("stop").focus();
  assert.equal((await focused(widgetPage.page))?.part, "stop");
  release();
  await widgetPage.reach(["verified"]);
  assert.equal((await focused(widgetPage.page))?.part, "stop");
  await widgetPage.page.keyboard.press("Enter");
  assert.equal(await widgetPage.state(), "verified");
  await widgetPage.page.keyboard.press("Tab");
  assert.notEqual((await focused(widgetPage.page))?.part, "stop");
  assert.equal(await widgetPage.part("stop").isVisible(), false);
  await widgetPage.close();
});
