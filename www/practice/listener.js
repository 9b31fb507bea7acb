import { GestureRecogniser } from "passwave-core";
import { loadCore } from "../src/main/load-core.js";
import { requestMotionPermission } from "../src/shared/motion-permission.js";
import { toMotionRows } from "../src/main/motion-rows.js";
import { ScreenPhone } from "./screen-phone.js";

/** A phone has spoken by then. */
const NO_EVENT_MS = 3000;

/** As often as a phone's sensors speak. */
const EVERY_MS = 16;

/** @typedef {import("./screen-phone.js").Gesture} Gesture */
/** @typedef {import("./screen-phone.js").Pose} Pose */
/** @typedef {import("../src/main/motion-rows.js").MotionSample} MotionSample */
/**
 * @typedef {object} Told
 * @property {(count: number, progress: number) => void} stroke
 * @property {() => void} accepted
 * @property {(isDenied: boolean) => void} none
 * @property {(pose: Pose) => void} posed
 */

/** One try at one gesture, with no challenge and no server: the recogniser by itself. */
export class Listener {
  #gesture;
  #told;
  /** @type {GestureRecogniser | undefined} */
  #session;
  #strokes = 0;
  #isOver = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #silence;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #ticking;

  /** @param {Gesture} gesture @param {Told} told */
  constructor(gesture, told) {
    this.#gesture = gesture;
    this.#told = told;
  }

  /** Must be called inside a click, for the system answers nowhere else. @param {string} base @param {boolean} byItself */
  async start(base, byItself) {
    const asked = byItself ? Promise.resolve("granted") : requestMotionPermission();
    const [answer, core] = await Promise.all([asked, loadCore(base, { GestureRecogniser })]);
    if (this.#isOver) return;
    if (answer !== "granted") return this.#told.none(answer === "denied");
    this.#session = new core.GestureRecogniser(this.#gesture, "elder");
    if (byItself) this.#followScreen(new ScreenPhone(this.#gesture));
    else this.#followPhone();
  }

  #followPhone() {
    addEventListener("devicemotion", this.#onMotion);
    this.#silence = setTimeout(() => this.#told.none(false), NO_EVENT_MS);
  }

  /** @param {ScreenPhone} phone */
  #followScreen(phone) {
    this.#ticking = setInterval(() => {
      const { sample, pose } = phone.read(performance.now());
      this.#told.posed(pose);
      this.#take(sample);
    }, EVERY_MS);
  }

  /** @param {DeviceMotionEvent} event */
  #onMotion = (event) => {
    const hasSpoken = event.accelerationIncludingGravity?.x != null || event.acceleration?.x != null;
    if (hasSpoken) clearTimeout(this.#silence);
    this.#take(event);
  };

  /** @param {MotionSample} sample */
  #take(sample) {
    const session = this.#session;
    if (!session) return;
    const isAccepted = session.push(toMotionRows(sample));
    if (session.strokes_felt > this.#strokes) this.#told.stroke(session.strokes_felt, session.progress);
    this.#strokes = session.strokes_felt;
    if (isAccepted) this.#told.accepted();
  }

  stop() {
    this.#isOver = true;
    clearTimeout(this.#silence);
    clearInterval(this.#ticking);
    removeEventListener("devicemotion", this.#onMotion);
    this.#session?.free();
    this.#session = undefined;
  }
}
