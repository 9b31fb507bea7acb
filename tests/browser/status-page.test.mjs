// The operator's page: axe over it, empty and with people in it, in light and in dark, wide and narrow.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";
import { freshPage, launch } from "../support/chromium.mjs";
import { contrast } from "../support/colour-contrast.mjs";
import { FastServer, SITEKEY } from "../support/fast-server.mjs";
import { fixtures } from "../support/fixtures.mjs";
import { unlimited } from "../support/site-configuration.mjs";
import { solved } from "../support/solve-work.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const PEOPLE = 12;

const on = fixtures({
  browser: launch,
  server: () =>
    FastServer.start({
      press: { puzzles: 1, bits: 1 },
      asksSurvey: true,
      change: (text) => `admin = "127.0.0.1:0"
${unlimited(text)}`,
    }),
});

/** @param {string} path @param {unknown} body */
const post = (path, body) =>
  fetch(`${on.server.url}/${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: "http://localhost" },
    body: JSON.stringify(body),
  });

/** Somebody passes by pressing, in Korean, after one hint, and found it easy. */
async function person() {
  const asked = await fetch(`${on.server.url}/challenge?sitekey=${SITEKEY}&way=press&mode=elder`);
  const { challenge, id, work } = await asked.json();
  const report = { took_ds: 81, hints: ["too-small"], lang: "ko" };
  const redeemed = await post("redeem", { challenge, work: await solved({ id, work }), report });
  const { token, renew, survey } = await redeemed.json();
  assert.equal(survey, true);
  assert.equal((await post("survey", { token, renew, easy: true })).status, 204);
  assert.equal((await post("redeem", { challenge, work: [] })).status, 400);
}

/**
 * How much the edge at which a table is cut stands out, beside the caption.
 * @param {import("playwright-core").Page} page
 */
async function cutEdge(page) {
  const section = page.locator("section");
  const { x, y, width } = (await section.boundingBox()) ?? assert.fail("no table");
  const png = await page.screenshot({ clip: { x: x + width - 1, y: y + 20, width: 1, height: 1 }, fullPage: true });
  const edge = await page.evaluate(async (png) => {
    const picture = await createImageBitmap(await (await fetch(`data:image/png;base64,${png}`)).blob());
    const pen = new OffscreenCanvas(1, 1).getContext("2d");
    pen?.drawImage(picture, 0, 0);
    return `rgb(${pen?.getImageData(0, 0, 1, 1).data.slice(0, 3).join(", ")})`;
  }, png.toString("base64"));
  return contrast(await section.evaluate((section) => getComputedStyle(section).backgroundColor), edge);
}

/** @param {import("playwright-core").BrowserContextOptions} options */
async function looked(options) {
  const { context, page, faults } = await freshPage(on.browser, { ...options, bypassCSP: true });
  await page.goto(await on.server.said(/Status on (\S+)/));
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(() =>
    // @ts-expect-error: axe was put into the page
    axe.run({ rules: { "color-contrast-enhanced": { enabled: true } } }),
  );
  const text = await page.locator("main").innerText();
  const sideways = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  const edge = await cutEdge(page);
  await context.close();
  return { found: violations.map((/** @type {any} */ { id }) => id), text, sideways, edge, faults };
}

/** @param {RegExp[]} shown */
async function clean(shown) {
  for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
    for (const width of [320, 1280]) {
      const { found, text, sideways, edge, faults } = await looked({ colorScheme, viewport: { width, height: 800 } });
      const where = `${colorScheme}, ${width} px`;
      assert.deepEqual([found, faults, sideways], [[], [], false], where);
      assert.equal(edge > 2, width === 320, `${where}: that there is more is seen, and only then; ${edge}`);
      for (const row of shown) assert.match(text, row, where);
    }
  }
}

test("in forced colours every table has an edge all around", async () => {
  const { context, page } = await freshPage(on.browser, { forcedColors: "active" });
  await page.goto(await on.server.said(/Status on (\S+)/));
  const open = await page.evaluate(() => {
    const sheets = [...document.querySelectorAll("table")].map((table) => table.closest("section") ?? table);
    const edges = (/** @type {Element | null} */ box) => {
      const { borderTopWidth, borderRightWidth, borderBottomWidth, borderLeftWidth } = getComputedStyle(
        /** @type {any} */ (box),
      );
      return [borderTopWidth, borderRightWidth, borderBottomWidth, borderLeftWidth].map((width) => width !== "0px");
    };
    return sheets.filter((sheet) => {
      const [top, right, bottom, left] = edges(sheet);
      const isOpenAbove = !top && !edges(sheet.querySelector("caption"))[0];
      return isOpenAbove || !right || !bottom || !left;
    }).length;
  });
  assert.equal(open, 0);
  assert.ok((await page.locator("table").count()) > 1);
  await context.close();
});

test("axe finds nothing on the page before anybody came", { timeout: 120_000 }, () => clean([/all others\s+any\s+0/]));

test("nor once people have passed, and it tells how", { timeout: 120_000 }, async () => {
  for (let nth = 0; nth < PEOPLE; nth += 1) await person();
  await clean([
    new RegExp(`press\\s+elder\\s+${PEOPLE}\\s+${PEOPLE}\\s+100 %\\s+8.1 s`),
    new RegExp(`invalid-work\\s+${PEOPLE}`),
    new RegExp(`too-small\\s+${PEOPLE}`),
    new RegExp(`ko\\s+${PEOPLE}`),
    new RegExp(`yes\\s+${PEOPLE}`),
  ]);
});
