import { VirtualPhone } from "./virtual-phone.js";

/** @template {Element} Kind @param {string} selector @param {new () => Kind} kind @returns {Kind} */
function find(selector, kind) {
  const element = document.querySelector(selector);
  if (!(element instanceof kind)) throw new Error(`${selector} is missing from the page`);
  return element;
}

const widget = find("pass-wave", HTMLElement);
const area = find(".phone-area", HTMLElement);
const picture = find(".phone", HTMLElement);
const phone = new VirtualPhone();

/** The page's URL can set attributes of the widget: ?mode=elder&lang=zh-Hans&way=circle&theme=dark. */
function applyUrlParameters() {
  const parameters = new URLSearchParams(location.search);
  for (const name of ["mode", "lang", "way", "theme", "caution", "help-href", "help-text"]) {
    const value = parameters.get(name);
    if (value !== null) widget.setAttribute(name, value);
  }
}

/** About as often as real sensors. */
const SENSOR_INTERVAL_MS = 16;

function pushReading() {
  const now_ms = performance.now();
  /** @type {import("../src/loader/element.js").PassWave} */ (widget).pushMotion(phone.read(now_ms));
  picture.style.transform = `translateX(${phone.pixels}px)`;
}

/** @param {PointerEvent} event */
function drag(event) {
  if (event.buttons === 0 && event.pointerType === "mouse") return;
  const { left, width } = area.getBoundingClientRect();
  phone.dragTo(event.clientX - left - width / 2);
}

/** From the first reading on, the widget ignores the browser's own motion events. */
async function useVirtualPhone() {
  await customElements.whenDefined("pass-wave");
  if (!widget.hasAttribute("way")) widget.setAttribute("way", "wave");
  find("#virtual-phone", HTMLElement).hidden = false;
  find("#use-virtual-phone", HTMLInputElement).disabled = true;
  setInterval(pushReading, SENSOR_INTERVAL_MS);
}

function toggleWaving() {
  phone.isWaving = !phone.isWaving;
  find("#wave-by-itself", HTMLButtonElement).setAttribute("aria-pressed", String(phone.isWaving));
}

applyUrlParameters();
area.addEventListener("pointerdown", drag);
area.addEventListener("pointermove", drag);
find("#use-virtual-phone", HTMLInputElement).addEventListener("change", useVirtualPhone, { once: true });
find("#wave-by-itself", HTMLButtonElement).addEventListener("click", toggleWaving);
