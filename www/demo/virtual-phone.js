/** Gravity in m/s2. */
const G_MPS2 = 9.81;

/** The distance that a pixel of dragging stands for. */
const METRES_PER_PIXEL = 0.0012;

/** The natural frequency of the spring by which the phone follows the pointer, about that of a hand. */
const SPRING_PER_S = 25;

/** The distance from the elbow to the phone. */
const FOREARM_M = 0.35;

/**
 * Simulates the sensors of a phone that is dragged sideways with the pointer, or swings about an elbow by itself.
 * The phone is held upright, screen towards the person: x to the right, y up.
 */
export class VirtualPhone {
  #at_s = 0;
  #x_m = 0;
  #speed_mps = 0;
  #pointer_m = 0;
  #oscillation = new Oscillation();
  isWaving = false;

  /** @param {number} pixels From the middle, to the right. */
  dragTo(pixels) {
    this.#pointer_m = pixels * METRES_PER_PIXEL;
  }

  /** The position to draw it at, in pixels from the middle. */
  get pixels() {
    return this.#x_m / METRES_PER_PIXEL;
  }

  /** Advances to this time and returns the sensors' reading. @param {number} now_ms */
  read(now_ms) {
    const step_s = Math.min(0.05, now_ms / 1000 - this.#at_s);
    this.#at_s = now_ms / 1000;
    return { timeStamp: now_ms, ...(this.isWaving ? this.#swingReading(step_s) : this.#dragReading(step_s)) };
  }

  /** A critically damped spring pulls the phone towards the pointer. @param {number} step_s */
  #dragReading(step_s) {
    const pull = SPRING_PER_S ** 2 * (this.#pointer_m - this.#x_m);
    const across_mps2 = pull - 2 * SPRING_PER_S * this.#speed_mps;
    this.#speed_mps += across_mps2 * step_s;
    this.#x_m += this.#speed_mps * step_s;
    return toReading([across_mps2, G_MPS2, 0], 0);
  }

  /** Gravity turns in the phone's axes as much as the gyroscope measures. @param {number} step_s */
  #swingReading(step_s) {
    const { angle_rad, rate_radps, acceleration_radps2 } = this.#oscillation.advance(step_s);
    this.#x_m = FOREARM_M * Math.sin(angle_rad);
    const across_mps2 = FOREARM_M * acceleration_radps2 - G_MPS2 * Math.sin(angle_rad);
    const along_mps2 = G_MPS2 * Math.cos(angle_rad) - FOREARM_M * rate_radps ** 2;
    return toReading([-across_mps2, along_mps2, 0], rate_radps);
  }
}

/** The angle of an elbow that moves to and fro. No two cycles are the same. */
class Oscillation {
  #phase_rad = 0;
  #frequency_hz = 1.5;
  #amplitude_rad = 0.5;

  /** @param {number} step_s */
  advance(step_s) {
    this.#phase_rad += 2 * Math.PI * this.#frequency_hz * step_s;
    if (this.#phase_rad > 2 * Math.PI) this.#nextCycle();
    const omega_radps = 2 * Math.PI * this.#frequency_hz;
    const angle_rad = this.#amplitude_rad * Math.sin(this.#phase_rad);
    const rate_radps = this.#amplitude_rad * omega_radps * Math.cos(this.#phase_rad);
    return { angle_rad, rate_radps, acceleration_radps2: -(omega_radps ** 2) * angle_rad };
  }

  #nextCycle() {
    this.#phase_rad -= 2 * Math.PI;
    this.#frequency_hz = 1.5 + 0.3 * (Math.random() - 0.5);
    this.#amplitude_rad = 0.5 + 0.12 * (Math.random() - 0.5);
  }
}

/** @param {[number, number, number]} acceleration_mps2 @param {number} rotation_radps About z. */
function toReading(acceleration_mps2, rotation_radps) {
  const [x, y, z] = acceleration_mps2;
  const rotationRate = { alpha: 0, beta: 0, gamma: (rotation_radps * 180) / Math.PI };
  return {
    accelerationIncludingGravity: { x: withNoise(x), y: withNoise(y), z: withNoise(z) },
    acceleration: null,
    rotationRate,
  };
}

/** @param {number} value */
function withNoise(value) {
  return value + 0.1 * (Math.random() - 0.5);
}
