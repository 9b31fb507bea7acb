import { createElement } from "./dom.js";

/** Each sheet is parsed once per page. @type {Map<string, CSSStyleSheet>} */
const sheets = new Map();

/**
 * A constructed style sheet needs no exception from a strict `style-src`. Returns the sheet, or the element in its
 * place.
 * @param {ShadowRoot} root @param {string} css @param {Map<string, CSSStyleSheet>} [known]
 * @returns {{ media: any }}
 */
export function adoptStyles(root, css, known = sheets) {
  if ("adoptedStyleSheets" in root) {
    const sheet = sheetOf(css, known);
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
    return sheet;
  }
  const style = createElement("style", {}, [css]);
  /** @type {ShadowRoot} */ (root).append(style);
  return style;
}

/** @param {string} css @param {Map<string, CSSStyleSheet>} [known] */
export function sheetOf(css, known = sheets) {
  let sheet = known.get(css);
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    known.set(css, sheet);
  }
  return sheet;
}
