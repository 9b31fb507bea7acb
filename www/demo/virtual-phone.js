/** Gravity, m/s2. */
const G_MPS2 = 9.81;

/** How far a pixel of dragging moves the virtual phone. */
const METRES_PER_PIXEL = 0.0012;

/** How stiffly the phone follows the mouse; a hand is about as soft. */
const FOLLOWING_PER_S = 25;

/** From the elbow to the phone. */
const FOREARM_M = 0.35;

/**
 * A phone that exists on the screen only: it is dragged sideways, or swings from an elbow by itself.
 * It is held upright, screen towards the person: x to the right, y up.
 */
export class VirtualPhone {
  #at_s = 0;
  #x_m = 0;
  #speed_mps = 0;
  #target_m = 0;
  #swing = new Swing();
  isWaving = false;

  /** @param {number} pixels From the middle, to the right. */
  dragTo(pixels) {
    this.#target_m = pixels * METRES_PER_PIXEL;
  }

  /** Where to draw it, in pixels from the middle. */
  get pixels() {
    return this.#x_m / METRES_PER_PIXEL;
  }

  /** Moves on to this time and reads the sensors. @param {number} now_ms */
  read(now_ms) {
    const step_s = Math.min(0.05, now_ms / 1000 - this.#at_s);
    this.#at_s = now_ms / 1000;
    return { timeStamp: now_ms, ...(this.isWaving ? this.#swung(step_s) : this.#dragged(step_s)) };
  }

  /** A mass that a critically damped spring pulls towards the mouse. @param {number} step_s */
  #dragged(step_s) {
    const pull = FOLLOWING_PER_S ** 2 * (this.#target_m - this.#x_m);
    const across_mps2 = pull - 2 * FOLLOWING_PER_S * this.#speed_mps;
    this.#speed_mps += across_mps2 * step_s;
    this.#x_m += this.#speed_mps * step_s;
    return reading([across_mps2, G_MPS2, 0], 0);
  }

  /** Gravity turns in the phone's own axes just as the gyroscope says. @param {number} step_s */
  #swung(step_s) {
    const { angle, rate, change } = this.#swing.move(step_s);
    this.#x_m = FOREARM_M * Math.sin(angle);
    const across_mps2 = FOREARM_M * change - G_MPS2 * Math.sin(angle);
    const along_mps2 = G_MPS2 * Math.cos(angle) - FOREARM_M * rate ** 2;
    return reading([-across_mps2, along_mps2, 0], rate);
  }
}

/** An elbow's angle: to and fro, never twice quite the same. */
class Swing {
  #phase = 0;
  #pace_hz = 1.5;
  #width = 0.5;

  /** @param {number} step_s */
  move(step_s) {
    this.#phase += 2 * Math.PI * this.#pace_hz * step_s;
    if (this.#phase > 2 * Math.PI) this.#nextCycle();
    const turn = 2 * Math.PI * this.#pace_hz;
    const angle = this.#width * Math.sin(this.#phase);
    return { angle, rate: this.#width * turn * Math.cos(this.#phase), change: -(turn ** 2) * angle };
  }

  #nextCycle() {
    this.#phase -= 2 * Math.PI;
    this.#pace_hz = 1.5 + 0.3 * (Math.random() - 0.5);
    this.#width = 0.5 + 0.12 * (Math.random() - 0.5);
  }
}

/** @param {[number, number, number]} acceleration_mps2 @param {number} turn_radps About z. */
function reading(acceleration_mps2, turn_radps) {
  const [x, y, z] = acceleration_mps2;
  const rotationRate = { alpha: 0, beta: 0, gamma: (turn_radps * 180) / Math.PI };
  return { accelerationIncludingGravity: { x: noisy(x), y: noisy(y), z: noisy(z) }, acceleration: null, rotationRate };
}

/** @param {number} value */
function noisy(value) {
  return value + 0.1 * (Math.random() - 0.5);
}
