// axe over the demo and every example page, in standard and elder mode; and what axe does not measure.
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { freshPage, launch } from "./lib/chromium.mjs";
import { ROOT } from "./lib/programs.mjs";
import { Server } from "./lib/server.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const LEAST_TARGET_PX = { standard: 44, elder: 72 };

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

/** Every example there is; a new page is by itself a test. */
function examples() {
  const folder = join(ROOT, "www/examples");
  const pages = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(".html")) : [];
  return pages.map((name) => `/examples/${name}`);
}

const DEMO = ["/demo/", "/demo/record.html", "/practice/", "/practice/?lang=ar", "/demo/?mode=elder", "/demo/?lang=zh-Hans", "/demo/?lang=zh-Hans&mode=elder"];

/** @param {string} path @param {import("playwright-core").BrowserContextOptions} [options] */
async function open(path, options) {
  const { page, context } = await freshPage(browser, options);
  await page.goto(server.url + path);
  await page.waitForFunction(() => !document.querySelector("pass-wave") || customElements.get("pass-wave"));
  await page.waitForLoadState("networkidle");
  return { page, close: () => context.close() };
}

/** What axe finds, in one line each. @param {import("playwright-core").Page} page */
async function violations(page) {
  await page.evaluate(AXE);
  const results = await page.evaluate(
    // @ts-expect-error: axe was put into the page
    (rules) => axe.run({ runOnly: rules, rules: { "color-contrast-enhanced": { enabled: true } } }),
    RULES,
  );
  const looked = results.passes.flatMap((/** @type {any} */ { nodes }) => nodes.map((/** @type {any} */ { target }) => target[0]));
  const shadow = looked.some((/** @type {unknown} */ target) => Array.isArray(target));
  assert.ok(shadow || !(await page.locator("pass-wave").count()), "axe has looked into the widget");
  return results.violations.map((/** @type {any} */ { id, nodes }) => `${id}: ${nodes.map((/** @type {any} */ node) => node.target.join(" ")).join(", ")}`);
}

/** @param {string} path @param {import("playwright-core").BrowserContextOptions} [options] @param {string} [how] */
function clean(path, options, how = "") {
  test(`axe finds nothing on ${path}${how}`, { timeout: 60_000 }, async () => {
    const { page, close } = await open(path, options);
    assert.deepEqual(await violations(page), []);
    await close();
  });
}

for (const path of DEMO) clean(path);
clean("/demo/", { colorScheme: "dark" }, " in the dark");
clean("/demo/?mode=elder", { colorScheme: "dark" }, " in the dark");
clean("/demo/", { viewport: { width: 320, height: 640 } }, " on a narrow screen");
for (const path of examples()) clean(path);

test("axe finds nothing once a person is verified", { timeout: 60_000 }, async () => {
  const { page, close } = await open("/demo/");
  await page.locator("pass-wave").locator("[part~=other]").click();
  await page.waitForFunction(() => /** @type {any} */ (document.querySelector("pass-wave")).state === "verified");
  assert.deepEqual(await violations(page), []);
  await close();
});

test("there are example pages", () => assert.notDeepEqual(examples(), []));

/** Everything in the widget that can be pressed, with its size. @param {import("playwright-core").Page} page */
const targets = (page) =>
  page.evaluate(() => {
    const root = /** @type {ShadowRoot} */ (document.querySelector("pass-wave")?.shadowRoot);
    const pressable = [...root.querySelectorAll("button, a[href], summary, input")];
    return pressable
      .map((target) => ({ name: target.textContent?.trim() ?? "", ...target.getBoundingClientRect().toJSON() }))
      .filter(({ width }) => width > 0);
  });

for (const [mode, least] of Object.entries(LEAST_TARGET_PX)) {
  test(`in ${mode} mode every target is at least ${least} px`, async () => {
    const { page, close } = await open(`/demo/?mode=${mode}`);
    const found = await targets(page);
    assert.ok(found.length >= 2, "at least the two ways");
    const small = found.filter(({ width, height }) => width < least || height < least);
    assert.deepEqual(small.map(({ name, width, height }) => `${name}: ${width} x ${height}`), []);
    await close();
  });
}

test("a page 320 px wide need not be scrolled sideways, also at twice the text size", async () => {
  for (const path of ["/demo/", "/demo/?mode=elder"]) {
    const { page, close } = await open(path, { viewport: { width: 320, height: 640 } });
    for (const size of ["100%", "200%"]) {
      await page.evaluate((percent) => (document.documentElement.style.fontSize = percent), size);
      const box = await page.locator("pass-wave").boundingBox();
      assert.ok(box && box.x >= 0 && box.x + box.width <= 320, `${path} at ${size}: ${JSON.stringify(box)}`);
    }
    await close();
  }
});

test("without JavaScript the page says what is missing", async () => {
  const { page, context } = await freshPage(browser, { javaScriptEnabled: false });
  await page.goto(`${server.url}/demo/`);
  assert.match((await page.locator("noscript").textContent()) ?? "", /JavaScript/);
  await context.close();
});
