import { shape } from "./dom.js";
import { Easy } from "./easy.js";
import { Pad } from "./pad.js";
import css from "./stage.css";
import { addStyle } from "./style.js";
import { WorkRow } from "./work-row.js";

/** @typedef {import("./strings.js").Strings} Strings */
/** @typedef {{ slide: import("./pad.js").OnSlide, stop: () => void, easy: (isEasy: boolean) => void }} Pressed What a person does here. */

/** What a view gets once the rest has arrived. Nothing that stands may move. */
export class Stage {
  #view;
  #pad;
  #work;
  #easy;

  /** @param {import("./view.js").View} view @param {Pressed} pressed */
  constructor(view, pressed) {
    const words = /** @type {Element} */ (view.message.parentElement);
    this.#view = view;
    this.#work = new WorkRow(words);
    this.#pad = new Pad(pressed.slide);
    this.#easy = new Easy(pressed.easy);
    this.#work.stop.onclick = () => this.#stop(pressed.stop);
    addStyle(/** @type {ShadowRoot} */ (view.box.getRootNode()), css);
    words.after(this.#pad.element, this.#easy.element);
    view.picture.append(
      shape("circle", { cx: "18", cy: "18", r: "16", pathLength: "100", class: "gauge" }),
      shape("path", { d: "M11 18.5l5 5 9-11", class: "done" }),
    );
  }

  /** @param {Strings} strings */
  translate(strings) {
    this.#work.translate(strings);
    this.#easy.translate(strings);
  }

  /** @param {number} share From 0 to 1. */
  fill(share) {
    const within = Math.min(1, Math.max(0, share));
    this.#view.box.style.setProperty("--passwave-progress", String(within));
    this.#work.fill(within);
  }

  /** @param {string | undefined} direction */
  showPad(direction) {
    this.#pad.show(direction);
  }

  /** How far the work is, and how to stop it: only where a person waits for it. @param {boolean} isOn */
  showWork(isOn) {
    this.#work.show(isOn);
  }

  /** @param {boolean} isWanted */
  askEasy(isWanted) {
    if (isWanted) this.#easy.ask();
    else this.#easy.withdraw();
  }

  /** The button goes, so the one that starts over takes the focus. @param {() => void} stop */
  #stop(stop) {
    this.#view.start.focus();
    stop();
  }
}
