// How large the check is, in every language, and that nothing moves from idle to verified.
import assert from "node:assert/strict";
import { test } from "node:test";
import { launch } from "../support/chromium.mjs";
import { fixtures } from "../support/fixtures.mjs";
import { startDemo } from "../support/passwave-server.mjs";
import { MockWidgets, step } from "../support/widget-states.mjs";
import { LANGUAGES } from "../support/widget-strings.mjs";

const on = fixtures({ browser: launch, server: startDemo });

/** The highest that the check may be, by the lines of its label. @type {Record<string, number[]>} */
const HIGHEST_PX = { press: [72, 96], wave: [120, 150] };
const ELDER_PX = 320;
const HELP_PX = 80;

/** The steps from idle to verified. @type {Record<string, string[]>} */
const STEPS = {
  press: ["idle", "asking", "working", "verified"],
  wave: ["idle", "asking", "prompt", "moving", "hint", "offer", "working", "motion off", "verified"],
};

/**
 * Each language in a column of its own, with the page's margin beside it.
 * @param {string} attributes @param {number} width_px
 */
const columns = (attributes, width_px) =>
  `<style>main { max-width: none !important; padding: 0 !important } section { width: ${width_px}px; margin-bottom: 8px }</style>` +
  [...LANGUAGES.keys()]
    .map((lang) => `<section><pass-wave sitekey="demo" lang="${lang}" ${attributes}></pass-wave></section>`)
    .join("");

/** Runs in the page: of each check its language, its height, its width and the lines of its label. */
const measure = () =>
  [.../** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("pass-wave"))].map((element) => {
    const part = (/** @type {string} */ name) =>
      /** @type {HTMLElement} */ (element.shadowRoot?.querySelector(`[part~=${name}]`));
    const box = part("box").getBoundingClientRect();
    const label = document.createRange();
    label.selectNodeContents(part("label"));
    const lines = new Set([...label.getClientRects()].map(({ top }) => Math.round(top))).size;
    const reserved = element.shadowRoot?.querySelector(".room")?.textContent;
    return { lang: element.lang, height: Math.round(box.height), width: Math.round(box.width), lines, reserved };
  });

/** @param {string} attributes @param {number} width_px */
async function open(attributes, width_px) {
  const mock = await MockWidgets.open(
    on.browser,
    on.server.url,
    { body: columns(attributes, width_px) },
    { viewport: { width: 1280, height: 900 } },
  );
  return mock;
}

/**
 * Goes from idle to verified; what the checks measure at first, and which of them changed on the way.
 * @param {MockWidgets} mock @param {string} way
 */
async function goThrough(mock, way) {
  /** @type {ReturnType<typeof measure>} */
  let first = [];
  const changed = [];
  for (const one of (STEPS[way] ?? []).map(step)) {
    await mock.show(one);
    const sizes = await mock.page.evaluate(measure);
    if (!first.length) first = sizes;
    for (const [nth, { lang, height }] of sizes.entries())
      if (height !== first[nth]?.height) changed.push(`${lang}, ${one.name}: ${first[nth]?.height} to ${height}`);
  }
  assert.equal(first.length, LANGUAGES.size);
  return { first, changed };
}

for (const way of ["press", "wave"]) {
  // What a page with margins of 16 px leaves on screens of 320 and 360 px, and all that a wide one gives.
  for (const width_px of [288, 328, 1248]) {
    test(`${way}, ${width_px} px: as small as promised in every language, and it keeps its size`, async () => {
      const mock = await open(`way="${way}"`, width_px);
      const { first, changed } = await goThrough(mock, way);
      assert.deepEqual(changed, []);
      const tooLarge = first.filter(({ height, lines }) => height > (HIGHEST_PX[way]?.[Math.min(lines, 2) - 1] ?? 0));
      assert.deepEqual(tooLarge, []);
      assert.ok(first.every(({ width }) => width <= 352));
      await mock.close();
    });
  }
  for (const width_px of [160, 200, 260]) {
    test(`${way}, in a column of ${width_px} px of a wide page: it keeps its size`, async () => {
      const mock = await open(`way="${way}"`, width_px);
      assert.deepEqual((await goThrough(mock, way)).changed, []);
      await mock.close();
    });
  }
  for (const help of ["", `help-href="tel:1"`]) {
    test(`${way}, elder${help && " with help"}: no higher than promised on a phone, and it keeps its size`, async () => {
      const mock = await open(`way="${way}" mode="elder" ${help}`, 328);
      const { first, changed } = await goThrough(mock, way);
      assert.deepEqual(changed, []);
      const highest = ELDER_PX + (help ? HELP_PX : 0);
      assert.deepEqual(
        first.filter(({ height }) => height > highest),
        [],
      );
      await mock.close();
    });
  }
}
