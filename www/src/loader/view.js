import { createElement, createIcon } from "../shared/dom.js";
import { adoptStyles } from "../shared/style-sheet.js";
import css from "./view.css";

/** @typedef {import("./strings.js").Strings} Strings */
/** @typedef {import("./strings.js").Translation} Translation */

const PHONE = "M14 10h8v16h-8zM9.5 14c-1 2.5-1 5.5 0 8m17-8c1 2.5 1 5.5 0 8";
const HELP_SCHEMES = /^(https?|tel|mailto|sms):$/;
const LETTERS = "M5 27l8-19 8 19M8 20h10m11-13v8m-4-4h8";
const DOTS = "M9 18h.1m9 0h.1m9 0h.1";

/** Nothing is written on the element itself: a framework may compare it with what its server has sent. */
const ELDER_HOST = ":host{--passwave-width:max(34rem,544px)}";

/** The sentences that may stand in the row between the press and the verdict. */
const WAVING = /^(prompt|hint|offer|motion|checkingP)(?!Slide)/;
const PRESSING = /^checking$/;

/** The class is for the widget's own style sheet, the part for the site's. @param {string} name */
function named(name) {
  return { class: name, part: name, id: name };
}

/** @param {string} name @param {Element[]} [children] */
function createButton(name, children) {
  return createElement("button", named(name), children);
}

/** A small button with a picture and a name. @param {string} name @param {string} path */
function createTool(name, path) {
  return createButton(name, [createIcon([["path", { d: path }]]), createElement("span")]);
}

/** The name of a tool is read, and shown on pointing at it. @param {HTMLElement} tool @param {string} name */
function nameTool(tool, name) {
  tool.title = name;
  /** @type {HTMLElement} */ (tool.lastChild).textContent = name;
}

/**
 * The parts of one widget that are shown before the first press. It shows what it is told and decides nothing. The
 * words of the row lie over the button: inside it, its name would change with every message.
 */
export class View {
  start = createButton("start");
  label = createElement("div", { ...named("label"), "aria-hidden": "true" });
  detail = createElement("div", { ...named("detail"), "aria-hidden": "true" });
  message = createElement("p", { ...named("message"), "aria-live": "polite", "aria-atomic": "true" });
  pressInstead = createButton("press-instead");
  larger = createTool("larger", LETTERS);
  options = createTool("options", DOTS);
  readAloud = createButton("read-aloud");
  help = createElement("a", { ...named("help"), dir: "auto" });
  caution = createElement("p", { ...named("caution"), dir: "auto" });
  picture = createIcon([
    ["circle", { cx: "18", cy: "18", r: "16", class: "ring" }],
    ["path", { d: PHONE, class: "phone" }],
  ]);
  /** As high as the highest sentence, so that nothing moves from the press to the verdict. */
  #room = createElement("div", { class: "room", "aria-hidden": "true" });
  #other = createElement("div", { class: "other" }, [this.pressInstead]);
  tools = createElement("div", { class: "tools" }, [this.#other, this.readAloud, this.larger, this.options]);
  box = createElement("div", { class: "box untranslated", part: "box", role: "group", "data-state": "idle" });

  /** The width of the element in elder mode. @type {{ media: any }} */
  elderSheet;

  /** @param {ShadowRoot} root */
  constructor(root) {
    const idle = createElement("div", { class: "idle" }, [this.label, this.detail]);
    const words = createElement("div", { class: "words" }, [this.message, idle, this.#room]);
    const row = createElement("div", { class: "row" }, [this.start, this.picture, words]);
    this.options.setAttribute("aria-expanded", "false");
    this.start.setAttribute("aria-labelledby", "label");
    this.start.setAttribute("aria-describedby", "caution detail");
    this.box.append(this.caution, row, this.tools, this.help);
    adoptStyles(root, css);
    this.elderSheet = adoptStyles(root, ELDER_HOST, new Map());
    this.sheets = root.adoptedStyleSheets && [...root.adoptedStyleSheets];
    root.append(createElement("div", {}, [this.box])); // A line of its own, also where a page makes the element inline.
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
    this.readAloud.textContent = strings.readAloud;
    nameTool(this.larger, strings.larger);
    nameTool(this.options, strings.options);
  }

  /** The style sheet selects by the state. @param {string} state @param {boolean} isBusy */
  showState(state, isBusy) {
    this.box.dataset.state = state;
    this.box.classList.toggle("busy", isBusy);
  }

  /** The style sheet selects by the way. @param {string} way @param {Strings} strings */
  setWay(way, strings) {
    this.box.dataset.way = way;
    const keys = way === "press" ? PRESSING : WAVING;
    const sentences = Object.entries(strings).filter(([key]) => keys.test(key));
    this.#room.replaceChildren(...sentences.map(([, sentence]) => createElement("p", {}, [sentence])));
  }

  /** @param {boolean} isElder @param {boolean} isVoiceShown @param {boolean} isVoiceFirst */
  setMode(isElder, isVoiceShown, isVoiceFirst) {
    this.box.classList.toggle("elder", isElder);
    this.elderSheet.media = isElder ? "" : "not all";
    this.larger.hidden = isElder;
    this.readAloud.hidden = !isVoiceShown || !globalThis.speechSynthesis;
    if (isVoiceFirst === (this.readAloud.parentNode === this.box)) return; // Moving it would take the focus away.
    if (isVoiceFirst) this.box.prepend(this.readAloud);
    else this.#other.after(this.readAloud);
  }

  /** The style sheet shows the link if it leads anywhere. @param {string} href @param {string} text */
  setHelp(href, text) {
    this.help.href = href;
    if (!HELP_SCHEMES.test(this.help.protocol)) this.help.removeAttribute("href");
    this.help.textContent = text;
  }
}
