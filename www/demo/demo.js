import { VirtualPhone } from "./virtual-phone.js";

/** @template {Element} Kind @param {string} selector @param {new () => Kind} kind @returns {Kind} */
function find(selector, kind) {
  const element = document.querySelector(selector);
  if (!(element instanceof kind)) throw new Error(`${selector} is missing from the page`);
  return element;
}

const widget = find("pass-wave", HTMLElement);
const stage = find(".stage", HTMLElement);
const picture = find(".phone", HTMLElement);
const phone = new VirtualPhone();

/** The address may choose how the check is shown: ?mode=elder&lang=zh-Hans&way=circle&theme=dark. */
function followAddress() {
  const wanted = new URLSearchParams(location.search);
  for (const name of ["mode", "lang", "way", "theme", "caution", "help-href", "help-text"]) {
    const value = wanted.get(name);
    if (value !== null) widget.setAttribute(name, value);
  }
}

/** Sensors speak about sixty times a second. */
function feed() {
  const now_ms = performance.now();
  /** @type {import("../src/loader/element.js").PassWave} */ (widget).pushMotion(phone.read(now_ms));
  picture.style.transform = `translateX(${phone.pixels}px)`;
}

/** @param {PointerEvent} event */
function drag(event) {
  if (event.buttons === 0 && event.pointerType === "mouse") return;
  const { left, width } = stage.getBoundingClientRect();
  phone.dragTo(event.clientX - left - width / 2);
}

/** Once the virtual phone feeds the check, the page's own sensor is no longer listened to. */
async function useVirtualPhone() {
  await customElements.whenDefined("pass-wave");
  find("#virtual-phone", HTMLElement).hidden = false;
  find("#use-virtual-phone", HTMLInputElement).disabled = true;
  setInterval(feed, 16);
}

function toggleWaving() {
  phone.isWaving = !phone.isWaving;
  find("#wave-by-itself", HTMLButtonElement).setAttribute("aria-pressed", String(phone.isWaving));
}

followAddress();
stage.addEventListener("pointerdown", drag);
stage.addEventListener("pointermove", drag);
find("#use-virtual-phone", HTMLInputElement).addEventListener("change", useVirtualPhone, { once: true });
find("#wave-by-itself", HTMLButtonElement).addEventListener("click", toggleWaving);
