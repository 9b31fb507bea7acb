// axe over every page that comes with Passwave, and over whole verifications on real servers: each state as a person
// comes to it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { findings } from "../support/axe.mjs";
import { freshPage, launch } from "../support/chromium.mjs";
import { FastServer } from "../support/fast-server.mjs";
import { fixtures } from "../support/fixtures.mjs";
import { serveInline } from "../support/open-page.mjs";
import { WidgetPage } from "../support/page-object.mjs";
import { startDemo } from "../support/passwave-server.mjs";
import { still } from "../support/resting-phone.mjs";
import { ServerClock } from "../support/server-clock.mjs";
import { PAGES } from "../support/page-list.mjs";
import { MODES } from "../support/widget-states.mjs";

const MINUTE_MS = 60_000;

/** By how much the server's clock is ahead; it never goes back. */
let laterBy_ms = 0;

const clock = new ServerClock();
const on = fixtures({
  browser: launch,
  server: startDemo,
  fast: () => FastServer.start({ asksSurvey: true, clock }),
});

const VARIANTS = [
  "/demo/?mode=elder",
  "/demo/?lang=zh-Hans",
  "/demo/?lang=zh-Hans&mode=elder",
  "/demo/?lang=ar",
  "/demo/?theme=dark",
  "/practice/index.html?lang=ar",
];

/** @param {string} path @param {import("playwright-core").BrowserContextOptions} [options] */
async function open(path, options) {
  const { page, context } = await freshPage(on.browser, options);
  await page.goto(on.server.url + path);
  await page.waitForFunction(() =>
    [...document.querySelectorAll("pass-wave")].every((element) =>
      element.shadowRoot?.querySelector("[part~=box][lang]:not(.untranslated)"),
    ),
  );
  // This page is drawn once its words have come.
  if (path.startsWith("/practice/")) await page.getByRole("radio").first().waitFor();
  await page.waitForLoadState("networkidle");
  return { page, close: () => context.close() };
}

for (const path of [...PAGES, ...VARIANTS]) {
  test(`axe finds nothing on ${path}, light and dark`, { timeout: 60_000 }, async () => {
    const { page, close } = await open(path);
    for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
      await page.emulateMedia({ colorScheme });
      assert.deepEqual(await findings(page), [], colorScheme);
    }
    await close();
  });
}

test("axe finds nothing from the first press to the answer of the site", { timeout: 60_000 }, async () => {
  /** @type {(value?: unknown) => void} */
  let release = () => {};
  const released = new Promise((resolve) => (release = resolve));
  const widgetPage = await WidgetPage.open(on.browser, `${on.server.url}/demo/`, {
    prepare: (page) => page.route("**/redeem", (route) => released.then(() => route.continue())),
  });
  await widgetPage.press();
  await widgetPage.reach(["checking"]);
  assert.deepEqual(await findings(widgetPage.page), [], "checking");
  release();
  await widgetPage.reach(["verified"]);
  assert.deepEqual(await findings(widgetPage.page), [], "verified");
  assert.equal((await widgetPage.submit()).success, true);
  assert.deepEqual(await findings(widgetPage.page), [], "the answer");
  await widgetPage.close();
});

/**
 * Waits until the widget says this; then axe must find nothing.
 * @param {WidgetPage} widgetPage @param {RegExp} words
 */
async function cleanOnce(widgetPage, words) {
  await widgetPage.part("message").filter({ hasText: words }).waitFor();
  assert.deepEqual(await findings(widgetPage.page), [], String(words));
}

/** A page without any style would leave axe in doubt whether it may be turned. @param {string} widget */
const IN_MAIN = (widget) => `<style>main { margin: 1rem }</style><main><h1>Sign in</h1>${widget}</main>`;

/** Hints come when the test says so, after `hint()`, and not while axe still looks at the one before. */
function holdHints() {
  const isHint = (/** @type {number} */ after_ms) => after_ms >= 5000 && after_ms <= 8000;
  const later = /** @type {any} */ (setTimeout);
  const setUnlessHint = (
    /** @type {() => void} */ run,
    /** @type {number} */ after_ms,
    /** @type {any[]} */ ...more
  ) => (isHint(after_ms) ? void Object.assign(globalThis, { hint: run }) : later(run, after_ms, ...more));
  Object.assign(globalThis, { setTimeout: setUnlessHint });
}

/** Asked to wave, and not waving: prompt, hint, offer. @param {string} attributes */
async function asked(attributes) {
  const widgetPage = await on.fast.open(on.browser, IN_MAIN(on.fast.widget(attributes)), {
    recording: still(),
    prepare: (page) => page.addInitScript(holdHints),
  });
  await widgetPage.part("start").click();
  await cleanOnce(widgetPage, /^Wave your phone/);
  // Which hint it is depends on how long the phone has been still by then.
  for (const words of [/^(No movement felt yet|Good, keep going)/, /^Keep going, or/]) {
    await widgetPage.page.evaluate("hint()");
    await cleanOnce(widgetPage, words);
  }
  await widgetPage.close();
}

/** Stands for a worker that is at it for as long as anybody looks, and does not say how far it is. */
function neverDone() {
  Object.assign(globalThis, {
    Worker: class {
      postMessage() {}
      terminate() {}
    },
  });
}

/** Asked to slide; then pressing takes long, and is stopped. @param {string} attributes */
async function workingAndStopped(attributes) {
  const widgetPage = await on.fast.open(on.browser, IN_MAIN(on.fast.widget(`way="slide" ${attributes}`)), {
    prepare: (page) => page.addInitScript(neverDone),
  });
  await widgetPage.part("start").click();
  await widgetPage.part("pad").waitFor({ state: "visible" });
  await cleanOnce(widgetPage, /^Slide a finger/);
  await widgetPage.press();
  await widgetPage.part("stop").waitFor({ state: "visible" });
  await cleanOnce(widgetPage, /^Checking/);
  // It takes no press while it has only just come.
  while ((await widgetPage.state()) !== "idle") await widgetPage.part("stop").click();
  await cleanOnce(widgetPage, /^Stopped/);
  await widgetPage.close();
}

/** No sensor; then verified, asked whether it was easy, and after two hours expired. @param {string} attributes */
async function verifiedAndExpired(attributes) {
  const widgetPage = await on.fast.open(on.browser, IN_MAIN(on.fast.widget(attributes)), {
    prepare: (page) => page.clock.install(),
  });
  await widgetPage.part("start").click();
  await widgetPage.part("survey").waitFor({ state: "visible" });
  await cleanOnce(widgetPage, /^Verified/);
  await widgetPage.part("survey-yes").click();
  await widgetPage.part("survey").getByText("Thank you").waitFor();
  await cleanOnce(widgetPage, /^Verified/);
  clock.moveOn((laterBy_ms += 121 * MINUTE_MS));
  await widgetPage.page.clock.fastForward(5 * MINUTE_MS);
  await cleanOnce(widgetPage, /^Please verify again/);
  await widgetPage.close();
}

/** A page that is called otherwise than the site: the server says no. @param {string} attributes */
async function failed(attributes) {
  const address = `${on.fast.url.replace("127.0.0.1", "elsewhere.localhost")}/a-page`;
  const head = `<script src="/passwave.js" async></script>`;
  const widgetPage = await WidgetPage.open(on.browser, address, {
    prepare: (page) => serveInline(page, address, IN_MAIN(on.fast.widget(attributes)), { head }),
  });
  await widgetPage.press();
  await cleanOnce(widgetPage, /^The check is not set up/);
  assert.equal(await widgetPage.state(), "failed");
  await widgetPage.close();
}

for (const mode of MODES) {
  test(`axe finds nothing in any state as a person comes to it: ${mode}`, { timeout: 90_000 }, async () => {
    await Promise.all(
      [asked, workingAndStopped, verifiedAndExpired, failed].map((walkThrough) => walkThrough(`mode="${mode}"`)),
    );
  });
}

test("axe finds nothing while the server is away", { timeout: 60_000 }, async () => {
  const widgetPage = await WidgetPage.open(on.browser, `${on.server.url}/demo/`, {
    prepare: (page) => page.route("**/challenge?*", (route) => route.abort()),
  });
  await widgetPage.press();
  await widgetPage
    .part("message")
    .filter({ hasText: /cannot be reached/ })
    .waitFor();
  assert.deepEqual(await findings(widgetPage.page), []);
  await widgetPage.close();
});

test("a key held down, and a double click, are one press", { timeout: 60_000 }, async () => {
  for (const press of [holdEnter, (/** @type {WidgetPage} */ widgetPage) => widgetPage.part("start").dblclick()]) {
    /** @type {string[]} */
    const challenges = [];
    const widgetPage = await WidgetPage.open(on.browser, `${on.server.url}/demo/?way=press`, {
      prepare: async (page) =>
        page.on("request", (request) => /\/challenge\?/.test(request.url()) && challenges.push(request.url())),
    });
    await press(widgetPage);
    await widgetPage.reach(["verified"]);
    assert.equal(challenges.length, 1, await widgetPage.story());
    await widgetPage.close();
  }
});

/** What a keyboard does when a key is not let go of. @param {WidgetPage} widgetPage */
async function holdEnter({ page }) {
  await page.locator("pass-wave").locator("[part~=start]").focus();
  for (let repeats = 0; repeats < 10; repeats += 1) await page.keyboard.down("Enter");
  await page.keyboard.up("Enter");
}

test("there are pages of every kind to look at", () => {
  for (const folder of ["examples", "demo", "practice"])
    assert.ok(
      PAGES.some((path) => path.startsWith(`/${folder}/`)),
      folder,
    );
});

test("without JavaScript the page says what is missing", async () => {
  const { page, context } = await freshPage(on.browser, { javaScriptEnabled: false });
  await page.goto(`${on.server.url}/demo/`);
  assert.match((await page.locator("noscript").textContent()) ?? "", /JavaScript/);
  await context.close();
});
