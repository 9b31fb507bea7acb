// Pages that were not made with the check in mind, in Chromium, Firefox and WebKit: style sheets that reset everything,
// dialogs, table cells, flex, grid, quirks mode, 400 % zoom, text of 200 %, a browser's translator; and paper.
import assert from "node:assert/strict";
import { test } from "node:test";
import { launch } from "../support/chromium.mjs";
import { EngineSite } from "../support/engine-site.mjs";
import { inEachEngine } from "../support/engines.mjs";
import { fixtures } from "../support/fixtures.mjs";
import { isReady, lookAt, middleOf, openHostile, ringsOf, SITUATIONS, translated } from "../support/hostile-site.mjs";
import { startDemo } from "../support/passwave-server.mjs";
import { MODES, MockWidgets, step, widget } from "../support/widget-states.mjs";
import { ENGLISH, stringsOf } from "../support/widget-strings.mjs";

/** @typedef {import("../support/engines.mjs").EnginePage} EnginePage */

const LIMIT_MS = 30_000;
const LOOK_AGAIN_MS = 100;

/** How high it may be with a label of one line and of two, and how narrow at the least, at the usual size of text. */
const PROMISED = { heights_px: [72, 96], narrowest_px: 280, text_px: 16 };

const on = fixtures({ site: EngineSite.start, browser: launch, server: startDemo });

/** @param {string} what @param {() => Promise<unknown>} isSo */
async function until(what, isSo) {
  for (const end = Date.now() + LIMIT_MS; !(await isSo()); await new Promise((go) => setTimeout(go, LOOK_AGAIN_MS)))
    if (Date.now() > end) throw new Error(`after ${LIMIT_MS / 1000} s it is not so that ${what}`);
}

/**
 * What a person would notice, in each situation, and what has moved since an earlier look.
 * @param {EnginePage} page @param {string} words @param {Awaited<ReturnType<typeof lookAt>>} [before]
 */
async function noticed(page, words, before) {
  const seen = await lookAt(page);
  assert.equal(seen.length, SITUATIONS.length);
  return seen.flatMap((check, nth) => {
    const { name, text } = /** @type {import("../support/hostile-site.mjs").Situation} */ (SITUATIONS[nth]);
    const highest_px = text * Number(PROMISED.heights_px[Math.min(check.lines, 2) - 1]);
    const faults = [...check.faults];
    if (check.words !== words) faults.push(`it says ${check.words}`);
    const { width, height } = before?.[nth] ?? check;
    if (before ? check.height !== height : check.height > highest_px) faults.push(`${check.height} px high`);
    if (check.width !== width) faults.push(`${width} to ${check.width} px wide`);
    if (check.width < PROMISED.narrowest_px) faults.push(`${check.width} px wide`);
    if (check.text_px !== text * PROMISED.text_px) faults.push(`text of ${check.text_px} px`);
    return faults.map((fault) => `${name}: ${fault}`);
  });
}

/** Whether all are, and say so. @param {EnginePage} page @param {string} words which come after the state */
const areVerified = async (page, words) =>
  (await lookAt(page)).every((check) => check.state === "verified" && check.words === words);

inEachEngine({
  "on hostile pages it is whole, is hit by a click in its middle, and verifies": async (page) => {
    await openHostile(on.site, page);
    await until("the checks are ready", () => isReady(page).catch(() => false));
    assert.deepEqual(await noticed(page, String(ENGLISH.startPress)), [], "idle");
    const before = await lookAt(page);
    const bare = (await ringsOf(page)).flatMap((has, nth) => (has ? [] : [SITUATIONS[nth]?.name]));
    assert.deepEqual(bare, [], "the ring of the focus");
    for (const nth of SITUATIONS.keys()) await page.drag([await middleOf(page, nth)]);
    const english = String(ENGLISH.verified);
    await until("all are verified", () => areVerified(page, english));
    assert.deepEqual(await noticed(page, english, before), [], "verified");
    const spanish = String(stringsOf("es").verified);
    await translated(page, "es");
    await until("all are translated, and verified still", () => areVerified(page, spanish));
    assert.deepEqual(await noticed(page, spanish), [], "translated");
  },
});

/** Runs in the page: what of each check would be on paper. */
function onPaper() {
  return [...document.querySelectorAll("pass-wave")].map(({ shadowRoot }) => {
    const part = (/** @type {string} */ name) => /** @type {Element} */ (shadowRoot?.querySelector(`[part~=${name}]`));
    const { printColorAdjust } = getComputedStyle(part("box"));
    const tick = /** @type {Element} */ (shadowRoot?.querySelector(".done"));
    const shown = ["label", "message"].filter((name) => part(name).checkVisibility({ visibilityProperty: true }));
    return `${shown.map((name) => part(name).textContent).join("")}, ${printColorAdjust}, tick ${getComputedStyle(tick).visibility}`;
  });
}

test("on paper the words stand in their colours, and what is verified reads as verified", async () => {
  const checks = MODES.flatMap((mode) => ["light", "dark"].map((theme) => widget({ mode, theme, way: "press" })));
  const mock = await MockWidgets.open(on.browser, on.server.url, { body: checks.join("") });
  await mock.page.emulateMedia({ media: "print" });
  await mock.show(step("idle"));
  assert.deepEqual(
    await mock.page.evaluate(onPaper),
    checks.map(() => `${ENGLISH.startPress}, exact, tick hidden`),
  );
  await mock.show(step("verified"));
  assert.deepEqual(
    await mock.page.evaluate(onPaper),
    checks.map(() => `${ENGLISH.verified}, exact, tick visible`),
  );
  await mock.close();
});
