// Judges recordings with the shipped wasm, session by session as `passwave judge` does.

/** @typedef {import("./recordings.mjs").Recording} Recording */
/** @typedef {import("./widget-wasm.mjs").Core} Core */
/** @typedef {{ gesture: string, mode: string }} Question */

const NUMBERS_PER_ROW = 10;
/** Every recording is used; of the long ones, every other ten seconds. */
export const EVERY_S = 20;
const EVERY_MS = EVERY_S * 1000;
const LIMIT_MS = 10_000;

/** The recording as the widget is given samples. @param {Recording} recording */
export function rows({ grav, t_ms, ax, ay, az, lx, ly, lz, gx, gy, gz }) {
  const linear = grav ? [lx, ly, lz] : [ax, ay, az];
  const columns = [...(grav ? [ax, ay, az] : [undefined, undefined, undefined]), ...linear, gx, gy, gz];
  const result = new Float64Array(t_ms.length * NUMBERS_PER_ROW);
  t_ms.forEach((at_ms, sample) => {
    const values = columns.map((column) => column?.[sample] ?? NaN);
    result.set([at_ms, ...values], sample * NUMBERS_PER_ROW);
  });
  return result;
}

/** When sessions start: at once, then at a fixed distance while half a session is left. @param {number[]} t_ms */
function starts(t_ms) {
  const [first, last] = [t_ms[0] ?? 0, t_ms.at(-1) ?? 0];
  const result = [first];
  for (let start = first + EVERY_MS; last - start >= LIMIT_MS / 2; start = first + result.length * EVERY_MS)
    result.push(start);
  return result;
}

/**
 * One line per session, with the fields of `passwave judge`.
 * @param {Core} core @param {Recording} recording @param {Question} question
 */
export function judge(core, recording, question) {
  const all = rows(recording);
  return starts(recording.t_ms).map((start_ms) => {
    const from = recording.t_ms.findIndex((at) => at >= start_ms);
    const end = recording.t_ms.findIndex((at) => at >= start_ms + LIMIT_MS);
    const part = all.subarray(from * NUMBERS_PER_ROW, end < 0 ? undefined : end * NUMBERS_PER_ROW);
    return session(core, recording, question, start_ms, part);
  });
}

/**
 * @param {Core} core @param {Recording} recording @param {Question} question @param {number} start_ms
 * @param {Float64Array} part
 */
function session({ GestureRecogniser }, { id, set, person, label }, { gesture, mode }, start_ms, part) {
  const own = new GestureRecogniser(gesture, mode);
  own.push(part);
  const { accepted, at_ms, score, strokes, reason } = own;
  own.free();
  const since_start = at_ms === undefined ? null : at_ms - start_ms;
  return { id, set, person, label, ask: gesture, mode, start_ms, accepted, at_ms: since_start, score, strokes, reason };
}
