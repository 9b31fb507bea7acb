// Time passes: tokens are renewed while the form is open, for two hours, and then one sentence says so. The clocks of
// the browser and of the server are moved on.
import assert from "node:assert/strict";
import { test } from "node:test";
import { launch, launchKeepingPages, leaveAndReturn } from "../support/chromium.mjs";
import { FastServer } from "../support/fast-server.mjs";
import { fixtures } from "../support/fixtures.mjs";
import { still } from "../support/resting-phone.mjs";
import { ServerClock } from "../support/server-clock.mjs";

/** @typedef {import("../support/page-object.mjs").WidgetPage} WidgetPage */

const MINUTES_MS = 60_000;
const EXPIRED = "Please verify again. What you typed is still here.";
const PROMPT = "Wave your phone gently, left and right.";
const RENEWAL_OVER = [409, { "error-codes": ["renewal-over"] }];

/** By how much the server's clock is ahead of the computer's; it never goes back. */
let laterBy_ms = 0;

const clock = new ServerClock();
const on = fixtures({ browser: launch, keeping: launchKeepingPages, fast: () => FastServer.start({ clock }) });

/** The server's no to a renewal. @param {WidgetPage} widgetPage */
const refusal = async ({ page }) => {
  const answer = await page.waitForResponse("**/renew");
  return [answer.status(), await answer.json()];
};

/** A person who has verified, on a page whose clock the test moves. */
async function verified() {
  const body = `<form action="/no-such-page" method="post"><input name="who" aria-label="Who" value="Ada">${on.fast.widget("required")}<button type="submit">Send</button></form>`;
  const widgetPage = await on.fast.open(on.browser, body, { prepare: (page) => page.clock.install() });
  await widgetPage.press();
  await widgetPage.reach(["verified"]);
  await widgetPage.said("Verified.");
  await widgetPage.page.clock.pauseAt(new Date(Date.now() + MINUTES_MS));
  return widgetPage;
}

/** @param {WidgetPage} widgetPage @param {number} ms */
async function renewedAfter(widgetPage, ms) {
  const before = await widgetPage.token();
  const answer = widgetPage.page.waitForResponse("**/renew");
  await widgetPage.page.clock.fastForward(ms);
  assert.equal((await answer).status(), 200);
  await widgetPage.page.clock.runFor(100);
  await widgetPage.page.waitForFunction(
    (before) => /** @type {any} */ (document.querySelector("pass-wave")).value !== before,
    before,
  );
}

test("the token is renewed again and again while the form is open, without a word", { timeout: 60_000 }, async () => {
  const widgetPage = await verified();
  const said = await widgetPage.part("message").textContent();
  for (let renewals = 0; renewals < 5; renewals += 1) await renewedAfter(widgetPage, 5 * MINUTES_MS);
  assert.equal(await widgetPage.state(), "verified");
  assert.equal(await widgetPage.part("message").textContent(), said);
  assert.deepEqual(widgetPage.faults, []);
  await widgetPage.close();
});

test(
  "after two hours one sentence says so, what was typed stays, and a press verifies again",
  { timeout: 60_000 },
  async () => {
    const widgetPage = await verified();
    clock.moveOn((laterBy_ms += 121 * MINUTES_MS));
    const refused = refusal(widgetPage);
    await widgetPage.page.clock.fastForward(5 * MINUTES_MS);
    await widgetPage.page.clock.resume();
    assert.deepEqual(await refused, RENEWAL_OVER);
    await widgetPage.reach(["expired"]);
    await widgetPage.said(EXPIRED);
    assert.equal(await widgetPage.token(), "");
    assert.equal(await widgetPage.page.locator("[name=who]").inputValue(), "Ada");
    await widgetPage.press();
    await widgetPage.reach(["verified"]);
    await widgetPage.close();
  },
);

test(
  "a form sent when the token is too old to renew is held, and the focus goes to the check",
  { timeout: 60_000 },
  async () => {
    const widgetPage = await verified();
    clock.moveOn((laterBy_ms += 180 * MINUTES_MS));
    const refused = refusal(widgetPage);
    await widgetPage.page.evaluate(() =>
      addEventListener("submit", () => Object.assign(globalThis, { wasSent: true })),
    );
    // The clock runs on while timers sleep, as in a suspended computer: nothing has been renewed.
    await widgetPage.page.clock.setSystemTime(Date.now() + 180 * MINUTES_MS);
    await widgetPage.page.locator("[type=submit]").click();
    await widgetPage.page.clock.resume();
    assert.deepEqual(await refused, RENEWAL_OVER);
    await widgetPage.reach(["expired"]);
    assert.equal(await widgetPage.page.evaluate(() => "wasSent" in globalThis), false);
    assert.equal(await widgetPage.page.evaluate(() => document.activeElement?.localName), "pass-wave");
    assert.equal(await widgetPage.page.locator("[name=who]").inputValue(), "Ada");
    await widgetPage.close();
  },
);

/**
 * What a page is told when a person goes to another app and comes back. A mock: under automation a page that is not
 * left is never hidden.
 * @param {WidgetPage} widgetPage @param {"hidden" | "visible"} state
 */
const turn = ({ page }, state) =>
  page.evaluate((state) => {
    Object.defineProperty(document, "visibilityState", { configurable: true, get: () => state });
    document.dispatchEvent(new Event("visibilitychange"));
  }, state);

test(
  "who fetches a code from another app comes back to a verification that is fresh",
  { timeout: 60_000 },
  async () => {
    const widgetPage = await verified();
    const before = await widgetPage.token();
    await turn(widgetPage, "hidden");
    await widgetPage.page.clock.setSystemTime(Date.now() + 30 * MINUTES_MS);
    const answer = widgetPage.page.waitForResponse("**/renew");
    await turn(widgetPage, "visible");
    assert.equal((await answer).status(), 200);
    await widgetPage.page.clock.resume();
    await widgetPage.page.waitForFunction(
      (before) => /** @type {any} */ (document.querySelector("pass-wave")).value !== before,
      before,
    );
    assert.equal(await widgetPage.state(), "verified");
    await widgetPage.close();
  },
);

test(
  "a phone call and a turned phone while something is asked do no harm; the prompt is said again, once",
  { timeout: 60_000 },
  async () => {
    const widgetPage = await on.fast.open(on.keeping, on.fast.widget(), { recording: still() });
    await widgetPage.part("start").click();
    await widgetPage.said(PROMPT);
    await widgetPage.part("message").evaluate((message) => {
      const said = /** @type {string[]} */ ([]);
      Object.assign(globalThis, { said });
      new MutationObserver(() => message.textContent && said.push(message.textContent)).observe(message, {
        childList: true,
        characterData: true,
        subtree: true,
      });
    });
    await leaveAndReturn(widgetPage.page, () => widgetPage.page.setViewportSize({ width: 640, height: 320 }));
    await widgetPage.page.waitForFunction(() => /** @type {any} */ (globalThis).said.length > 0);
    await widgetPage.press();
    await widgetPage.reach(["verified"]);
    const said = await widgetPage.page.evaluate(() => /** @type {string[]} */ (/** @type {any} */ (globalThis).said));
    assert.equal(said.filter((text) => text.trim() === PROMPT).length, 1, said.join(" "));
    await widgetPage.close();
  },
);

test(
  "the screen is kept awake from the press to the verdict, and again after a call",
  { timeout: 60_000 },
  async () => {
    const widgetPage = await on.fast.open(on.keeping, on.fast.widget(), {
      recording: still(),
      // The browser's own locks, noted as they are given.
      prepare: (page) =>
        page.addInitScript(() => {
          const locks = /** @type {WakeLockSentinel[]} */ ([]);
          Object.assign(globalThis, { locks });
          const request = navigator.wakeLock.request.bind(navigator.wakeLock);
          navigator.wakeLock.request = async (type) => {
            const lock = await request(type);
            locks.push(lock);
            return lock;
          };
        }),
    });
    /**
     * Waits until, of at least so many locks that were given, so many are still held.
     * @param {number} least_given @param {number} held
     */
    const locks = (least_given, held) =>
      widgetPage.page.waitForFunction(
        ([least_given, held]) => {
          const { locks } = /** @type {{ locks: WakeLockSentinel[] }} */ (/** @type {any} */ (globalThis));
          return locks.length >= Number(least_given) && locks.filter(({ released }) => !released).length === held;
        },
        [least_given, held],
      );
    await locks(0, 0);
    await widgetPage.part("start").click();
    await widgetPage.reach(["listening"]);
    await locks(1, 1);
    await leaveAndReturn(widgetPage.page);
    await locks(2, 1);
    assert.equal(
      await widgetPage.page.evaluate(() => /** @type {any} */ (globalThis).locks[0].released),
      true,
      "the browser takes the lock of a hidden page",
    );
    await widgetPage.press();
    await widgetPage.reach(["verified"]);
    await locks(2, 0);
    await widgetPage.close();
  },
);
