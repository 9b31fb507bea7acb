/**
 * One reading of a phone's sensors, with the names, axes and units of the web's devicemotion event.
 * @typedef {object} MotionSample
 * @property {number} timeStamp Milliseconds on any steady clock.
 * @property {Axes | null} [accelerationIncludingGravity] In m/s2; face up on a table z is +9.8.
 * @property {Axes | null} [acceleration] In m/s2, without gravity.
 * @property {Rates | null} [rotationRate] In deg/s, about x (alpha), y (beta) and z (gamma).
 *
 * @typedef {{ x: number | null, y: number | null, z: number | null }} Axes
 * @typedef {{ alpha: number | null, beta: number | null, gamma: number | null }} Rates
 *
 * The units of a host app whose readings differ from the web's.
 * @typedef {object} MotionUnits
 * @property {"ms" | "s"} [time]
 * @property {"m/s2" | "g"} [acceleration]
 * @property {"deg/s" | "rad/s"} [rotation]
 */

/** Converts each unit into the web's. @type {Record<string, number>} */
const FACTORS = { ms: 1, s: 1000, "m/s2": 1, g: 9.80665, "deg/s": 1, "rad/s": 180 / Math.PI };

/**
 * Converts samples into the rows of ten numbers that the compiled widget reads; NaN stands for a missing value.
 * @param {MotionSample | MotionSample[]} samples
 * @param {MotionUnits} [units]
 */
export function toMotionRows(samples, { time = "ms", acceleration = "m/s2", rotation = "deg/s" } = {}) {
  const [t, a, r] = [factor(time), factor(acceleration), factor(rotation)];
  const factors = [t, a, a, a, a, a, a, r, r, r];
  return new Float64Array([samples].flat().flatMap((sample) => toRow(sample, factors)));
}

/** @param {MotionSample} sample @param {number[]} factors */
function toRow({ timeStamp, accelerationIncludingGravity, acceleration, rotationRate }, factors) {
  const rates = [rotationRate?.alpha, rotationRate?.beta, rotationRate?.gamma];
  const values = [timeStamp, ...xyz(accelerationIncludingGravity), ...xyz(acceleration), ...rates];
  return values.map((value, column) => (typeof value === "number" ? value * Number(factors[column]) : NaN));
}

/** @param {Axes | null | undefined} axes */
function xyz(axes) {
  return [axes?.x, axes?.y, axes?.z];
}

/** @param {string} unit */
function factor(unit) {
  const known = FACTORS[unit];
  if (!known) throw new TypeError(`passwave: unknown unit ${unit}`);
  return known;
}
