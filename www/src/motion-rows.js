/**
 * One reading of a phone's sensors, in the names, axes and units of the web's devicemotion event.
 * @typedef {object} MotionSample
 * @property {number} timeStamp Milliseconds on any steady clock.
 * @property {Axes | null} [accelerationIncludingGravity] In m/s2; face up on a table z is +9.8.
 * @property {Axes | null} [acceleration] In m/s2, without gravity.
 * @property {Rates | null} [rotationRate] In deg/s, about x (alpha), y (beta) and z (gamma).
 *
 * @typedef {{ x: number | null, y: number | null, z: number | null }} Axes
 * @typedef {{ alpha: number | null, beta: number | null, gamma: number | null }} Rates
 *
 * The units of a host that does not measure as the web does.
 * @typedef {object} MotionUnits
 * @property {"ms" | "s"} [time]
 * @property {"m/s2" | "g"} [acceleration]
 * @property {"deg/s" | "rad/s"} [rotation]
 */

/** What a unit must be multiplied by; the web's own stand for themselves. @type {Record<string, number>} */
const FACTORS = { ms: 1, s: 1000, "m/s2": 1, g: 9.80665, "deg/s": 1, "rad/s": 180 / Math.PI };

/**
 * The rows of ten numbers that the compiled widget reads; NaN stands for what is missing.
 * @param {MotionSample | MotionSample[]} samples
 * @param {MotionUnits} [units]
 */
export function rowsOf(samples, { time = "ms", acceleration = "m/s2", rotation = "deg/s" } = {}) {
  const [t, a, r] = [factor(time), factor(acceleration), factor(rotation)];
  return new Float64Array([samples].flat().flatMap((sample) => rowOf(sample, [t, a, a, a, a, a, a, r, r, r])));
}

/** @param {MotionSample} sample @param {number[]} factors */
function rowOf({ timeStamp, accelerationIncludingGravity, acceleration, rotationRate }, factors) {
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
  if (!known) throw new TypeError(`passwave: there is no unit ${unit}`);
  return known;
}
