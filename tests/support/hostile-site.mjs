// Pages that were not made with the check in mind, each in a frame of one page: style sheets that reset everything,
// places that shrink what they hold, quirks mode, 400 % zoom, large text.
import { SITEKEY } from "./fast-server.mjs";

/** @typedef {import("./engines.mjs").EnginePage} EnginePage */

/** What a page's style sheet does to all that is on it. @type {Record<string, string>} */
const SHEETS = {
  none: "",
  revert: "* { all: revert; text-shadow: 0 0 9px red; text-indent: 4em }",
  important: `*, ::before, ::after { margin: 0 !important; padding: 0 !important; border: 0 !important;
    min-width: 0 !important; max-width: none !important; font: italic 10px/1 cursive !important; color: silver !important;
    background: none !important; text-align: right !important; text-indent: 4em !important;
    text-shadow: 0 0 9px red !important; text-transform: uppercase !important; text-decoration: line-through !important;
    white-space: nowrap !important; list-style: none !important; -webkit-text-fill-color: transparent !important;
    word-spacing: 0 !important; cursor: crosshair !important }`,
};

/** Where a page puts it. @type {Record<string, string>} */
const PLACES = {
  paragraph: `<form><p>Name <input name="name"></p>CHECK</form>`,
  dialog: `<dialog aria-label="Sign in"><form method="dialog">CHECK</form></dialog>`,
  cell: `<form><table><tr><th>Check<td>CHECK</table></form>`,
  flex: `<form style="display: flex; gap: 8px"><input name="name" size="12">CHECK<button>Send</button></form>`,
  column: `<form style="display: flex; flex-direction: column; align-items: center">CHECK<button>Send</button></form>`,
  grid: `<form style="display: grid; grid-template-columns: auto auto; gap: 8px"><label>Check</label>CHECK</form>`,
  floating: `<form><div style="float: left">CHECK</div></form>`,
};

/**
 * @typedef {object} Situation
 * @property {string} name
 * @property {number} width_px
 * @property {number} text as a share of the usual size
 * @property {string} html
 */

/** @param {string} place @param {string} sheet @param {Partial<Situation> & { doctype?: string }} [more] */
const situation = (place, sheet, { name = place, width_px = 620, text = 1, doctype = "<!doctype html>" } = {}) => ({
  name: `${name}, ${sheet}`,
  width_px,
  text,
  html: `${doctype}<html lang="en"><meta charset="utf-8"><title>${name}</title><link rel="icon" href="data:,">
    <style>html { font-size: ${text * 100}% } ${SHEETS[sheet]}</style>
    <script src="/watch.js"></script><script src="/passwave.js" async></script>${PLACES[place]}
    <script>document.querySelector("dialog")?.showModal()</script></html>`,
});

/** @type {Situation[]} */
export const SITUATIONS = Object.keys(SHEETS).flatMap((sheet) => [
  ...(sheet === "none" ? [] : Object.keys(PLACES).map((place) => situation(place, sheet))),
  situation("paragraph", sheet, { name: "quirks mode", doctype: "" }),
  situation("cell", sheet, { name: "cell in quirks mode", doctype: "" }),
  situation("paragraph", sheet, { name: "zoom of 400 %", width_px: 320 }),
  situation("dialog", sheet, { name: "dialog, zoom of 400 %", width_px: 320 }),
  // A sheet that sets the size of all text sets this one, too.
  ...(SHEETS[sheet]?.includes("10px") ? [] : [situation("paragraph", sheet, { name: "text of 200 %", text: 2 })]),
]);

const HEIGHT_PX = 230;

/** In the page: the check of each frame. */
function checks() {
  return /** @type {any[]} */ (
    [...document.querySelectorAll("iframe")].map((frame) => frame.contentDocument?.querySelector("pass-wave"))
  );
}

/** In the page: whether each frame has a check that is ready. */
function areReady() {
  const all = checks();
  for (const check of all) check?.dispatchEvent(new FocusEvent("focusin"));
  const isReady = (/** @type {any} */ check) => check?.shadowRoot?.querySelector(".gauge");
  return all.length > 0 && all.every(isReady);
}

/** In the page: what is wrong with a check to the eye, or to a mouse. @param {any} check @param {DOMRect[]} lines */
function faultsOf(check, lines) {
  const { ownerDocument: page, shadowRoot: root } = check;
  const view = page.defaultView;
  const part = (/** @type {string} */ name) => root.querySelector(`[part~=${name}]`);
  const { left, right, top, bottom } = part("box").getBoundingClientRect();
  const { x, y, width, height } = part("start").getBoundingClientRect();
  const words = part(part("message").textContent ? "message" : "label");
  const { textShadow, textIndent, fontStyle, textTransform, webkitTextFillColor, color } = view.getComputedStyle(words);
  const isOutside = (/** @type {DOMRect} */ line) =>
    line.left < left - 1 || line.right > right + 1 || line.top < top - 1 || line.bottom > bottom + 1;
  const isUnder = (/** @type {Element} */ other) => {
    const box = other.getBoundingClientRect();
    return box.left < right && box.right > left && box.top < bottom && box.bottom > top;
  };
  const faults = {
    "words leave the box": lines.some(isOutside),
    "the box leaves the page": left < 0 || right > view.innerWidth,
    "the page scrolls sideways": page.scrollingElement.scrollWidth > view.innerWidth,
    "something lies over the button": root.elementFromPoint(x + width / 2, y + height / 2) !== part("start"),
    "it lies over its neighbour": [...page.querySelectorAll("input, button, label, th")].some(isUnder),
    "dressed by the page": `${textShadow} ${textIndent} ${fontStyle} ${textTransform}` !== "none 0px normal none",
    "not in its own colour": webkitTextFillColor !== color || color === "rgb(192, 192, 192)",
  };
  return Object.entries(faults).flatMap(([fault, is]) => (is ? [fault] : []));
}

/** In the page: what a person sees of the check in each frame. */
function look() {
  return checks().map((check) => {
    const part = (/** @type {string} */ name) => check.shadowRoot.querySelector(`[part~=${name}]`);
    const words = part(part("message").textContent ? "message" : "label");
    const range = check.ownerDocument.createRange();
    range.selectNodeContents(words);
    const lines = [...range.getClientRects()];
    const { width, height } = part("box").getBoundingClientRect();
    return {
      width: Math.round(width),
      height: Math.round(height),
      lines: new Set(lines.map((line) => Math.round(line.top))).size,
      text_px: parseFloat(getComputedStyle(words).fontSize),
      words: words.textContent.trim(),
      state: check.state,
      faults: faultsOf(check, lines),
    };
  });
}

/** In the page: whether each button has a ring when the keyboard comes to it. */
function haveRings() {
  return checks().map((check) => {
    const start = check.shadowRoot.querySelector("[part~=start]");
    start.focus();
    const { outlineStyle, outlineWidth } = getComputedStyle(start);
    start.blur();
    return outlineStyle === "solid" && parseFloat(outlineWidth) >= 2;
  });
}

/** In the page: what a browser's translator does: its elements around all text, another language, a class. */
function translateAll(/** @type {string} */ language) {
  for (const { ownerDocument: page } of checks()) {
    const texts = page.createTreeWalker(page.body, NodeFilter.SHOW_TEXT);
    const all = [];
    while (texts.nextNode()) if (texts.currentNode.data.trim()) all.push(texts.currentNode);
    for (const text of all) {
      const [outer, inner] = [page.createElement("font"), page.createElement("font")];
      text.replaceWith(outer);
      outer.append(inner);
      inner.append(text);
    }
    page.documentElement.className = "translated-ltr";
    page.documentElement.lang = language;
  }
}

/** In the page: the middle of the nth check's button, brought into sight. @param {number} nth */
function middle(nth) {
  const check = checks()[nth];
  const frame = check.ownerDocument.defaultView.frameElement;
  frame.scrollIntoView({ block: "center" });
  const outer = frame.getBoundingClientRect();
  const { x, y, width, height } = check.shadowRoot.querySelector("[part~=start]").getBoundingClientRect();
  return { x: outer.x + x + width / 2, y: outer.y + y + height / 2 };
}

const SCRIPT = [checks, areReady, faultsOf, look, haveRings, translateAll, middle].join("\n");

/**
 * Writes the pages, and opens the one with all of them.
 * @param {import("./engine-site.mjs").EngineSite} on @param {EnginePage} page
 */
export async function openHostile({ site, server }, page) {
  const check = `<pass-wave sitekey="${SITEKEY}" server="${server.url}" required></pass-wave>`;
  site.files["hostile.js"] = SCRIPT;
  SITUATIONS.forEach(({ html }, nth) => (site.files[`hostile-${nth}/index.html`] = html.replace("CHECK", check)));
  const frames = SITUATIONS.map(
    ({ name, width_px }, nth) =>
      `<iframe title="${name}" src="/hostile-${nth}/" width="${width_px}" height="${HEIGHT_PX}" style="border: 0"></iframe>`,
  );
  site.files["hostile/index.html"] =
    `<!doctype html><title>Hostile pages</title><style>body { margin: 0 }</style><script src="/hostile.js"></script>${frames.join("")}`;
  await page.go(`${site.url}/hostile/`);
}

/** What a person sees of each check. @param {EnginePage} page */
export const lookAt = (page) => page.evaluate(() => look());

/** The middle of the button of one of them. @param {EnginePage} page @param {number} nth */
export const middleOf = (page, nth) => page.evaluate((nth) => middle(nth), nth);

/** @param {EnginePage} page */
export const ringsOf = (page) => page.evaluate(() => haveRings());

/** @param {EnginePage} page @param {string} language */
export const translated = (page, language) => page.evaluate((language) => translateAll(language), language);

/** @param {EnginePage} page */
export const isReady = (page) => page.evaluate(() => areReady());
