// Time passes: tokens are renewed while the form is open, for two hours, and then one sentence says so. The browser's own
// clock is moved on; the server's is not, so where it would say no, the test says it in its place.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch } from "./lib/chromium.mjs";
import { Quick } from "./lib/quick.mjs";
import { still } from "./lib/recordings.mjs";

/** @typedef {import("./lib/visit.mjs").Visit} Visit */

const MINUTES_MS = 60_000;
const EXPIRED = "Please verify again. What you typed is still here.";

/** @type {import("playwright-core").Browser} */
let browser;
/** @type {Quick} */
let quick;
before(async () => {
  [browser, quick] = await Promise.all([launch(), Quick.start()]);
});
after(async () => {
  await browser.close();
  await quick.stop();
});

/** Whatever is sent to /renew, refused as the server refuses it two hours after the verification. @param {Visit} visit */
const refuseRenewals = ({ page }) => page.route("**/renew", (route) => route.fulfill({ status: 409, json: { "error-codes": ["renewal-over"] } }));

/** A person who has verified, on a page whose clock the test moves. */
async function verified() {
  const body = `<form action="/no-such-page" method="post"><input name="who" aria-label="Who" value="Ada">${quick.widget("required")}<button type="submit">Send</button></form>`;
  const visit = await quick.visit(browser, body, { prepare: (page) => page.clock.install() });
  await visit.part("other").click();
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
  await visit.page.waitForFunction((before) => /** @type {any} */ (document.querySelector("pass-wave")).value !== before, before);
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

test("after two hours one sentence says so, what was typed stays, and a press verifies again", { timeout: 60_000 }, async () => {
  const visit = await verified();
  await refuseRenewals(visit);
  await visit.page.clock.fastForward(5 * MINUTES_MS);
  await visit.page.clock.resume();
  await visit.reach(["expired"]);
  assert.equal(await visit.part("message").textContent(), EXPIRED);
  assert.equal(await visit.token(), "");
  assert.equal(await visit.page.locator("[name=who]").inputValue(), "Ada");
  await visit.part("other").click();
  await visit.reach(["verified"]);
  await visit.close();
});

test("a form sent when the token is too old to renew is held, and the focus goes to the check", { timeout: 60_000 }, async () => {
  const visit = await verified();
  await refuseRenewals(visit);
  await visit.page.evaluate(() => addEventListener("submit", () => Object.assign(globalThis, { wasSent: true })));
  // The clock runs on while timers sleep, as in a suspended computer: nothing has been renewed.
  await visit.page.clock.setSystemTime(Date.now() + 180 * MINUTES_MS);
  await visit.page.locator("[type=submit]").click();
  await visit.page.clock.resume();
  await visit.reach(["expired"]);
  assert.equal(await visit.page.evaluate(() => "wasSent" in globalThis), false);
  assert.equal(await visit.page.evaluate(() => document.activeElement?.localName), "pass-wave");
  assert.equal(await visit.page.locator("[name=who]").inputValue(), "Ada");
  await visit.close();
});

/** What a page is told when a person goes to another app or takes a call, and comes back. A mock: a headless page is never hidden. @param {Visit} visit @param {"hidden" | "visible"} state */
const turn = ({ page }, state) =>
  page.evaluate((state) => {
    Object.defineProperty(document, "visibilityState", { configurable: true, get: () => state });
    document.dispatchEvent(new Event("visibilitychange"));
  }, state);

test("who fetches a code from another app comes back to a verification that is fresh", { timeout: 60_000 }, async () => {
  const visit = await verified();
  const before = await visit.token();
  await turn(visit, "hidden");
  await visit.page.clock.setSystemTime(Date.now() + 30 * MINUTES_MS);
  const answer = visit.page.waitForResponse("**/renew");
  await turn(visit, "visible");
  assert.equal((await answer).status(), 200);
  await visit.page.clock.resume();
  await visit.page.waitForFunction((before) => /** @type {any} */ (document.querySelector("pass-wave")).value !== before, before);
  assert.equal(await visit.state(), "verified");
  await visit.close();
});

test("a phone call and a turned phone while something is asked do no harm; the prompt is said again", { timeout: 60_000 }, async () => {
  const visit = await quick.visit(browser, quick.widget(), { recording: still() });
  await visit.part("start").click();
  await visit.reach(["listening"]);
  await visit.part("message").evaluate((message) => {
    const said = /** @type {string[]} */ ([]);
    Object.assign(globalThis, { said });
    new MutationObserver(() => message.textContent && said.push(message.textContent)).observe(message, { childList: true, characterData: true, subtree: true });
  });
  await turn(visit, "hidden");
  await visit.page.setViewportSize({ width: 640, height: 320 });
  await turn(visit, "visible");
  await visit.page.waitForFunction(() => /** @type {any} */ (globalThis).said.length > 0);
  assert.match(String(await visit.page.evaluate(() => /** @type {any} */ (globalThis).said[0])), /^Wave/);
  await visit.part("other").click();
  await visit.reach(["verified"]);
  await visit.close();
});

test("the screen is kept awake from the press to the verdict, and again after a call", { timeout: 60_000 }, async () => {
  const visit = await quick.visit(browser, quick.widget(), {
    recording: still(),
    // A mock: a headless browser has no screen to keep awake.
    prepare: (page) =>
      page.addInitScript(() => {
        const locks = { held: 0, taken: 0 };
        Object.assign(globalThis, { locks });
        const request = async () => {
          locks.held += 1;
          locks.taken += 1;
          return { release: async () => void (locks.held -= 1) };
        };
        Object.defineProperty(navigator, "wakeLock", { value: { request } });
      }),
  });
  const locks = () => visit.page.evaluate(() => ({ .../** @type {any} */ (globalThis).locks }));
  assert.deepEqual(await locks(), { held: 0, taken: 0 });
  await visit.part("start").click();
  await visit.reach(["listening"]);
  assert.equal((await locks()).held, 1);
  await turn(visit, "hidden");
  await turn(visit, "visible");
  await visit.page.waitForFunction(() => /** @type {any} */ (globalThis).locks.taken === 2);
  await visit.part("other").click();
  await visit.reach(["verified"]);
  await visit.page.waitForFunction(() => /** @type {any} */ (globalThis).locks.held === 0);
  await visit.close();
});
