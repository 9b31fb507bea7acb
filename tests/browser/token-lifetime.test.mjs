// Time passes: tokens are renewed while the form is open, for two hours, and then one sentence says so. The clocks of
// the
// browser and of the server are moved on.
import assert from "node:assert/strict";
import { test } from "node:test";
import { launch, launchKeepingPages, leaveAndReturn } from "../support/chromium.mjs";
import { Quick } from "../support/fast-server.mjs";
import { still } from "../support/resting-phone.mjs";
import { ServerClock } from "../support/server-clock.mjs";
import { together } from "../support/fixtures.mjs";

/** @typedef {import("../support/page-object.mjs").Visit} Visit */

const MINUTES_MS = 60_000;
const EXPIRED = "Please verify again. What you typed is still here.";
const RENEWAL_OVER = [409, { "error-codes": ["renewal-over"] }];

/** By how much the server's clock is ahead of the computer's; it never goes back. */
let laterBy_ms = 0;

const clock = new ServerClock();
const on = together({ browser: launch, keeping: launchKeepingPages, quick: () => Quick.start({ clock }) });

/** The server's no to a renewal. @param {Visit} visit */
const refusal = async ({ page }) => {
  const answer = await page.waitForResponse("**/renew");
  return [answer.status(), await answer.json()];
};

/** A person who has verified, on a page whose clock the test moves. */
async function verified() {
  const body = `<form action="/no-such-page" method="post"><input name="who" aria-label="Who" value="Ada">${on.quick.widget("required")}<button type="submit">Send</button></form>`;
  const visit = await on.quick.visit(on.browser, body, { prepare: (page) => page.clock.install() });
  await visit.part("press-instead").click();
  await visit.reach(["verified"]);
  await visit.page.clock.pauseAt(new Date(Date.now() + MINUTES_MS));
  return visit;
}

/** @param {Visit} visit @param {number} ms */
async function renewedAfter(visit, ms) {
  const before = await visit.token();
  const answer = visit.page.waitForResponse("**/renew");
  await visit.page.clock.fastForward(ms);
  assert.equal((await answer).status(), 200);
  await visit.page.clock.runFor(100);
  await visit.page.waitForFunction(
    (before) => /** @type {any} */ (document.querySelector("pass-wave")).value !== before,
    before,
  );
}

test("the token is renewed again and again while the form is open, without a word", { timeout: 60_000 }, async () => {
  const visit = await verified();
  const said = await visit.part("message").textContent();
  for (let renewals = 0; renewals < 5; renewals += 1) await renewedAfter(visit, 5 * MINUTES_MS);
  assert.equal(await visit.state(), "verified");
  assert.equal(await visit.part("message").textContent(), said);
  assert.deepEqual(visit.faults, []);
  await visit.close();
});

test(
  "after two hours one sentence says so, what was typed stays, and a press verifies again",
  { timeout: 60_000 },
  async () => {
    const visit = await verified();
    clock.moveOn((laterBy_ms += 121 * MINUTES_MS));
    const refused = refusal(visit);
    await visit.page.clock.fastForward(5 * MINUTES_MS);
    await visit.page.clock.resume();
    assert.deepEqual(await refused, RENEWAL_OVER);
    await visit.reach(["expired"]);
    assert.equal(await visit.part("message").textContent(), EXPIRED);
    assert.equal(await visit.token(), "");
    assert.equal(await visit.page.locator("[name=who]").inputValue(), "Ada");
    await visit.part("press-instead").click();
    await visit.reach(["verified"]);
    await visit.close();
  },
);

test(
  "a form sent when the token is too old to renew is held, and the focus goes to the check",
  { timeout: 60_000 },
  async () => {
    const visit = await verified();
    clock.moveOn((laterBy_ms += 180 * MINUTES_MS));
    const refused = refusal(visit);
    await visit.page.evaluate(() => addEventListener("submit", () => Object.assign(globalThis, { wasSent: true })));
    // The clock runs on while timers sleep, as in a suspended computer: nothing has been renewed.
    await visit.page.clock.setSystemTime(Date.now() + 180 * MINUTES_MS);
    await visit.page.locator("[type=submit]").click();
    await visit.page.clock.resume();
    assert.deepEqual(await refused, RENEWAL_OVER);
    await visit.reach(["expired"]);
    assert.equal(await visit.page.evaluate(() => "wasSent" in globalThis), false);
    assert.equal(await visit.page.evaluate(() => document.activeElement?.localName), "pass-wave");
    assert.equal(await visit.page.locator("[name=who]").inputValue(), "Ada");
    await visit.close();
  },
);

/**
 * What a page is told when a person goes to another app and comes back. A mock: under automation a page that is not
 * left is never hidden.
 * @param {Visit} visit @param {"hidden" | "visible"} state
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
    const visit = await verified();
    const before = await visit.token();
    await turn(visit, "hidden");
    await visit.page.clock.setSystemTime(Date.now() + 30 * MINUTES_MS);
    const answer = visit.page.waitForResponse("**/renew");
    await turn(visit, "visible");
    assert.equal((await answer).status(), 200);
    await visit.page.clock.resume();
    await visit.page.waitForFunction(
      (before) => /** @type {any} */ (document.querySelector("pass-wave")).value !== before,
      before,
    );
    assert.equal(await visit.state(), "verified");
    await visit.close();
  },
);

test(
  "a phone call and a turned phone while something is asked do no harm; the prompt is said again, once",
  { timeout: 60_000 },
  async () => {
    const visit = await on.quick.visit(on.keeping, on.quick.widget(), { recording: still() });
    await visit.part("start").click();
    await visit.reach(["listening"]);
    await visit.part("message").evaluate((message) => {
      const said = /** @type {string[]} */ ([]);
      Object.assign(globalThis, { said });
      new MutationObserver(() => message.textContent && said.push(message.textContent)).observe(message, {
        childList: true,
        characterData: true,
        subtree: true,
      });
    });
    await leaveAndReturn(visit.page, () => visit.page.setViewportSize({ width: 640, height: 320 }));
    await visit.page.waitForFunction(() => /** @type {any} */ (globalThis).said.length > 0);
    await visit.part("press-instead").click();
    await visit.reach(["verified"]);
    const said = await visit.page.evaluate(() => /** @type {string[]} */ (/** @type {any} */ (globalThis).said));
    assert.equal(said.filter((text) => /^Wave/.test(text)).length, 1, said.join(" "));
    await visit.close();
  },
);

test(
  "the screen is kept awake from the press to the verdict, and again after a call",
  { timeout: 60_000 },
  async () => {
    const visit = await on.quick.visit(on.keeping, on.quick.widget(), {
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
      visit.page.waitForFunction(
        ([least_given, held]) => {
          const { locks } = /** @type {{ locks: WakeLockSentinel[] }} */ (/** @type {any} */ (globalThis));
          return locks.length >= Number(least_given) && locks.filter(({ released }) => !released).length === held;
        },
        [least_given, held],
      );
    await locks(0, 0);
    await visit.part("start").click();
    await visit.reach(["listening"]);
    await locks(1, 1);
    await leaveAndReturn(visit.page);
    await locks(2, 1);
    assert.equal(
      await visit.page.evaluate(() => /** @type {any} */ (globalThis).locks[0].released),
      true,
      "the browser takes the lock of a hidden page",
    );
    await visit.part("press-instead").click();
    await visit.reach(["verified"]);
    await locks(2, 0);
    await visit.close();
  },
);
