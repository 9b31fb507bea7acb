import { createElement, createIcon } from "../shared/dom.js";
import { adoptStyles } from "../shared/style-sheet.js";
import css from "./view.css";

/** @typedef {import("./strings.js").Strings} Strings */
/** @typedef {import("./strings.js").Translation} Translation */

const PHONE_OUTLINE =
  "M15 10h6a1.5 1.5 0 0 1 1.5 1.5v13a1.5 1.5 0 0 1-1.5 1.5h-6a1.5 1.5 0 0 1-1.5-1.5v-13a1.5 1.5 0 0 1 1.5-1.5z";
const HELP_SCHEMES = /^(https?|tel|mailto|sms):$/;
const MOTION_LINES = "M9.5 14c-1 2.5-1 5.5 0 8M26.5 14c1 2.5 1 5.5 0 8";

/** The class is for the widget's own style sheet, the part for the site's. @param {string} name */
function named(name) {
  return { class: name, part: name };
}

/** The parts of one widget that are shown before the first press. It shows what it is told and decides nothing. */
export class View {
  start = createElement("button", { type: "button", ...named("start") });
  detail = createElement("p", { id: "detail", ...named("detail"), "aria-hidden": "true" });
  message = createElement("p", { ...named("message"), role: "status", "aria-live": "polite" });
  pressInstead = createElement("button", { type: "button", ...named("press-instead") });
  larger = createElement("button", { type: "button", ...named("larger") });
  readAloud = createElement("button", { type: "button", ...named("read-aloud") });
  help = createElement("a", { ...named("help"), dir: "auto" });
  caution = createElement("p", { id: "caution", ...named("caution"), dir: "auto" });
  picture = createIcon([
    ["circle", { cx: "18", cy: "18", r: "16", class: "ring" }],
    ["path", { d: PHONE_OUTLINE + MOTION_LINES, class: "phone" }],
  ]);
  #noticeTitle = createElement("summary");
  #noticeText = createElement("p");
  notice = createElement("details", { part: "notice" }, [this.#noticeTitle, this.#noticeText]);
  #settingsTitle = createElement("summary");
  settings = createElement("details", { part: "settings" }, [this.#settingsTitle]);
  /** The label of the button that changes the size, in standard and in elder mode. */
  #sizeLabels = ["", ""];
  label = createElement("span", { class: "label" });
  box = createElement("div", { class: "box untranslated", part: "box", role: "group" });

  /** @param {ShadowRoot} root */
  constructor(root) {
    this.start.append(this.picture, this.label);
    const messageArea = createElement("div", { class: "message-area" }, [this.message, this.detail]);
    const more = createElement("div", { class: "more" }, [this.pressInstead, this.larger, this.help]);
    this.box.append(this.readAloud, this.caution, this.start, messageArea, more, this.notice, this.settings);
    adoptStyles(root, css);
    root.append(this.box);
  }

  /** Until a translation is there, the widget is invisible but takes its space: a button must have a name. */
  get isUntranslated() {
    return this.box.classList.contains("untranslated");
  }

  /** @param {Translation} translation */
  translate({ strings, language }) {
    this.box.classList.remove("untranslated");
    this.box.setAttribute("aria-label", strings.group);
    this.box.lang = language;
    this.box.dir = strings.direction;
    this.pressInstead.textContent = strings.press;
    this.#sizeLabels = [strings.larger, strings.smaller];
    this.readAloud.textContent = strings.readAloud;
    this.#noticeTitle.textContent = strings.noticeTitle;
    this.#noticeText.textContent = strings.notice ?? "";
    this.#settingsTitle.textContent = strings.settings;
  }

  /** The style sheet selects by the state. @param {string} state */
  showState(state) {
    this.box.dataset.state = state;
  }

  /** @param {boolean} isElder @param {boolean} isSpoken */
  setMode(isElder, isSpoken) {
    this.box.classList.toggle("elder", isElder);
    this.larger.textContent = this.#sizeLabels[Number(isElder)];
    this.readAloud.hidden = !(isElder || isSpoken) || !("speechSynthesis" in globalThis);
  }

  /** @param {string} href @param {string} text */
  setHelp(href, text) {
    this.help.href = href;
    this.help.hidden = !href || !HELP_SCHEMES.test(this.help.protocol);
    if (this.help.hidden) this.help.removeAttribute("href");
    this.help.textContent = text;
  }

  /** @param {string} text */
  setCaution(text) {
    this.caution.hidden = !text;
    this.caution.textContent = text;
    this.start.setAttribute("aria-describedby", text ? "caution detail" : "detail");
  }
}
