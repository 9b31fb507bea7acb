// Many checks on one page, in any of the three engines, whose states a test sets in place: widths, ways and modes
// beside each other in every language. What decides is a puppet, as in widget-states.mjs; all else is what is shipped.
import { lookOnce } from "./engine-visit.mjs";
import { DIST } from "./paths.mjs";
import { Site } from "./static-site.mjs";
import { PUPPET } from "./widget-states.mjs";
import { LANGUAGES } from "./widget-strings.mjs";

/** @typedef {import("./engines.mjs").EnginePage} EnginePage */
/** @typedef {import("./widget-states.mjs").Step} Step */

/**
 * Checks that differ in the language alone.
 * @typedef {object} Group
 * @property {string} name
 * @property {string} attributes
 * @property {number} width_px of the column that they stand in
 * @property {number} [frame_px] of the frame around it, in which that column is all that there is beside a margin
 */

const LIMIT_MS = 30_000;
const LOOK_AGAIN_MS = 40;

/** In the page: the window and those of its frames, each with checks and puppets. */
function windows() {
  return /** @type {any[]} */ ([globalThis, ...Array.from({ length: window.length }, (_, nth) => window[nth])]);
}

/** In the page: all checks. */
function checks() {
  return windows().flatMap((one) => /** @type {HTMLElement[]} */ ([...one.document.querySelectorAll("pass-wave")]));
}

/** In the page: whether every check has the words of its own language, and its puppet. @param {number} count */
function areReady(count) {
  const all = checks();
  for (const check of all) check.dispatchEvent(new FocusEvent("focusin"));
  const haveWords = all.every((check) => check.shadowRoot?.querySelector(`[part=box][lang="${check.lang}"]`));
  return all.length === count && haveWords && windows().flatMap((one) => one.puppets ?? []).length === count;
}

/** In the page: lets every check show the step. @param {Step} step */
function showStep({ state, message, isVerdict }) {
  for (const { view, way } of windows().flatMap((one) => one.puppets)) {
    view.show(state, typeof message === "object" ? message[way] : message, Boolean(isVerdict));
    view.progress(0.4);
  }
}

/** In the page: whether they show it. @param {Step} step */
function isShown({ state, message }) {
  const words = (/** @type {HTMLElement} */ check) => check.shadowRoot?.querySelector("[part~=message]")?.textContent;
  return checks().every(
    (check) => /** @type {any} */ (check).state === state && Boolean(words(check)) === Boolean(message),
  );
}

/** In the page: how large each check is, where its controls are, and whether its words leave it. */
function measure() {
  const range = document.createRange();
  return checks().map((check) => {
    const root = /** @type {ShadowRoot} */ (check.shadowRoot);
    const part = (/** @type {string} */ name) => /** @type {HTMLElement} */ (root.querySelector(`[part~=${name}]`));
    const box = part("box").getBoundingClientRect();
    const lines = (/** @type {string} */ name) => (range.selectNodeContents(part(name)), [...range.getClientRects()]);
    const leaves = (/** @type {DOMRect} */ { left, right, top, bottom }) =>
      left < box.left - 1 || right > box.right + 1 || top < box.top - 1 || bottom > box.bottom + 1;
    const place = (/** @type {string} */ name) => {
      const { x, y, width, height } = part(name).getBoundingClientRect();
      return [x - box.x, y - box.y, width, height].map(Math.round).join(" ");
    };
    return {
      group: check.dataset.group ?? "",
      name: `${check.dataset.group}, ${check.lang}`,
      height: Math.round(box.height),
      width: Math.round(box.width),
      lines: new Set(lines("label").map(({ top }) => Math.round(top))).size,
      isCut: [...lines("label"), ...lines("message")].some(leaves),
      places: [place("start"), place("options")].join(", "),
    };
  });
}

/** Without WebAssembly the widget asks for passwave-plain.js, in whose place the puppet is. */
const SCRIPT = ["delete globalThis.WebAssembly", windows, checks, areReady, showStep, isShown, measure].join("\n");
const HEAD = `<!doctype html><meta charset="utf-8"><title>Checks</title><link rel="icon" href="data:,">
  <meta name="viewport" content="width=device-width, initial-scale=1"><style>body { margin: 0 16px }</style>
  <script src="/states.js"></script><script src="/passwave.js"></script>`;

/** @param {Group} group */
const column = ({ name, attributes, width_px }) =>
  [...LANGUAGES.keys()]
    .map(
      (lang) =>
        `<div style="width: ${width_px}px"><pass-wave sitekey="demo" lang="${lang}" data-group="${name}" ${attributes}></pass-wave></div>`,
    )
    .join("");

export class EngineStates {
  #page;
  #site;

  /** @param {EnginePage} page @param {Site} site */
  constructor(page, site) {
    this.#page = page;
    this.#site = site;
  }

  /** Whoever opens it closes it. @param {EnginePage} page @param {Group[]} groups */
  static async open(page, groups) {
    const site = await Site.start(DIST);
    const framed = groups.filter(({ frame_px }) => frame_px);
    const frames = framed.map(
      ({ frame_px }, nth) => `<iframe src="/frame-${nth}/" width="${frame_px}" height="600"></iframe>`,
    );
    const rest = groups.filter(({ frame_px }) => !frame_px).map(column);
    site.files = { "states.js": SCRIPT, "passwave-plain.js": PUPPET };
    site.files["index.html"] = HEAD + rest.join("") + frames.join("");
    framed.forEach((group, nth) => (site.files[`frame-${nth}/index.html`] = HEAD + column(group)));
    await page.go(`${site.url}/`);
    const states = new EngineStates(page, site);
    const look = (/** @type {string} */ origin, /** @type {number} */ count) =>
      location.origin === origin && areReady(count);
    await states.#until("ready", look, site.url, groups.length * LANGUAGES.size).catch((cause) => {
      states.close();
      throw cause;
    });
    return states;
  }

  /**
   * @template {unknown[]} Given
   * @param {string} what @param {(...given: Given) => unknown} look @param {Given} args
   */
  async #until(what, look, ...args) {
    for (const end = Date.now() + LIMIT_MS; ; await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS))) {
      if (await lookOnce(this.#page, look, ...args)) return;
      if (Date.now() > end) throw new Error(`the checks were not ${what} within ${LIMIT_MS / 1000} s`);
    }
  }

  /** Lets every check show one step of the story; what they measure then. @param {Step} step */
  async show(step) {
    await this.#page.evaluate((step) => showStep(step), step);
    await this.#until(`at ${step.name}`, (step) => isShown(step), step);
    return this.#page.evaluate(() => measure());
  }

  close() {
    this.#site.stop();
  }
}
