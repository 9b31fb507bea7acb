import { nearestLanguage, translate } from "./translate.js";
import { VirtualPhone } from "./virtual-phone.js";

/** @typedef {import("../src/loader/element.js").PassWave} PassWave */

/** @template {Element} Kind @param {string} selector @param {new () => Kind} kind @returns {Kind} */
function find(selector, kind) {
  const element = document.querySelector(selector);
  if (!(element instanceof kind)) throw new Error(`${selector} is missing from the page`);
  return element;
}

const widget = /** @type {PassWave} */ (find("pass-wave", HTMLElement));
const settings = find("#settings", HTMLFormElement);
const language = find("#settings [name=lang]", HTMLSelectElement);
const signIn = find("#sign-in", HTMLFormElement);
const verdict = find("#verdict", HTMLElement);
const area = find(".phone-area", HTMLElement);
const picture = find(".phone", HTMLElement);
const phone = new VirtualPhone();

/** The strings of the language on show. @type {Record<string, string>} */
let strings = {};

/** The switches of this page, and whatever else its address may set: ?mode=elder&lang=zh-Hans&way=circle&theme=dark. */
const ATTRIBUTES = ["mode", "way", "theme", "caution", "help-href", "help-text"];

/** What the address says goes into the switches and onto the check. */
function readAddress() {
  const parameters = new URLSearchParams(location.search);
  for (const name of ATTRIBUTES) {
    const value = parameters.get(name);
    if (value) widget.setAttribute(name, value);
  }
  for (const select of settings.querySelectorAll("select")) select.value = parameters.get(select.name) ?? "";
  language.value = nearestLanguage([parameters.get("lang") ?? "", ...navigator.languages]);
}

/** What a switch says goes onto the check and into the address, for a reload and for a phone. @param {Event} event */
function applySwitch({ target }) {
  const { name, value } = /** @type {HTMLSelectElement} */ (target);
  const address = new URL(location.href);
  if (value) address.searchParams.set(name, value);
  else address.searchParams.delete(name);
  history.replaceState(null, "", address);
  if (name === "lang") void showLanguage();
  else if (value) widget.setAttribute(name, value);
  else widget.removeAttribute(name);
  showSnippet();
  showQrCode();
}

/** The check takes the page's language, as on any page; so does the page where one practises. */
async function showLanguage() {
  find("#practise", HTMLAnchorElement).search = String(new URLSearchParams({ lang: language.value }));
  strings = await translate(language.value);
}

/** What a site writes for the check as it stands here. */
function showSnippet() {
  const chosen = ["mode", "way", "theme"].filter((name) => widget.getAttribute(name));
  const attributes = chosen.map((name) => ` ${name}="${widget.getAttribute(name)}"`).join("");
  find("#snippet", HTMLElement).textContent =
    `<script src="${location.origin}/passwave.js" async></script>\n\n<pass-wave sitekey="demo"${attributes} required></pass-wave>`;
}

async function copySnippet() {
  const snippet = find("#snippet", HTMLElement);
  const place = find("#copied", HTMLElement);
  const text = strings.copied ?? "";
  if (await isCopied(snippet)) place.textContent = place.textContent === text ? `${text}\u00a0` : text; // Said anew.
}

/** A page without TLS may not use the clipboard, but can copy what is selected. @param {Element} element */
async function isCopied(element) {
  try {
    await navigator.clipboard.writeText(element.textContent ?? "");
    return true;
  } catch {
    getSelection()?.selectAllChildren(element);
    return document.execCommand("copy");
  }
}

/** Another device cannot open this machine's own name for itself. */
function showQrCode() {
  const isLocal = /^(localhost|127\..*|\[::1\])$/.test(location.hostname);
  find("#local", HTMLElement).hidden = !isLocal;
  find("#scan", HTMLElement).hidden = isLocal;
  if (!isLocal) find("#qr-code", HTMLImageElement).src = `qr.svg?address=${encodeURIComponent(location.href)}`;
}

/** What a developer would look at: the state and the token. */
function showCheck() {
  const token = widget.value ?? "";
  find("#state", HTMLElement).textContent = widget.state ?? "idle";
  find("#token", HTMLElement).textContent = token;
  find("#no-token", HTMLElement).hidden = token !== "";
}

/** @param {SubmitEvent} event */
async function send(event) {
  event.preventDefault();
  verdict.textContent = ""; // What is said a second time is a change only so.
  const body = new URLSearchParams(/** @type {any} */ (new FormData(signIn)));
  const response = await fetch(signIn.action, { method: "POST", body }).catch(() => undefined);
  if (!response?.ok) return void (verdict.textContent = strings.unreachable ?? "");
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  showAnswer(page.querySelector("pre")?.textContent ?? "");
  widget.reset(); // The token has been used; a form that is sent again needs another.
}

/** @param {string} answer of siteverify, as the demo's backend got it */
function showAnswer(answer) {
  const { success } = JSON.parse(answer);
  const place = find("#answer", HTMLElement);
  verdict.textContent = strings[success ? "signedIn" : "notSignedIn"] ?? "";
  place.textContent = answer;
  place.hidden = false;
  find("#no-answer", HTMLElement).hidden = true;
}

/** About as often as real sensors. */
const SENSOR_INTERVAL_MS = 16;

function pushReading() {
  widget.pushMotion(phone.read(performance.now()));
  const most_px = (area.clientWidth - picture.offsetWidth) / 2;
  picture.style.transform = `translateX(${most_px * Math.tanh(phone.pixels / most_px)}px)`; // Never out of sight.
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
  settings.way.value = widget.getAttribute("way") ?? "";
  showSnippet();
  find("#virtual-phone", HTMLElement).hidden = false;
  find("#move-by-itself", HTMLButtonElement).focus();
  find("#use-virtual-phone", HTMLButtonElement).hidden = true;
  setInterval(pushReading, SENSOR_INTERVAL_MS);
}

function toggleMoving() {
  phone.isWaving = !phone.isWaving;
  find("#move-by-itself", HTMLButtonElement).setAttribute("aria-pressed", String(phone.isWaving));
}

readAddress();
void showLanguage();
showSnippet();
showQrCode();
settings.addEventListener("change", applySwitch);
for (const type of ["passwave-state", "change", "passwave-verified", "passwave-expired"])
  widget.addEventListener(type, showCheck);
signIn.addEventListener("submit", send);
area.addEventListener("pointerdown", drag);
area.addEventListener("pointermove", drag);
find("#copy", HTMLButtonElement).addEventListener("click", copySnippet);
find("#use-virtual-phone", HTMLButtonElement).addEventListener("click", useVirtualPhone, { once: true });
find("#move-by-itself", HTMLButtonElement).addEventListener("click", toggleMoving);
