// How large the check is in Chromium, Firefox and WebKit, in every language; and nothing moves from idle to verified.
import assert from "node:assert/strict";
import { EngineStates } from "../support/engine-states.mjs";
import { inEachEngine } from "../support/engines.mjs";
import { step } from "../support/widget-states.mjs";
import { LANGUAGES } from "../support/widget-strings.mjs";

/** The steps from idle to verified. @type {Record<string, string[]>} */
const STEPS = {
  press: ["idle", "asking", "working", "verified"],
  wave: ["idle", "asking", "prompt", "moving", "hint", "offer", "working", "motion off", "verified"],
};

/** The highest that the check may be, by the lines of its label. @type {Record<string, [number, number]>} */
const HIGHEST_PX = {
  press: [72, 96],
  compact: [56, 80],
  wave: [120, 150],
  elder: [320, 320],
  "elder, help": [400, 400],
};

/** In standard mode, however much room there is. */
const WIDEST_PX = 352;

/** A name that says what is promised, and what the checks are like. @param {string} way */
const groups = (way) => [
  { name: way, attributes: `way="${way}"`, width_px: 288, frame_px: 320 },
  { name: way, attributes: `way="${way}"`, width_px: 328, frame_px: 360 },
  { name: way, attributes: `way="${way}"`, width_px: 1248 },
  { name: "elder", attributes: `way="${way}" mode="elder"`, width_px: 328, frame_px: 360 },
  { name: "elder, help", attributes: `way="${way}" mode="elder" help-href="tel:1"`, width_px: 328, frame_px: 360 },
  ...(way === "press" ? [{ name: "compact", attributes: `size="compact"`, width_px: 1248 }] : []),
  ...[160, 200, 260].map((width_px) => ({ name: "column", attributes: `way="${way}"`, width_px })),
];

/** What moves, changes its size or is cut on the way. @param {EngineStates} states @param {string} way */
async function goThrough(states, way) {
  const first = await states.show(step("idle"));
  const faults = first
    .filter(({ group, height, width, lines }) => {
      const highest_px = HIGHEST_PX[group]?.[Math.min(lines, 2) - 1] ?? Infinity;
      return height > highest_px || (group === way && width > WIDEST_PX);
    })
    .map(({ name, width, height, lines }) => `${name}, ${width} px wide, ${lines} lines: ${height} px high`);
  for (const name of STEPS[way] ?? [])
    for (const [nth, now] of (await states.show(step(name))).entries()) {
      const { height, places, width } = first[nth] ?? now;
      const where = `${now.name}, ${width} px wide, ${name}`;
      if (now.height !== height) faults.push(`${where}: ${height} to ${now.height} px`);
      else if (now.places !== places) faults.push(`${where}: ${places} to ${now.places}`);
      if (now.isCut) faults.push(`${where}: words leave it`);
    }
  return { faults, count: first.length };
}

/** @param {import("../support/engines.mjs").EnginePage} page @param {string} way */
async function assertSmallAndStill(page, way) {
  const states = await EngineStates.open(page, groups(way));
  try {
    const { faults, count } = await goThrough(states, way);
    assert.deepEqual(faults, []);
    assert.equal(count, groups(way).length * LANGUAGES.size);
  } finally {
    states.close();
  }
}

/** @param {string} way */
const still = (way) => (/** @type {import("../support/engines.mjs").EnginePage} */ page) =>
  assertSmallAndStill(page, way);

inEachEngine({
  "press: as small as promised in every language, and nothing moves": still("press"),
  "wave: as small as promised in every language, and nothing moves": still("wave"),
});
