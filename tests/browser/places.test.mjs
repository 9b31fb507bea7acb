// Wherever a page puts it: three at once, in a dialog, in a shadow root, right to left, in a frame.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch } from "./lib/chromium.mjs";
import { serve } from "./lib/pages.mjs";
import { Quick } from "./lib/quick.mjs";
import { still } from "./lib/recordings.mjs";

/** @typedef {import("playwright-core").Page} Page */
/** @typedef {import("playwright-core").Locator} Locator */

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

const SCRIPT = `<script src="/passwave.js" async></script>`;

/** Waits until this widget, wherever it is, shows one of these states. @param {Locator} widget @param {string[]} states */
async function reach(widget, states) {
  await widget.evaluate(
    (element, wanted) =>
      new Promise((resolve) => {
        const look = () => wanted.includes(/** @type {any} */ (element).state) && resolve(undefined);
        element.addEventListener("passwave-state", look);
        look();
      }),
    states,
  );
}

/** @param {Locator} widget @returns {Promise<string>} */
const token = (widget) => widget.evaluate((element) => /** @type {any} */ (element).value);

test("three on a page are three: each verifies by itself, and Larger is for all of them", { timeout: 60_000 }, async () => {
  const forms = [1, 2, 3].map((nth) => `<form id="f${nth}">${quick.widget()}</form>`).join("");
  const visit = await quick.visit(browser, forms);
  const widgets = await visit.page.locator("pass-wave").all();
  assert.equal(widgets.length, 3);
  await visit.page.locator("#f2 [part=other]").click();
  await reach(visit.page.locator("#f2 pass-wave"), ["verified"]);
  assert.deepEqual((await Promise.all(widgets.map(token))).map(Boolean), [false, true, false]);
  for (const nth of [1, 3]) {
    await visit.page.locator(`#f${nth} [part=start]`).click();
    await reach(visit.page.locator(`#f${nth} pass-wave`), ["verified"]);
  }
  assert.equal(new Set(await Promise.all(widgets.map(token))).size, 3, "no token is another's");
  await visit.page.locator("#f3 [part=larger]").click();
  assert.equal(await visit.page.locator("pass-wave[data-size=elder]").count(), 3);
  assert.deepEqual(visit.faults, []);
  await visit.close();
});

test("in a dialog it verifies, and the focus stays inside", { timeout: 60_000 }, async () => {
  const visit = await quick.visit(browser, `<dialog aria-label="Sign in"><form method="dialog">${quick.widget()}<button>Send</button></form></dialog>`);
  await visit.page.evaluate(() => document.querySelector("dialog")?.showModal());
  await visit.page.locator("pass-wave [part=start]").press("Enter");
  await reach(visit.page.locator("pass-wave"), ["verified"]);
  assert.equal(await visit.page.evaluate(() => document.activeElement?.localName), "pass-wave");
  await visit.page.keyboard.press("Escape");
  assert.equal(await visit.page.evaluate(() => document.querySelector("dialog")?.open), false);
  await visit.close();
});

test("in another element's shadow root it verifies", { timeout: 60_000 }, async () => {
  const visit = await quick.visit(browser, `<div id="host"><template shadowrootmode="open"><form>${quick.widget()}</form></template></div>`);
  const widget = visit.page.locator("#host pass-wave");
  await widget.locator("[part=start]").click();
  await reach(widget, ["verified"]);
  assert.ok(await token(widget));
  await visit.close();
});

test("on a page from right to left it verifies, and stands from right to left in its own language", { timeout: 60_000 }, async () => {
  const visit = await quick.visit(browser, `<div dir="rtl">${quick.widget()}</div>`, { lang: "ar", options: { viewport: { width: 320, height: 640 } } });
  await visit.part("start").waitFor({ state: "visible" });
  assert.equal(await visit.part("box").getAttribute("dir"), "rtl");
  const [start, icon] = await Promise.all([visit.part("start").boundingBox(), visit.part("start").locator("svg").boundingBox()]);
  assert.ok(Number(icon?.x) > Number(start?.x) + Number(start?.width) / 2, "the picture stands on the right");
  await visit.part("other").click();
  await visit.reach(["verified"]);
  await visit.close();
});

/**
 * A page of another origin that has the check in a frame.
 * @param {string} allow
 */
async function inFrame(allow) {
  const frame = quick.url.replace("127.0.0.1", "localhost");
  const body = `<iframe src="${frame}/a-frame" allow="${allow}" width="400" height="400" title="Check"></iframe>`;
  const visit = await quick.visit(browser, body + quick.widget("hidden"), {
    recording: still(),
    prepare: (page) => serve(page, `${frame}/a-frame`, quick.widget(), { head: SCRIPT }),
  });
  return { visit, widget: visit.page.frameLocator("iframe").locator("pass-wave") };
}

test("in a frame of another origin that may not use motion it goes on without", { timeout: 60_000 }, async () => {
  const { visit, widget } = await inFrame("");
  await widget.locator("[part=start]").click();
  await reach(widget, ["verified"]);
  await visit.close();
});

test("in a frame of another origin that may use motion it asks for a wave, and pressing verifies as well", { timeout: 60_000 }, async () => {
  const { visit, widget } = await inFrame("accelerometer; gyroscope");
  await widget.locator("[part=start]").click();
  await reach(widget, ["listening"]);
  assert.match((await widget.locator("[part=message]").textContent()) ?? "", /^Wave/);
  await widget.locator("[part=other]").click();
  await reach(widget, ["verified"]);
  await visit.close();
});

test("the focus can always be seen", { timeout: 60_000 }, async () => {
  for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
    const visit = await quick.visit(browser, quick.widget(`mode="elder" help-href="tel:1"`), { options: { colorScheme } });
    await visit.part("settings").locator("summary").click();
    await visit.part("switch-remember").waitFor();
    const seen = new Set();
    for (let stops = 0; stops < 30; stops += 1) {
      await visit.page.keyboard.press("Tab");
      const outline = await visit.page.evaluate(outlineOfFocus);
      if (!outline) continue;
      seen.add(outline.name);
      assert.ok(outline.width_px >= 2 && outline.contrast >= 3, JSON.stringify(outline));
    }
    assert.ok(seen.size >= 12, [...seen].join(", "));
    await visit.close();
  }
});

/** How wide the outline of what has the focus is, and how it stands out from what it is drawn on. */
function outlineOfFocus() {
  const root = document.querySelector("pass-wave")?.shadowRoot;
  const focused = root?.activeElement;
  const box = root?.querySelector("[part~=box]");
  if (!focused || !box) return undefined;
  const light = (/** @type {string} */ color) => {
    const parts = (color.match(/[\d.]+/g) ?? []).slice(0, 3).map((part) => Number(part) / 255);
    const [r = 0, g = 0, b = 0] = parts.map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const { outlineWidth, outlineStyle, outlineColor } = getComputedStyle(focused);
  const [one, other] = [light(outlineColor), light(getComputedStyle(box).backgroundColor)];
  const contrast = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
  const width_px = outlineStyle === "none" ? 0 : parseFloat(outlineWidth);
  return { name: focused.getAttribute("part") ?? focused.textContent, width_px, contrast };
}
