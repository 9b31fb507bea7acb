import { createElement } from "./dom.js";

/** Each sheet is parsed once per page. @type {Map<string, CSSStyleSheet>} */
const sheets = new Map();

/**
 * A constructed style sheet needs no exception from a strict `style-src`.
 * @param {ShadowRoot} root @param {string} css
 */
export function adoptStyles(root, css) {
  if ("adoptedStyleSheets" in root) root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheetOf(css)];
  else /** @type {ShadowRoot} */ (root).append(createElement("style", {}, [css]));
}

/** @param {string} css */
function sheetOf(css) {
  const known = sheets.get(css);
  if (known) return known;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  sheets.set(css, sheet);
  return sheet;
}
