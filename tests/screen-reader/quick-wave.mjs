// The wave that the stories are told with.
import { loadCore } from "../support/widget-wasm.mjs";
import { readings } from "../support/sensor-player.mjs";
import { waves } from "../support/recordings.mjs";
import { rows } from "../support/replay.mjs";

/** @typedef {import("../support/recordings.mjs").Recording} Recording */

const NUMBERS_PER_ROW = 10;
const CHOICE = 40;

/** @typedef {object} Wave
 * @property {import("../support/sensor-player.mjs").Reading[]} timeline
 * @property {number} accepted_at_ms since its start
 * @property {number} takes_ms from its first stroke on
 */

/** @param {import("../support/widget-wasm.mjs").Core} core @param {Recording} recording @returns {Wave} */
function judged({ GestureRecogniser }, recording) {
  const session = new GestureRecogniser("wave", "standard");
  const all = rows(recording);
  let first_at_ms = Infinity;
  recording.t_ms.forEach((at_ms, sample) => {
    session.push(all.subarray(sample * NUMBERS_PER_ROW, (sample + 1) * NUMBERS_PER_ROW));
    if (session.strokes_felt > 0) first_at_ms = Math.min(first_at_ms, at_ms);
  });
  const at_ms = session.at_ms ?? Infinity;
  return {
    timeline: readings(recording),
    accepted_at_ms: at_ms - (recording.t_ms[0] ?? 0),
    takes_ms: at_ms - first_at_ms,
  };
}

/** A person's wave that is known at once: who waves so hears no praise and no hint, only the verdict. */
export async function quickWave() {
  const core = await loadCore();
  const [quickest] = waves(CHOICE)
    .map((recording) => judged(core, recording))
    .sort((one, other) => one.takes_ms - other.takes_ms);
  if (!quickest) throw new Error("there is no wave");
  return quickest;
}
