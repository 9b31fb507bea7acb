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
  /** The first share of the work that was told, and when. @type {{ share: number, at_ms: number } | undefined} */
  #first;
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
      this.#first = undefined;
      this.#isEstimated = false;
    }
    this.#isShown = isShown;
    this.#update(this.#stop.matches(":focus"));
  }

  /** @param {number} share The share of the work that is done, from 0 to 1. */
  set share(share) {
    this.#box.style.setProperty("--passwave-progress", String(share));
    if (!this.#isShown || this.#isEstimated) return;
    const now_ms = performance.now();
    const first = (this.#first ??= { share, at_ms: now_ms });
    const done = share - first.share;
    const took_ms = now_ms - first.at_ms;
    if (done <= 0 || took_ms < ESTIMATE_AFTER_MS) return;
    this.#isEstimated = true;
    const left_ms = ((1 - share) * took_ms) / done;
    if (left_ms >= LONG_WAIT_MS) this.#onLongWait(left_ms);
  }

  /** A focused button stays until the focus has gone elsewhere. @param {boolean} hasFocus */
  #update(hasFocus) {
    this.#stop.hidden = !this.#isShown && !hasFocus;
    this.#box.classList.toggle("stoppable", !this.#stop.hidden);
  }
}
