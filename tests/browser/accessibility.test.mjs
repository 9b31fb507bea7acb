// axe over every page that comes with Passwave, and over one whole verification on the real server.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { findings } from "./lib/axe.mjs";
import { freshPage, launch } from "./lib/chromium.mjs";
import { Server } from "./lib/server.mjs";
import { PAGES } from "./lib/shipped.mjs";
import { Visit } from "./lib/visit.mjs";

/** @type {import("playwright-core").Browser} */
let browser;
/** @type {Server} */
let server;
before(async () => {
  [browser, server] = await Promise.all([launch(), Server.demo()]);
});
after(async () => {
  await browser.close();
  await server.stop();
});

const VARIANTS = ["/demo/?mode=elder", "/demo/?lang=zh-Hans", "/demo/?lang=zh-Hans&mode=elder", "/demo/?lang=ar", "/demo/?theme=dark", "/practice/index.html?lang=ar"];

/** @param {string} path @param {import("playwright-core").BrowserContextOptions} [options] */
async function open(path, options) {
  const { page, context } = await freshPage(browser, options);
  await page.goto(server.url + path);
  await page.waitForFunction(() => [...document.querySelectorAll("pass-wave")].every((element) => element.shadowRoot?.querySelector("[part~=box][lang]:not(.mute)")));
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
  const visit = await Visit.open(browser, `${server.url}/demo/`);
  await visit.part("other").click();
  await visit.reach(["checking"]);
  assert.deepEqual(await findings(visit.page), [], "checking");
  await visit.reach(["verified"]);
  assert.deepEqual(await findings(visit.page), [], "verified");
  assert.equal((await visit.submit()).success, true);
  assert.deepEqual(await findings(visit.page), [], "the answer");
  await visit.close();
});

test("axe finds nothing while the server is away", { timeout: 60_000 }, async () => {
  const visit = await Visit.open(browser, `${server.url}/demo/`, { prepare: (page) => page.route("**/challenge?*", (route) => route.abort()) });
  await visit.part("other").click();
  await visit.part("message").filter({ hasText: /cannot be reached/ }).waitFor();
  assert.deepEqual(await findings(visit.page), []);
  await visit.close();
});

test("a key held down, and a double click, are one press", { timeout: 60_000 }, async () => {
  for (const press of [holdEnter, (/** @type {Visit} */ visit) => visit.part("start").dblclick()]) {
    /** @type {string[]} */
    const challenges = [];
    const visit = await Visit.open(browser, `${server.url}/demo/?way=press`, {
      prepare: async (page) => page.on("request", (request) => /\/challenge\?/.test(request.url()) && challenges.push(request.url())),
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
  for (const folder of ["examples", "demo", "practice"]) assert.ok(PAGES.some((path) => path.startsWith(`/${folder}/`)), folder);
});

test("without JavaScript the page says what is missing", async () => {
  const { page, context } = await freshPage(browser, { javaScriptEnabled: false });
  await page.goto(`${server.url}/demo/`);
  assert.match((await page.locator("noscript").textContent()) ?? "", /JavaScript/);
  await context.close();
});
