import { createElement } from "../shared/dom.js";

/** @typedef {import("../loader/strings.js").Strings} Strings */

/**
 * The progress bar of the proof of work and the button that stops it. The bar is hidden from screen readers: the
 * message beside it has said how long it takes.
 */
export class ProgressRow {
  #bar = createElement("progress", { max: "1", value: "0", part: "progress", "aria-hidden": "true", hidden: "" });
  stop = createElement("button", { type: "button", class: "stop", part: "stop", hidden: "" });
  #isShown = false;

  /** @param {Element} messageArea There is room for both beside the message. */
  constructor(messageArea) {
    messageArea.append(this.#bar, this.stop);
    this.stop.addEventListener("blur", () => this.#update(false));
  }

  /** @param {Strings} strings */
  translate({ stop = "" }) {
    this.stop.textContent = stop;
  }

  /** @param {number} share From 0 to 1. */
  setProgress(share) {
    this.#bar.value = share;
  }

  /** @param {boolean} isShown */
  show(isShown) {
    if (isShown && !this.#isShown) this.setProgress(0);
    this.#isShown = isShown;
    this.#update(this.stop.matches(":focus"));
  }

  /** A focused button stays until the focus has gone elsewhere. @param {boolean} hasFocus */
  #update(hasFocus) {
    this.#bar.hidden = !this.#isShown;
    this.stop.hidden = !this.#isShown && !hasFocus;
  }
}
