// What the sensors of a phone read that nobody moves: no recording, and the same on every machine.

/** @typedef {import("./recordings.mjs").Recording} Recording */

/** A phone that lies on a table for a quarter of a minute. @returns {Recording} */
export function still() {
  const t_ms = Array.from({ length: 900 }, (_, sample) => (sample * 1000) / 60);
  const at = (/** @type {number} */ value) => t_ms.map(() => value);
  const names = { id: "still", set: "generated", person: "generated:nobody", label: "still" };
  return { ...names, grav: true, t_ms, ax: at(0.1), ay: at(-0.2), az: at(9.8), gx: at(0), gy: at(0), gz: at(0) };
}
