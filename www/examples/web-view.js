// Plays an app. In one of yours, the system makes `webkit.messageHandlers`, and this is Swift: see docs/web-views.md.
import { VirtualPhone } from "../demo/virtual-phone.js";

const CORE_MOTION = { time: "s", acceleration: "g", rotation: "rad/s" };
const STATES_WITH_SENSORS = ["asking", "listening", "progress", "hint"];

const told = /** @type {HTMLElement} */ (document.querySelector("#told"));
const phone = new VirtualPhone();
phone.isWaving = true;
/** @type {ReturnType<typeof setInterval> | undefined} */
let sensors;

/** @param {{ type: string, state?: string }} message */
function postMessage(message) {
  const item = document.createElement("li");
  item.textContent = [message.type, message.state].filter(Boolean).join(": ");
  told.append(item);
  if (message.type === "passwave-state") runSensors(STATES_WITH_SENSORS.includes(message.state ?? ""));
}

/** The app measures only between the press and the verdict. @param {boolean} isWanted */
function runSensors(isWanted) {
  clearInterval(sensors);
  if (isWanted) sensors = setInterval(() => widget().pushMotion([measured()], CORE_MOTION), 16);
}

/** @returns {any} */
function widget() {
  return document.querySelector("pass-wave");
}

/** The same as the web's reading, in Core Motion's units and with its opposite sign. */
function measured() {
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
widget().pushMotion([], CORE_MOTION); // From now on the page's own motion is not asked for.
