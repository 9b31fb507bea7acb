import { loadRecogniser } from "../src/main/load-core.js";
import { toMotionRows } from "../src/main/motion-rows.js";
import { requestMotionPermission } from "../src/shared/motion-permission.js";
import { SENSOR_INTERVAL_MS, SENSOR_SILENCE_MS } from "../src/shared/timing.js";
import { SimulatedPhone } from "./simulated-phone.js";

/** @typedef {import("../src/main/motion-rows.js").MotionSample} MotionSample */
/** @typedef {import("./simulated-phone.js").Gesture} Gesture */
/** @typedef {import("./simulated-phone.js").Pose} Pose */
/**
 * @typedef {object} AttemptListener
 * @property {(count: number, progress: number) => void} onStroke
 * @property {() => void} onAccepted
 * @property {(isDenied: boolean) => void} onNoMotion
 * @property {(pose: Pose) => void} onPose
 */

/** One attempt at a gesture with the recogniser alone: no challenge and no server. */
export class GestureAttempt {
  #gesture;
  #listener;
  /** @type {import("passwave-core").GestureRecogniser | undefined} */
  #recogniser;
  #strokes = 0;
  #isOver = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #silenceTimer;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #simulation;

  /** @param {Gesture} gesture @param {AttemptListener} listener */
  constructor(gesture, listener) {
    this.#gesture = gesture;
    this.#listener = listener;
  }

  /**
   * Must be called inside a click, because iOS gives permission at no other moment.
   * @param {string} base @param {boolean} isSimulated
   */
  async start(base, isSimulated) {
    const asked = isSimulated ? Promise.resolve("granted") : requestMotionPermission();
    const [permission, core] = await Promise.all([asked, loadRecogniser(base)]);
    if (this.#isOver) return;
    if (permission !== "granted") return this.#listener.onNoMotion(permission === "denied");
    this.#recogniser = new core.GestureRecogniser(this.#gesture, "elder");
    if (isSimulated) this.#simulate(new SimulatedPhone(this.#gesture));
    else this.#observeSensors();
  }

  #observeSensors() {
    addEventListener("devicemotion", this.#onMotion);
    this.#silenceTimer = setTimeout(() => this.#listener.onNoMotion(false), SENSOR_SILENCE_MS);
  }

  /** @param {SimulatedPhone} phone */
  #simulate(phone) {
    this.#simulation = setInterval(() => {
      const { sample, pose } = phone.read(performance.now());
      this.#listener.onPose(pose);
      this.#push(sample);
    }, SENSOR_INTERVAL_MS);
  }

  /** @param {DeviceMotionEvent} event */
  #onMotion = (event) => {
    const hasReading = event.accelerationIncludingGravity?.x != null || event.acceleration?.x != null;
    if (hasReading) clearTimeout(this.#silenceTimer);
    this.#push(event);
  };

  /** @param {MotionSample} sample */
  #push(sample) {
    const recogniser = this.#recogniser;
    if (!recogniser) return;
    const isAccepted = recogniser.push(toMotionRows(sample));
    const { strokes_felt, progress } = recogniser;
    if (strokes_felt > this.#strokes) this.#listener.onStroke(strokes_felt, progress);
    this.#strokes = strokes_felt;
    if (isAccepted) this.#listener.onAccepted();
  }

  stop() {
    this.#isOver = true;
    clearTimeout(this.#silenceTimer);
    clearInterval(this.#simulation);
    removeEventListener("devicemotion", this.#onMotion);
    this.#recogniser?.free();
    this.#recogniser = undefined;
  }
}
