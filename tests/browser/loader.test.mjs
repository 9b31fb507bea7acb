// The script that a page has: small, harmless when it is there twice, and nothing moves when the rest arrives.
import assert from "node:assert/strict";
import { test } from "node:test";
import { launch, PHONE } from "../support/chromium.mjs";
import { programs } from "../support/code-blocks.mjs";
import { fixtures } from "../support/fixtures.mjs";
import { FORM, serveInline } from "../support/open-page.mjs";
import { WidgetPage } from "../support/page-object.mjs";
import { startDemo } from "../support/passwave-server.mjs";

/** @typedef {import("playwright-core").Page} Page */

const on = fixtures({ browser: launch, server: startDemo });

const CLASSIC = `<script src="/passwave.js" async></script>`;
const MODULE = `<script src="/passwave.mjs" type="module"></script>`;

/**
 * Opens a page with these scripts on it.
 * @param {string} head @param {{ lang?: string, prepare?: (page: Page) => Promise<unknown> }} [options]
 */
function openPage(head, { lang, prepare } = {}) {
  const address = `${on.server.url}/a-page`;
  return WidgetPage.open(on.browser, address, {
    async prepare(page) {
      await serveInline(page, address, FORM, { head, lang });
      await prepare?.(page);
    },
  });
}

for (const [name, head] of Object.entries({
  "as a module": MODULE,
  twice: CLASSIC + CLASSIC,
  "both ways at once": CLASSIC + MODULE,
})) {
  test(`loaded ${name}, it verifies and reports no fault`, { timeout: 60_000 }, async () => {
    const page = await openPage(head);
    await page.verify();
    assert.deepEqual(page.faults, []);
    await page.close();
  });
}

/** Adds up how much of the page moves, clicks or not. */
function watchShifts() {
  const shifts = { sum: 0, seen: 0 };
  Object.assign(globalThis, { shifts });
  const add = (/** @type {PerformanceEntryList} */ entries) => {
    for (const entry of entries) shifts.sum += /** @type {any} */ (entry).value;
    shifts.seen += entries.length;
  };
  new PerformanceObserver((list) => add(list.getEntries())).observe({ type: "layout-shift", buffered: true });
}

/** @param {WidgetPage} widgetPage @returns {Promise<{ sum: number, seen: number }>} */
// @ts-expect-error: set by `watchShifts`
const shifts = ({ page }) => page.evaluate(() => shifts);

for (const lang of ["en", "zh-Hans"]) {
  test(`nothing moves when the parts arrive, nor when it speaks (${lang})`, { timeout: 60_000 }, async () => {
    // A plain script in the head: what moves is then due to the widget, not to a late script.
    const page = await openPage(`<script src="/passwave.js"></script>`, {
      lang,
      prepare: (page) => page.addInitScript(watchShifts),
    });
    await page.page.waitForLoadState("networkidle");
    await page.verify();
    assert.equal((await shifts(page)).sum, 0);
    await page.page.evaluate(() =>
      document.body.prepend(Object.assign(document.createElement("p"), { textContent: "pushes" })),
    );
    await page.page.waitForFunction("shifts.sum > 0", undefined, { timeout: 5000 });
    await page.close();
  });
}

/** Where a browser cannot say what is in sight, a pointer or the focus is the sign. */
const withoutSight = (/** @type {Page} */ page) =>
  page.addInitScript(() => Reflect.deleteProperty(globalThis, "IntersectionObserver"));

/** @typedef {(page: Page) => Promise<unknown>} Act */

/**
 * What tells the widget that it will be wanted.
 * @type {Record<string, { above: string, sign: Act, prepare?: Act }>}
 */
const SIGNS = {
  sight: { above: "400vh", sign: (page) => page.locator("pass-wave").scrollIntoViewIfNeeded() },
  focus: {
    above: "400vh",
    sign: (page) =>
      page.evaluate(() =>
        /** @type {HTMLElement} */ (document.querySelector("pass-wave")).focus({ preventScroll: true }),
      ),
  },
  pointer: { above: "0", sign: (page) => page.locator("pass-wave").hover(), prepare: withoutSight },
};

for (const [name, { above, sign, prepare }] of Object.entries(SIGNS)) {
  test(`the loader alone is fetched until the widget is wanted, by ${name}`, { timeout: 60_000 }, async () => {
    /** @type {string[]} */
    const fetched = [];
    const address = `${on.server.url}/a-page`;
    const page = await WidgetPage.open(on.browser, address, {
      async prepare(page) {
        await serveInline(page, address, `<div style="height: ${above}"></div>${FORM}`, {
          head: `<link rel="icon" href="data:,">${CLASSIC}`,
        });
        page.on("request", (request) => fetched.push(new URL(request.url()).pathname));
        await prepare?.(page);
      },
    });
    await page.page.waitForLoadState("networkidle");
    assert.deepEqual(fetched, ["/a-page", "/passwave.js"]);
    const core = page.page.waitForRequest(/passwave-(core|press)\.wasm/);
    await sign(page.page);
    await core;
    await page.close();
  });
}

/**
 * How much moves when the script comes after the page has been seen.
 * @param {string} style @param {import("playwright-core").BrowserContextOptions} options @param {string} [attributes]
 */
async function movesWhenLate(style, options, attributes = "") {
  const address = `${on.server.url}/a-page`;
  const page = await WidgetPage.open(on.browser, address, {
    options,
    async prepare(page) {
      await serveInline(page, address, FORM.replace("<pass-wave", `<pass-wave ${attributes}`), {
        head: `<meta name="viewport" content="width=device-width"><style>${style}</style>${CLASSIC}`,
      });
      await page.addInitScript(watchShifts);
      await page.route("**/passwave.js", async (route) => {
        await page.waitForFunction(() => performance.getEntriesByType("paint").length > 0);
        await route.continue();
      });
    },
  });
  await page.page.waitForLoadState("networkidle");
  await page.page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
  const { sum } = await shifts(page);
  await page.close();
  return sum;
}

const DEVICES = {
  "a narrow window": { viewport: { width: 390, height: 844 } },
  "a computer": { viewport: { width: 1280, height: 844 } },
  "a tablet": { ...PHONE, viewport: { width: 800, height: 1100 }, screen: { width: 800, height: 1100 } },
  "a phone": PHONE,
  "a phone held across": { ...PHONE, viewport: { width: 915, height: 412 }, screen: { width: 915, height: 412 } },
};

for (const [device, options] of Object.entries(DEVICES)) {
  test(
    `a late script moves nothing where its place is kept as page-speed.md says (${device})`,
    { timeout: 60_000 },
    async () => {
      const [place = ""] = programs("page-speed.md", "css", "");
      for (const attributes of ["", `way="press"`, `way="wave"`])
        assert.equal(await movesWhenLate(place, options, attributes), 0, attributes);
      assert.ok((await movesWhenLate("", options)) > 0);
    },
  );
}

test("when the rest does not come it says so, and another press fetches it again", { timeout: 60_000 }, async () => {
  const page = await openPage(CLASSIC, {
    prepare: (page) => page.route("**/passwave-main.js*", (route) => route.abort()),
  });
  await page.part("start").click();
  await page.reach(["failed"]);
  assert.match((await page.part("message").textContent()) ?? "", /did not work/);
  await page.page.unroute("**/passwave-main.js*");
  await page.verify();
  await page.close();
});
