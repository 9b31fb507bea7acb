import { drawing, make } from "./dom.js";
import { addStyle } from "./style.js";
import css from "./passwave.css";

/** @typedef {import("./strings.js").Strings} Strings */
/** @typedef {import("./strings.js").Words} Words */

/** The widget's style sheet and the page's go by the same name. @param {string} name */
const named = (name) => ({ class: name, part: name });

/** The parts of one widget as they stand before the first press. It shows what it is told and decides nothing. */
export class View {
  start = make("button", { type: "button", ...named("start") });
  detail = make("p", { id: "detail", ...named("detail"), "aria-hidden": "true" });
  message = make("p", { ...named("message"), role: "status", "aria-live": "polite" });
  other = make("button", { type: "button", ...named("other") });
  larger = make("button", { type: "button", ...named("larger") });
  aloud = make("button", { type: "button", ...named("aloud") });
  help = make("a", { ...named("help"), dir: "auto" });
  caution = make("p", { id: "caution", ...named("caution"), dir: "auto" });
  picture = drawing([
    ["circle", { cx: "18", cy: "18", r: "16", class: "ring" }],
    [
      "path",
      {
        d: "M15 10h6a1.5 1.5 0 0 1 1.5 1.5v13a1.5 1.5 0 0 1-1.5 1.5h-6a1.5 1.5 0 0 1-1.5-1.5v-13a1.5 1.5 0 0 1 1.5-1.5zM9.5 14c-1 2.5-1 5.5 0 8M26.5 14c1 2.5 1 5.5 0 8",
        class: "phone",
      },
    ],
  ]);
  #noticeTitle = make("summary");
  #noticeText = make("p");
  notice = make("details", { part: "notice" }, [this.#noticeTitle, this.#noticeText]);
  #settingsTitle = make("summary");
  settings = make("details", { part: "settings" }, [this.#settingsTitle]);
  /** What the button that changes the size offers, in standard and in elder mode. */
  #sizes = ["", ""];
  label = make("span", { class: "label" });
  box = make("div", { class: "box mute", part: "box", role: "group" });

  /** @param {ShadowRoot} root */
  constructor(root) {
    this.start.append(this.picture, this.label);
    const more = make("div", { class: "more" }, [this.other, this.larger, this.help]);
    const words = make("div", { class: "words" }, [this.message, this.detail]);
    this.box.append(this.aloud, this.caution, this.start, words, more, this.notice, this.settings);
    addStyle(root, css);
    root.append(this.box);
  }

  /** Until there are words, it keeps its place and is hidden, from screen readers too: a button must have a name. */
  get isMute() {
    return this.box.classList.contains("mute");
  }

  /** @param {Words} words */
  translate({ strings, language }) {
    this.box.classList.remove("mute");
    this.box.setAttribute("aria-label", strings.group);
    this.box.lang = language;
    this.box.dir = strings.direction;
    this.other.textContent = strings.press;
    this.#sizes = [strings.larger, strings.smaller];
    this.aloud.textContent = strings.readAloud;
    this.#writeDetails(strings);
  }

  /** @param {Strings} strings */
  #writeDetails({ noticeTitle, notice, settings }) {
    this.#noticeTitle.textContent = noticeTitle;
    this.#noticeText.textContent = notice ?? "";
    this.#settingsTitle.textContent = settings;
  }

  /** The style sheet goes by the name of the state. @param {string} state */
  showState(state) {
    this.box.dataset.state = state;
  }

  /** @param {boolean} isElder @param {boolean} isSpoken */
  enlarge(isElder, isSpoken) {
    this.box.classList.toggle("elder", isElder);
    this.larger.textContent = this.#sizes[Number(isElder)];
    this.aloud.hidden = !(isElder || isSpoken) || !("speechSynthesis" in globalThis);
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
    this.start.setAttribute("aria-describedby", text ? "caution detail" : "detail");
  }
}
