import { make } from "./dom.js";

/** @typedef {import("./strings.js").Strings} Strings */

/** How far the work is, for the eye alone: the sentence beside it has said how long it takes. And a way to stop it. */
export class WorkRow {
  #progress = make("progress", { max: "1", value: "0", part: "progress", "aria-hidden": "true", hidden: "" });
  stop = make("button", { type: "button", class: "stop", part: "stop", hidden: "" });
  #isOn = false;

  /** @param {Element} words Where the message stands; there is room for both. */
  constructor(words) {
    words.append(this.#progress, this.stop);
    this.stop.addEventListener("blur", () => this.#update(false));
  }

  /** @param {Strings} strings */
  translate({ stop = "" }) {
    this.stop.textContent = stop;
  }

  /** @param {number} share From 0 to 1. */
  fill(share) {
    this.#progress.value = share;
  }

  /** @param {boolean} isOn */
  show(isOn) {
    if (isOn && !this.#isOn) this.fill(0);
    this.#isOn = isOn;
    this.#update(this.stop.matches(":focus"));
  }

  /** A control that has the focus stays until the focus has gone elsewhere. @param {boolean} hasFocus */
  #update(hasFocus) {
    this.#progress.hidden = !this.#isOn;
    this.stop.hidden = !this.#isOn && !hasFocus;
  }
}
