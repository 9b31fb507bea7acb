// How the words of a language reach the page: the right ones, in time, and with nothing moving about.
import assert from "node:assert/strict";
import { test } from "node:test";
import { freshPage, launch } from "../support/chromium.mjs";
import { LANGUAGES, stringsOf } from "../support/widget-strings.mjs";
import { fixtures } from "../support/fixtures.mjs";
import { startDemo } from "../support/passwave-server.mjs";

/** @typedef {import("playwright-core").Page} Page */

const ENGLISH_AFTER_MS = 3000;

const on = fixtures({ browser: launch, server: startDemo });

/**
 * A page of our own on the real server's origin.
 * @param {string} html
 * @param {import("playwright-core").BrowserContextOptions & { prepare?: (page: Page) => Promise<unknown> }} [options]
 */
async function open(html, { prepare, ...options } = {}) {
  const { page, context } = await freshPage(on.browser, options);
  const address = `${on.server.url}/own-page`;
  await page.route(address, (route) =>
    route.fulfill({
      contentType: "text/html; charset=utf-8",
      body: `<!doctype html>${html}<script src="/passwave.js"></script>`,
    }),
  );
  await page.addInitScript(noteEveryWord);
  await page.addInitScript(holdFallback, ENGLISH_AFTER_MS);
  await prepare?.(page);
  await page.goto(address);
  return { page, close: () => context.close() };
}

/**
 * English stands in for words that are slow to come when the test says so, and not because the machine is slow.
 * @param {number} after_ms
 */
function holdFallback(after_ms) {
  const start = setTimeout;
  const held = /** @type {(() => void)[]} */ ([]);
  const started = (/** @type {() => void} */ action, /** @type {number} */ ms, /** @type {unknown[]} */ ...given) =>
    ms === after_ms ? held.push(action) : start(action, ms, ...given);
  Object.assign(globalThis, { setTimeout: started, fallBack: () => held.map((action) => action()).length });
}

/** Keeps whatever has stood on the main button, and every shift of the page. */
function noteEveryWord() {
  /** @type {string[]} */
  const seen = [];
  /** @type {number[]} */
  const shifts = [];
  Object.assign(globalThis, { wordsSeen: seen, layoutShifts: shifts });
  const look = () => {
    const label = document.querySelector("pass-wave")?.shadowRoot?.querySelector("[part~=label]");
    const text = label && getComputedStyle(label).visibility === "visible" && label.textContent;
    if (text && !seen.includes(text)) seen.push(text);
    requestAnimationFrame(look);
  };
  look();
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) shifts.push(/** @type {any} */ (entry).value);
  }).observe({ type: "layout-shift", buffered: true });
}

/** @param {Page} page @returns {Promise<{ wordsSeen: string[], layoutShifts: number[] }>} */
const noted = (page) =>
  page.evaluate(() => {
    // @ts-expect-error: set by `noteEveryWord`
    const seen = () => ({ wordsSeen, layoutShifts });
    return new Promise((resolve) => requestAnimationFrame(() => setTimeout(() => resolve(seen()))));
  });

/** Waits until every widget of the page says something, and returns in which languages. @param {Page} page */
async function languagesShown(page) {
  const shown = () =>
    [...document.querySelectorAll("pass-wave")].map(
      (element) =>
        /** @type {HTMLElement | null | undefined} */ (element.shadowRoot?.querySelector("[part=box]"))?.lang,
    );
  await page.waitForFunction(() =>
    [...document.querySelectorAll("pass-wave")].every((element) =>
      element.shadowRoot?.querySelector("[part=box]")?.hasAttribute("lang"),
    ),
  );
  return page.evaluate(shown);
}

/** @param {string[]} tags */
const widgets = (tags, attributes = "") =>
  tags.map((tag) => `<pass-wave sitekey="demo" lang="${tag}" ${attributes}></pass-wave>`).join("");

/** What is asked for, and what one who asks for it reads best. */
const NEAREST = {
  zh: "zh-Hans",
  "zh-CN": "zh-Hans",
  "zh-SG": "zh-Hans",
  "zh-Hans-HK": "zh-Hans",
  "ZH-hans": "zh-Hans",
  "zh-Hant": "zh-TW",
  "zh-TW": "zh-TW",
  "zh-Hant-TW": "zh-TW",
  "zh-HK": "zh-HK",
  "zh-Hant-HK": "zh-HK",
  "zh-MO": "zh-HK",
  yue: "zh-HK",
  pt: "pt-BR",
  "pt-PT": "pt-BR",
  "en-GB": "en",
  en_US: "en",
  "es-MX": "es",
  "fr-CA": "fr",
  "de-AT": "de",
  "ar-EG": "ar",
  "hi-IN": "hi",
  "ru-UA": "ru",
  "ja-JP": "ja",
  "ko-KR": "ko",
};

test("a tag that is not one of ours finds the nearest language", async () => {
  const { page, close } = await open(`<html lang="en">${widgets(Object.keys(NEAREST))}`);
  assert.deepEqual(await languagesShown(page), Object.values(NEAREST));
  await close();
});

test("the nearest lang counts, then the browser's languages, then English", async () => {
  const inside = `<div lang="ja"><p lang="xx"><pass-wave sitekey="demo"></pass-wave></p></div><pass-wave sitekey="demo" lang="fr"></pass-wave>`;
  const { page, close } = await open(`<html lang="de"><pass-wave sitekey="demo"></pass-wave>${inside}`, {
    locale: "ru",
  });
  assert.deepEqual(await languagesShown(page), ["de", "ja", "fr"]);
  await close();
  for (const [locale, expected] of [
    ["ko-KR", "ko"],
    ["sv-SE", "en"],
  ]) {
    const { page, close } = await open(`<html lang="not a tag"><pass-wave sitekey="demo"></pass-wave>`, { locale });
    assert.deepEqual(await languagesShown(page), [expected]);
    await close();
  }
});

test("inside another component's shadow the language around it counts", async () => {
  const { page, close } = await open(
    `<html lang="en"><div lang="es" id="host"><template shadowrootmode="open"><pass-wave sitekey="demo"></pass-wave></template></div>`,
  );
  await page.waitForFunction(() =>
    document.querySelector("#host")?.shadowRoot?.querySelector("pass-wave")?.shadowRoot?.querySelector("[lang=es]"),
  );
  await close();
});

test("the direction and the words follow the language, also when it changes later", async () => {
  const { page, close } = await open(`<html lang="en"><pass-wave sitekey="demo"></pass-wave>`);
  const widget = page.locator("pass-wave");
  for (const tag of ["ar", "ja", "en"]) {
    await widget.evaluate((element, lang) => element.setAttribute("lang", lang), tag);
    await widget.getByRole("button", { name: stringsOf(tag).startPress, exact: true }).waitFor();
    assert.equal(await widget.locator("[part=box]").getAttribute("dir"), stringsOf(tag).direction);
  }
  await close();
});

for (const mode of ["standard", "elder"]) {
  for (const width of [320, 1280]) {
    test(`nothing moves when the words arrive, in no language: ${mode}, ${width} px`, { timeout: 60_000 }, async () => {
      const { page, close } = await open(
        `<html lang="en"><meta name="viewport" content="width=device-width">${widgets([...LANGUAGES.keys()], `mode="${mode}" help-href="tel:1"`)}`,
        {
          viewport: { width, height: 12_000 },
          prepare: holdStrings,
        },
      );
      await page.waitForFunction(() => customElements.get("pass-wave"));
      const before = { heights_px: await heights(page), shifts: (await noted(page)).layoutShifts.length };
      assert.ok(
        before.heights_px.every(([, height_px]) => height_px > 60),
        "their places are kept",
      );
      releases.get(page)?.();
      assert.deepEqual(await languagesShown(page), [...LANGUAGES.keys()]);
      assert.deepEqual(await heights(page), before.heights_px);
      assert.equal((await noted(page)).layoutShifts.length, before.shifts);
      await close();
    });
  }
}

/** How high each widget is. @param {Page} page @returns {Promise<[string, number][]>} */
const heights = (page) =>
  page.evaluate(() =>
    [...document.querySelectorAll("pass-wave")].map((element) => [
      element.getAttribute("lang") ?? "",
      element.getBoundingClientRect().height,
    ]),
  );

test("a page that takes another language before the rest of the script has come is followed", async () => {
  /** @type {() => void} */
  let release = () => {};
  const released = new Promise((resolve) => (release = () => resolve(undefined)));
  const { page, close } = await open(`<html lang="en"><pass-wave sitekey="demo"></pass-wave>`, {
    prepare: (page) => page.route("**/passwave-main.js*", (route) => void released.then(() => route.continue())),
  });
  await page.getByRole("button", { name: stringsOf("en").startPress, exact: true }).waitFor();
  await page.evaluate(() => (document.documentElement.lang = "ar"));
  release();
  await page.getByRole("button", { name: stringsOf("ar").startPress, exact: true }).waitFor({ timeout: 10_000 });
  await close();
});

/** @type {Map<Page, () => void>} */
const releases = new Map();

/** The language files are answered when the test says so. @param {Page} page */
async function holdStrings(page) {
  const released = new Promise((resolve) => releases.set(page, () => resolve(undefined)));
  await page.route("**/strings/*.json*", async (route) => {
    await released;
    await route.continue();
  });
}

test("on a Chinese page nobody sees English first, nor meets a button without a name", async () => {
  const { page, close } = await open(`<html lang="zh-CN"><pass-wave sitekey="demo"></pass-wave>`, {
    prepare: holdStrings,
  });
  await page.waitForFunction(() => customElements.get("pass-wave"));
  assert.equal(await page.getByRole("button").count(), 0);
  releases.get(page)?.();
  await page.getByRole("button", { name: stringsOf("zh-Hans").startPress, exact: true }).waitFor();
  assert.deepEqual((await noted(page)).wordsSeen, [stringsOf("zh-Hans").startPress]);
  await close();
});

test("words that cannot be fetched are English ones, marked as English", async () => {
  const { page, close } = await open(`<html lang="ar"><pass-wave sitekey="demo"></pass-wave>`, {
    prepare: (page) => page.route("**/strings/*.json*", (route) => route.abort()),
  });
  await page.getByRole("button", { name: stringsOf("en").startPress, exact: true }).waitFor();
  const box = page.locator("pass-wave").locator("[part=box]");
  assert.deepEqual([await box.getAttribute("lang"), await box.getAttribute("dir")], ["en", "ltr"]);
  assert.doesNotMatch(await box.evaluate((element) => /** @type {HTMLElement} */ (element).innerText), /undefined/);
  await close();
});

test("words that are slow to come are English ones after a moment, and the right ones when they are there", async () => {
  const { page, close } = await open(`<html lang="ja"><pass-wave sitekey="demo"></pass-wave>`, {
    prepare: holdStrings,
  });
  await page.waitForFunction(() => customElements.get("pass-wave"));
  assert.equal(await page.getByRole("button").count(), 0, "not at once");
  assert.equal(await page.evaluate("fallBack()"), 1, "the moment has passed");
  await page.getByRole("button", { name: stringsOf("en").startPress, exact: true }).waitFor();
  releases.get(page)?.();
  await page.getByRole("button", { name: stringsOf("ja").startPress, exact: true }).waitFor();
  await close();
});
