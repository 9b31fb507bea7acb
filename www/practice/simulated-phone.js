/** Gravity in m/s2. */
const G_MPS2 = 9.81;

/** The distance from the elbow to the phone. */
const FOREARM_M = 0.35;

/** The radius of the circles that the hand draws. */
const CIRCLE_RADIUS_M = 0.14;

/** The distance from the wrist's axis to the phone when it is turned over. */
const WRIST_M = 0.05;

/** The scale of the drawing. */
const PIXELS_PER_M = 400;

/** @typedef {{ sideways_px: number, up_px: number, turn_deg: number, isFaceDown: boolean }} Pose */
/** @typedef {import("../src/main/motion-rows.js").MotionSample} MotionSample */

/** The frequency of each gesture, and its amplitude as an angle of the elbow. */
const GESTURES = {
  wave: { frequency_hz: 1.5, amplitude_rad: 0.5 },
  shake: { frequency_hz: 3.2, amplitude_rad: 0.25 },
  circle: { frequency_hz: 1.2, amplitude_rad: 0 },
  flip: { frequency_hz: 0.55, amplitude_rad: 0 },
};

/** @typedef {keyof typeof GESTURES} Gesture */

/**
 * Simulates the sensors of a phone that makes a gesture, slightly different in each cycle, for devices that cannot be
 * moved. The phone is held upright, screen towards the person: x to the right, y up.
 */
export class SimulatedPhone {
  #phase_rad = 0;
  #at_ms = 0;
  #frequencyFactor = 1;
  #amplitudeFactor = 1;
  #gesture;

  /** @param {Gesture} gesture */
  constructor(gesture) {
    this.#gesture = gesture;
  }

  /** Advances to this time, and returns the sensors' reading and the phone's pose. @param {number} now_ms */
  read(now_ms) {
    const step_s = this.#at_ms ? Math.min(0.05, (now_ms - this.#at_ms) / 1000) : 0;
    this.#at_ms = now_ms;
    const { frequency_hz, amplitude_rad } = GESTURES[this.#gesture];
    const omega_radps = 2 * Math.PI * frequency_hz * this.#frequencyFactor;
    this.#phase_rad += omega_radps * step_s;
    if (this.#phase_rad > 2 * Math.PI) this.#startCycle();
    const movement = MOVEMENTS[this.#gesture](this.#phase_rad, omega_radps, amplitude_rad * this.#amplitudeFactor);
    return { sample: toSample(now_ms, movement), pose: movement.pose };
  }

  /** No two cycles of a person are the same. */
  #startCycle() {
    this.#phase_rad -= 2 * Math.PI;
    this.#frequencyFactor = 1 + 0.2 * (Math.random() - 0.5);
    this.#amplitudeFactor = 1 + 0.2 * (Math.random() - 0.5);
  }
}

/** @typedef {{ force_mps2: number[], rotation_radps: number[], pose: Pose }} Movement */

/** @type {Record<Gesture, (phase_rad: number, omega_radps: number, amplitude_rad: number) => Movement>} */
const MOVEMENTS = { wave: swing, shake: swing, circle, flip };

/**
 * To and fro about the elbow. Gravity turns in the phone's axes as much as the gyroscope measures.
 * @param {number} phase_rad @param {number} omega_radps @param {number} amplitude_rad @returns {Movement}
 */
function swing(phase_rad, omega_radps, amplitude_rad) {
  const angle = amplitude_rad * Math.sin(phase_rad);
  const rate = amplitude_rad * omega_radps * Math.cos(phase_rad);
  const across = FOREARM_M * -(omega_radps ** 2) * angle - G_MPS2 * Math.sin(angle);
  const along = G_MPS2 * Math.cos(angle) - FOREARM_M * rate ** 2;
  const pose = {
    sideways_px: FOREARM_M * Math.sin(angle) * PIXELS_PER_M,
    up_px: 0,
    turn_deg: (angle * 180) / Math.PI,
    isFaceDown: false,
  };
  return { force_mps2: [-across, along, 0], rotation_radps: [0, 0, rate], pose };
}

/** Circles in the plane of the screen. @param {number} phase_rad @param {number} omega_radps @returns {Movement} */
function circle(phase_rad, omega_radps) {
  const centripetal_mps2 = CIRCLE_RADIUS_M * omega_radps ** 2;
  const pose = {
    sideways_px: CIRCLE_RADIUS_M * Math.cos(phase_rad) * PIXELS_PER_M,
    up_px: CIRCLE_RADIUS_M * Math.sin(phase_rad) * PIXELS_PER_M,
    turn_deg: 0,
    isFaceDown: false,
  };
  return {
    force_mps2: [-centripetal_mps2 * Math.cos(phase_rad), G_MPS2 - centripetal_mps2 * Math.sin(phase_rad), 0],
    rotation_radps: [0, 0, 0],
    pose,
  };
}

/**
 * Lying in the hand, turned about its long side until the screen faces the floor, and back.
 * @param {number} phase_rad @param {number} omega_radps @returns {Movement}
 */
function flip(phase_rad, omega_radps) {
  const angle = (Math.PI / 2) * (1 - Math.cos(phase_rad));
  const rate = (Math.PI / 2) * omega_radps * Math.sin(phase_rad);
  const pose = { sideways_px: 0, up_px: 0, turn_deg: 0, isFaceDown: angle > Math.PI / 2 };
  const centripetal_mps2 = WRIST_M * rate ** 2;
  return {
    force_mps2: [-G_MPS2 * Math.sin(angle) - centripetal_mps2, 0, G_MPS2 * Math.cos(angle)],
    rotation_radps: [0, rate, 0],
    pose,
  };
}

/** Adds noise. @param {number} now_ms @param {Movement} movement @returns {MotionSample} */
function toSample(now_ms, { force_mps2, rotation_radps }) {
  const [x = 0, y = 0, z = 0] = force_mps2.map((value) => value + 0.3 * (Math.random() - 0.5));
  const [alpha = 0, beta = 0, gamma = 0] = rotation_radps.map(
    (value) => (value * 180) / Math.PI + 2 * (Math.random() - 0.5),
  );
  return {
    timeStamp: now_ms,
    accelerationIncludingGravity: { x, y, z },
    acceleration: null,
    rotationRate: { alpha, beta, gamma },
  };
}
