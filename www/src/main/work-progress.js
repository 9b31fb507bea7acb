import { createElement } from "../shared/dom.js";
import { ESTIMATE_AFTER_MS, LONG_WAIT_MS, STOP_GUARD_MS } from "../shared/timing.js";

/** @typedef {import("../loader/strings.js").Strings} Strings */

/**
 * The progress bar along the lower edge and the button that stops the proof of work. The bar is hidden from screen
 * readers: the message has said how long it takes, and once it is known to take longer, words say that.
 */
export class WorkProgress {
  #bar = createElement("div", { class: "bar", part: "progress", "aria-hidden": "true" }, [createElement("i")]);
  #stop = createElement("button", { class: "stop", part: "stop", hidden: "" });
  #box;
  #onLongWait;
  #isShown = false;
  #shownAt_ms = 0;
  #share = 0;
  #shareWhenShown = 0;
  #isEstimated = false;

  /**
   * @param {import("../loader/view.js").View} view @param {() => void} onStop
   * @param {(left_ms: number) => void} onLongWait
   */
  constructor(view, onStop, onLongWait) {
    this.#box = view.box;
    this.#onLongWait = onLongWait;
    view.box.append(this.#bar);
    view.pressInstead.after(this.#stop);
    this.#stop.onblur = () => this.#update(false);
    this.#stop.onclick = () => {
      if (performance.now() - this.#shownAt_ms >= STOP_GUARD_MS) onStop();
    };
  }

  /** @param {Strings} strings */
  translate({ stop = "Stop" }) {
    this.#stop.textContent = stop;
  }

  /** @param {boolean} isShown */
  show(isShown) {
    if (isShown && !this.#isShown) {
      this.#shownAt_ms = performance.now();
      this.#shareWhenShown = this.#share;
      this.#isEstimated = false;
    }
    this.#isShown = isShown;
    this.#update(this.#stop.matches(":focus"));
  }

  /** @param {number} share The share of the work that is done, from 0 to 1. */
  set share(share) {
    this.#share = share;
    this.#box.style.setProperty("--passwave-progress", String(share));
    const waited_ms = performance.now() - this.#shownAt_ms;
    if (!this.#isShown || this.#isEstimated || waited_ms < ESTIMATE_AFTER_MS) return;
    this.#isEstimated = true;
    const left_ms = ((1 - share) * waited_ms) / (share - this.#shareWhenShown);
    if (left_ms >= LONG_WAIT_MS) this.#onLongWait(left_ms);
  }

  /** A focused button stays until the focus has gone elsewhere. @param {boolean} hasFocus */
  #update(hasFocus) {
    this.#stop.hidden = !this.#isShown && !hasFocus;
    this.#box.classList.toggle("stoppable", !this.#stop.hidden);
  }
}
