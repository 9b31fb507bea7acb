import { createElement } from "../shared/dom.js";
import { STOP_GUARD_MS } from "../shared/timing.js";

/** @typedef {import("../loader/strings.js").Strings} Strings */

/**
 * The progress bar along the lower edge and the button that stops the proof of work. The bar is hidden from screen
 * readers: the message has said how long it takes.
 */
export class WorkProgress {
  #bar = createElement("div", { class: "bar", part: "progress", "aria-hidden": "true" }, [createElement("i")]);
  #stop = createElement("button", { type: "button", class: "stop", part: "stop", hidden: "" });
  #box;
  #isShown = false;
  #shownAt_ms = 0;

  /** @param {import("../loader/view.js").View} view @param {() => void} onStop */
  constructor(view, onStop) {
    this.#box = view.box;
    view.box.append(this.#bar);
    view.pressInstead.after(this.#stop);
    this.#stop.onblur = () => this.#update(false);
    this.#stop.onclick = () => {
      if (performance.now() - this.#shownAt_ms >= STOP_GUARD_MS) onStop();
    };
  }

  /** @param {Strings} strings */
  translate({ stop = "" }) {
    this.#stop.textContent = stop;
  }

  /** @param {boolean} isShown */
  show(isShown) {
    if (isShown && !this.#isShown) this.#shownAt_ms = performance.now();
    this.#isShown = isShown;
    this.#update(this.#stop.matches(":focus"));
  }

  /** A focused button stays until the focus has gone elsewhere. @param {boolean} hasFocus */
  #update(hasFocus) {
    this.#stop.hidden = !this.#isShown && !hasFocus;
    this.#box.classList.toggle("stoppable", !this.#stop.hidden);
  }
}
