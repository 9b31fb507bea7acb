/** Gravity, m/s2. */
const G_MPS2 = 9.81;

/** From the elbow to the phone. */
const FOREARM_M = 0.35;

/** The hand's circle. */
const RADIUS_M = 0.14;

/** From the wrist's axis to the phone, where it is turned over. */
const WRIST_M = 0.05;

/** Where to draw a phone that moves a metre. */
const PIXELS_PER_M = 400;

/** @typedef {{ sideways_px: number, up_px: number, turn_deg: number, isFaceDown: boolean }} Pose */
/** @typedef {import("../src/main/motion-rows.js").MotionSample} MotionSample */

/** How often each movement comes round, and how wide it is, in radians of the elbow. */
const PACES = {
  wave: { often_hz: 1.5, wide_rad: 0.5 },
  shake: { often_hz: 3.2, wide_rad: 0.25 },
  circle: { often_hz: 1.2, wide_rad: 0 },
  flip: { often_hz: 0.55, wide_rad: 0 },
};

/** @typedef {keyof typeof PACES} Gesture */

/**
 * A phone that exists on the screen only and makes a gesture by itself, a little differently each time. It stands in
 * for a phone on a computer that cannot be moved. It is held upright, screen towards the person: x to the right, y up.
 */
export class ScreenPhone {
  #phase_rad = 0;
  #at_ms = 0;
  #often = 1;
  #wide = 1;
  #gesture;

  /** @param {Gesture} gesture */
  constructor(gesture) {
    this.#gesture = gesture;
  }

  /** Moves on to this time, reads the sensors, and says where the phone is. @param {number} now_ms */
  read(now_ms) {
    const step_s = this.#at_ms ? Math.min(0.05, (now_ms - this.#at_ms) / 1000) : 0;
    this.#at_ms = now_ms;
    const { often_hz, wide_rad } = PACES[this.#gesture];
    const turn = 2 * Math.PI * often_hz * this.#often;
    this.#phase_rad += turn * step_s;
    if (this.#phase_rad > 2 * Math.PI) this.#nextRound();
    const moved = MOVES[this.#gesture](this.#phase_rad, turn, wide_rad * this.#wide);
    return { sample: sampled(now_ms, moved), pose: moved.pose };
  }

  /** No two rounds of a person are quite the same. */
  #nextRound() {
    this.#phase_rad -= 2 * Math.PI;
    this.#often = 1 + 0.2 * (Math.random() - 0.5);
    this.#wide = 1 + 0.2 * (Math.random() - 0.5);
  }
}

/** @typedef {{ force: number[], turn_radps: number[], pose: Pose }} Moved */

/** @type {Record<Gesture, (phase: number, turn: number, wide: number) => Moved>} */
const MOVES = { wave: swung, shake: swung, circle: circled, flip: flipped };

/** To and fro about the elbow; gravity turns in the phone's axes just as the gyroscope says. @param {number} phase @param {number} turn @param {number} wide @returns {Moved} */
function swung(phase, turn, wide) {
  const angle = wide * Math.sin(phase);
  const rate = wide * turn * Math.cos(phase);
  const across = FOREARM_M * -(turn ** 2) * angle - G_MPS2 * Math.sin(angle);
  const along = G_MPS2 * Math.cos(angle) - FOREARM_M * rate ** 2;
  const pose = {
    sideways_px: FOREARM_M * Math.sin(angle) * PIXELS_PER_M,
    up_px: 0,
    turn_deg: (angle * 180) / Math.PI,
    isFaceDown: false,
  };
  return { force: [-across, along, 0], turn_radps: [0, 0, rate], pose };
}

/** Round and round in the plane of the screen. @param {number} phase @param {number} turn @returns {Moved} */
function circled(phase, turn) {
  const pull = RADIUS_M * turn ** 2;
  const pose = {
    sideways_px: RADIUS_M * Math.cos(phase) * PIXELS_PER_M,
    up_px: RADIUS_M * Math.sin(phase) * PIXELS_PER_M,
    turn_deg: 0,
    isFaceDown: false,
  };
  return { force: [-pull * Math.cos(phase), G_MPS2 - pull * Math.sin(phase), 0], turn_radps: [0, 0, 0], pose };
}

/** Lying in the hand, turned about its long side to face the floor, and back. @param {number} phase @param {number} turn @returns {Moved} */
function flipped(phase, turn) {
  const angle = (Math.PI / 2) * (1 - Math.cos(phase));
  const rate = (Math.PI / 2) * turn * Math.sin(phase);
  const pose = { sideways_px: 0, up_px: 0, turn_deg: 0, isFaceDown: angle > Math.PI / 2 };
  const outward = WRIST_M * rate ** 2;
  return { force: [-G_MPS2 * Math.sin(angle) - outward, 0, G_MPS2 * Math.cos(angle)], turn_radps: [0, rate, 0], pose };
}

/** @param {number} now_ms @param {Moved} moved @returns {MotionSample} */
function sampled(now_ms, { force, turn_radps }) {
  const [x = 0, y = 0, z = 0] = force.map((value) => value + 0.3 * (Math.random() - 0.5));
  const [alpha = 0, beta = 0, gamma = 0] = turn_radps.map(
    (value) => (value * 180) / Math.PI + 2 * (Math.random() - 0.5),
  );
  return {
    timeStamp: now_ms,
    accelerationIncludingGravity: { x, y, z },
    acceleration: null,
    rotationRate: { alpha, beta, gamma },
  };
}
