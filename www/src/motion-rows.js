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
 */

/**
 * The rows of ten numbers that the compiled widget reads; NaN stands for what is missing.
 * @param {MotionSample | MotionSample[]} samples
 */
export function rowsOf(samples) {
  return new Float64Array([samples].flat().flatMap(rowOf));
}

/** @param {MotionSample} sample */
function rowOf({ timeStamp, accelerationIncludingGravity, acceleration, rotationRate }) {
  const rates = [rotationRate?.alpha, rotationRate?.beta, rotationRate?.gamma];
  const values = [timeStamp, ...xyz(accelerationIncludingGravity), ...xyz(acceleration), ...rates];
  return values.map((value) => (typeof value === "number" ? value : NaN));
}

/** @param {Axes | null | undefined} axes */
function xyz(axes) {
  return [axes?.x, axes?.y, axes?.z];
}
