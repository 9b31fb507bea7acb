// Stands in for an app. In a real one, the system provides `webkit.messageHandlers`, and the rest is Swift:
// see docs/web-views.md.
import { VirtualPhone } from "../demo/virtual-phone.js";

const CORE_MOTION = { time: "s", acceleration: "g", rotation: "rad/s" };
const STATES_USING_MOTION = ["asking", "listening", "progress", "hint"];

const messages = /** @type {HTMLElement} */ (document.querySelector("#messages"));
const phone = new VirtualPhone();
phone.isWaving = true;
/** @type {ReturnType<typeof setInterval> | undefined} */
let sensorTimer;

/** @param {{ type: string, state?: string }} message */
function postMessage(message) {
  const item = document.createElement("li");
  item.textContent = [message.type, message.state].filter(Boolean).join(": ");
  messages.append(item);
  if (message.type === "passwave-state") runSensors(STATES_USING_MOTION.includes(message.state ?? ""));
}

/** The app reads its sensors only between the press and the verdict. @param {boolean} isWanted */
function runSensors(isWanted) {
  clearInterval(sensorTimer);
  if (isWanted) sensorTimer = setInterval(() => widget().pushMotion([coreMotionReading()], CORE_MOTION), 16);
}

/** @returns {any} */
function widget() {
  return document.querySelector("pass-wave");
}

/** A reading in Core Motion's units, with its opposite sign. */
function coreMotionReading() {
  const { timeStamp, accelerationIncludingGravity: a, rotationRate: r } = phone.read(performance.now());
  const g = (/** @type {number} */ mps2) => -mps2 / 9.80665;
  const radians = (/** @type {number} */ degrees) => (degrees * Math.PI) / 180;
  return {
    timeStamp: timeStamp / 1000,
    accelerationIncludingGravity: { x: g(a.x), y: g(a.y), z: g(a.z) },
    rotationRate: { alpha: radians(r.alpha), beta: radians(r.beta), gamma: radians(r.gamma) },
  };
}

Object.assign(globalThis, { webkit: { messageHandlers: { passwave: { postMessage } } } });
await customElements.whenDefined("pass-wave");
widget().pushMotion([], CORE_MOTION); // From now on the widget does not ask for the browser's motion events.
