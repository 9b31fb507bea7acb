import { make } from "./dom.js";

/** @type {Map<string, CSSStyleSheet>} */
const sheets = new Map();

/** A constructed sheet needs no exception from a strict `style-src`. @param {ShadowRoot} root @param {string} css */
export function addStyle(root, css) {
  if (!("adoptedStyleSheets" in root)) return /** @type {ShadowRoot} */ (root).append(make("style", {}, [css]));
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheets.get(css) ?? compiled(css)];
}

/** @param {string} css */
function compiled(css) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  sheets.set(css, sheet);
  return sheet;
}
