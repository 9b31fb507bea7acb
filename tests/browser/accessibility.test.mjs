// axe over every page that comes with Passwave, and over whole verifications on real servers: each state as a person
// comes to it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { findings } from "../support/axe.mjs";
import { freshPage, launch } from "../support/chromium.mjs";
import { serve } from "../support/inline-page.mjs";
import { LONG, Quick } from "../support/fast-server.mjs";
import { still } from "../support/resting-phone.mjs";
import { ServerClock } from "../support/server-clock.mjs";
import { Server } from "../support/passwave-server.mjs";
import { PAGES } from "../support/page-list.mjs";
import { MODES } from "../support/mock-widget.mjs";
import { together } from "../support/fixtures.mjs";
import { Visit } from "../support/page-object.mjs";

const MINUTE_MS = 60_000;

/** By how much the server's clock is ahead; it never goes back. */
let laterBy_ms = 0;

const clock = new ServerClock();
const on = together({
  browser: launch,
  server: Server.demo,
  quick: () => Quick.start({ asksEasy: true, clock }),
  slow: () => Quick.start({ press: LONG }),
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
  const visit = await Visit.open(on.browser, `${on.server.url}/demo/`);
  await visit.part("press-instead").click();
  await visit.reach(["checking"]);
  assert.deepEqual(await findings(visit.page), [], "checking");
  await visit.reach(["verified"]);
  assert.deepEqual(await findings(visit.page), [], "verified");
  assert.equal((await visit.submit()).success, true);
  assert.deepEqual(await findings(visit.page), [], "the answer");
  await visit.close();
});

/** Waits until the widget says this; then axe must find nothing. @param {Visit} visit @param {RegExp} words */
async function cleanOnce(visit, words) {
  await visit.part("message").filter({ hasText: words }).waitFor();
  assert.deepEqual(await findings(visit.page), [], String(words));
}

/** A page without any style would leave axe in doubt whether it may be turned. @param {string} widget */
const IN_MAIN = (widget) => `<style>main { margin: 1rem }</style><main><h1>Sign in</h1>${widget}</main>`;

/** Asked to wave, and not waving: prompt, hint, offer. @param {string} attributes */
async function asked(attributes) {
  const visit = await on.quick.visit(on.browser, IN_MAIN(on.quick.widget(attributes)), { recording: still() });
  await visit.part("start").click();
  for (const words of [/^Wave your phone/, /^No movement felt yet/, /^Keep going, or/]) await cleanOnce(visit, words);
  await visit.close();
}

/** Asked to slide; then pressing takes long, and is stopped. @param {string} attributes */
async function workingAndStopped(attributes) {
  const visit = await on.slow.visit(on.browser, IN_MAIN(on.slow.widget(`way="slide" ${attributes}`)));
  await visit.part("start").click();
  await visit.part("pad").waitFor({ state: "visible" });
  await cleanOnce(visit, /^Slide a finger/);
  await visit.part("press-instead").click();
  await visit.part("stop").waitFor({ state: "visible" });
  await cleanOnce(visit, /^Checking without waving/);
  await visit.part("stop").click();
  await cleanOnce(visit, /^Stopped/);
  await visit.close();
}

/** No sensor; then verified, asked whether it was easy, and after two hours expired. @param {string} attributes */
async function verifiedAndExpired(attributes) {
  const visit = await on.quick.visit(on.browser, IN_MAIN(on.quick.widget(attributes)), {
    prepare: (page) => page.clock.install(),
  });
  await visit.part("start").click();
  await visit.part("survey").waitFor({ state: "visible" });
  await cleanOnce(visit, /^Verified/);
  await visit.part("survey-yes").click();
  await visit.part("survey").getByText("Thank you").waitFor();
  await cleanOnce(visit, /^Verified/);
  clock.moveOn((laterBy_ms += 121 * MINUTE_MS));
  await visit.page.clock.fastForward(5 * MINUTE_MS);
  await cleanOnce(visit, /^Please verify again/);
  await visit.close();
}

/** A page that is called otherwise than the site: the server says no. @param {string} attributes */
async function failed(attributes) {
  const address = `${on.quick.url.replace("127.0.0.1", "elsewhere.localhost")}/a-page`;
  const head = `<script src="/passwave.js" async></script>`;
  const visit = await Visit.open(on.browser, address, {
    prepare: (page) => serve(page, address, IN_MAIN(on.quick.widget(attributes)), { head }),
  });
  await visit.part("press-instead").click();
  await cleanOnce(visit, /^That did not work/);
  assert.equal(await visit.state(), "failed");
  await visit.close();
}

for (const mode of MODES) {
  test(`axe finds nothing in any state as a person comes to it: ${mode}`, { timeout: 90_000 }, async () => {
    await Promise.all([asked, workingAndStopped, verifiedAndExpired, failed].map((visit) => visit(`mode="${mode}"`)));
  });
}

test("axe finds nothing while the server is away", { timeout: 60_000 }, async () => {
  const visit = await Visit.open(on.browser, `${on.server.url}/demo/`, {
    prepare: (page) => page.route("**/challenge?*", (route) => route.abort()),
  });
  await visit.part("press-instead").click();
  await visit
    .part("message")
    .filter({ hasText: /cannot be reached/ })
    .waitFor();
  assert.deepEqual(await findings(visit.page), []);
  await visit.close();
});

test("a key held down, and a double click, are one press", { timeout: 60_000 }, async () => {
  for (const press of [holdEnter, (/** @type {Visit} */ visit) => visit.part("start").dblclick()]) {
    /** @type {string[]} */
    const challenges = [];
    const visit = await Visit.open(on.browser, `${on.server.url}/demo/?way=press`, {
      prepare: async (page) =>
        page.on("request", (request) => /\/challenge\?/.test(request.url()) && challenges.push(request.url())),
    });
    await press(visit);
    await visit.reach(["verified"]);
    assert.equal(challenges.length, 1, await visit.story());
    await visit.close();
  }
});

/** What a keyboard does when a key is not let go of. @param {Visit} visit */
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
