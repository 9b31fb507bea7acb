import { drawing, make } from "./dom.js";
import css from "./passwave.css";

/** @typedef {import("./strings.js").Strings} Strings */
/** @typedef {import("./strings.js").Words} Words */

const PHONE = { x: "13.5", y: "10", width: "9", height: "16", rx: "1.5" };
const CIRCLE = { cx: "18", cy: "18", r: "16", pathLength: "100" };

/** @type {CSSStyleSheet | undefined} */
let sheet;

/** The parts of one widget. It shows what it is told and decides nothing. */
export class View {
  start = make("button", { type: "button", class: "start", part: "start", "aria-describedby": "detail" });
  detail = make("p", { id: "detail", class: "detail", part: "detail", "aria-hidden": "true" });
  message = make("p", { class: "message", part: "message", role: "status", "aria-live": "polite" });
  other = make("button", { type: "button", class: "other", part: "other" });
  larger = make("button", { type: "button", class: "larger", part: "larger" });
  aloud = make("button", { type: "button", class: "aloud", part: "aloud", hidden: "" });
  help = make("a", { class: "help", part: "help", hidden: "" });
  caution = make("p", { class: "caution", part: "caution", hidden: "" });
  #noticeTitle = make("summary");
  #noticeText = make("p");
  notice = make("details", { part: "notice" }, [this.#noticeTitle, this.#noticeText]);
  /** What the button that changes the size offers, in standard and in elder mode. */
  #sizes = ["", ""];
  #label = make("span", { class: "label" });
  #box = make("div", { class: "box mute", part: "box", role: "group" });

  /** @param {ShadowRoot} root */
  constructor(root) {
    this.start.append(picture(), this.#label);
    const more = make("div", { class: "more" }, [this.other, this.larger, this.help]);
    const words = make("div", { class: "words" }, [this.detail, this.message]);
    this.#box.append(this.aloud, this.caution, this.start, words, more, this.notice);
    style(root);
    root.append(this.#box);
  }

  /** Until there are words, it keeps its place and is hidden, from screen readers too: a button must have a name. */
  get isMute() {
    return this.#box.classList.contains("mute");
  }

  /** @param {Words} words */
  translate({ strings, language }) {
    this.#box.classList.remove("mute");
    this.#box.setAttribute("aria-label", strings.group);
    this.#box.lang = language;
    this.#box.dir = strings.direction;
    this.#label.textContent = strings.start;
    this.other.textContent = strings.press;
    this.#sizes = [strings.larger, strings.smaller];
    this.aloud.textContent = strings.readAloud;
    this.#writeNotice(strings);
  }

  /** @param {Strings} strings */
  #writeNotice({ noticeTitle, notice }) {
    this.#noticeTitle.textContent = noticeTitle;
    this.#noticeText.textContent = notice ?? "";
  }

  /** The style sheet goes by the name of the state. @param {string} state */
  showState(state) {
    this.#box.dataset.state = state;
    this.detail.hidden = state !== "idle" && state !== "asking";
  }

  /** @param {boolean} isElder */
  enlarge(isElder) {
    this.#box.classList.toggle("elder", isElder);
    this.larger.textContent = this.#sizes[Number(isElder)];
    this.aloud.hidden = !isElder || !("speechSynthesis" in globalThis);
  }

  /** @param {string} href @param {string} text */
  offerHelp(href, text) {
    this.help.hidden = !href;
    this.help.href = href;
    this.help.textContent = text;
  }

  /** @param {string} text */
  warn(text) {
    this.caution.hidden = !text;
    this.caution.textContent = text;
  }

  /** @param {number} share From 0 to 1. */
  fillRing(share) {
    this.#box.style.setProperty("--passwave-progress", String(Math.min(1, Math.max(0, share))));
  }
}

function picture() {
  return drawing([
    ["circle", { ...CIRCLE, class: "ring" }],
    ["circle", { ...CIRCLE, class: "gauge" }],
    ["rect", { ...PHONE, class: "phone" }],
    ["path", { d: "M9.5 14c-1 2.5-1 5.5 0 8M26.5 14c1 2.5 1 5.5 0 8", class: "phone" }],
    ["path", { d: "M11 18.5l5 5 9-11", class: "done" }],
  ]);
}

/** A constructed sheet needs no exception from a strict `style-src`. @param {ShadowRoot} root */
function style(root) {
  if (!("adoptedStyleSheets" in root)) return /** @type {ShadowRoot} */ (root).append(make("style", {}, [css]));
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
  }
  root.adoptedStyleSheets = [sheet];
}
