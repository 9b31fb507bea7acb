// What few pages need: older browsers, apps around the page, and checks that are moved into another document.
export { explainRequired } from "./explain-required.js";
export { beginWithForm } from "./form-start.js";
export { toMotionRows } from "./motion-rows.js";
export { readAloud } from "./read-aloud.js";
export { submitAgain } from "./submit-again.js";
export { tellApart } from "./tell-apart.js";
export { Voice } from "./voice.js";

import { isInWebView, lacksLightDark } from "./page-needs.js";
import { notePressed } from "./submit-again.js";
import { bridgeToWebView } from "./webview-bridge.js";

/** @typedef {import("../loader/element.js").PassWave} PassWave */

/** Older browsers get the light colours. */
const LIGHT_DARK = /light-dark\((.+?),.+?\)/g;

/** @param {PassWave} element @param {ShadowRoot} root */
export function adapt(element, root) {
  if (!element.internals) associateWithForm(element);
  if (lacksLightDark()) useLightColours(root);
  if (isInWebView()) bridgeToWebView(element);
}

/**
 * For browsers without form-associated elements: the element's form, its reset and its buttons.
 * @param {PassWave} element
 */
function associateWithForm(element) {
  const find = () => {
    const id = element.getAttribute("form");
    return id === null ? element.closest("form") : document.getElementById(id);
  };
  const set = (/** @type {string} */ id) => element.setAttribute("form", id);
  Object.defineProperty(element, "form", { get: find, set, configurable: true });
  document.addEventListener("click", notePressed, true);
  document.addEventListener("reset", ({ target }) => {
    if (target === find()) element.reset();
  });
}

/** For browsers without `light-dark()`. @param {ShadowRoot} root */
function useLightColours(root) {
  for (const style of root.querySelectorAll("style")) {
    style.textContent = (style.textContent ?? "").replace(LIGHT_DARK, "$1");
  }
  for (const sheet of root.adoptedStyleSheets ?? []) {
    const css = textOf(sheet);
    if (css.includes("light-dark(")) sheet.replaceSync(css.replace(LIGHT_DARK, "$1"));
  }
}

/**
 * A document takes away the style sheets of another; copies come in their place.
 * @param {import("./late-view.js").LateView} lateView
 */
export function adoptElsewhere({ view, root, sheets = [] }) {
  const page = /** @type {typeof globalThis | null} */ (root.ownerDocument.defaultView);
  if (!page || root.adoptedStyleSheets.length) return;
  root.adoptedStyleSheets = sheets.map((sheet) => {
    const copy = new page.CSSStyleSheet({ media: sheet.media.mediaText });
    copy.replaceSync(textOf(sheet));
    if (view.elderSheet === sheet) view.elderSheet = copy;
    return copy;
  });
}

/** @param {CSSStyleSheet} sheet */
function textOf(sheet) {
  return [...sheet.cssRules].map(({ cssText }) => cssText).join("\n");
}
