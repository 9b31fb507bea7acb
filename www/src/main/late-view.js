import { createShape } from "../shared/dom.js";
import { adoptStyles } from "../shared/style-sheet.js";
import css from "./late-view.css";
import { WorkProgress } from "./work-progress.js";
import { SlidePad } from "./slide-pad.js";
import { Survey } from "./survey.js";

/** @typedef {import("../loader/strings.js").Strings} Strings */
/** @typedef {import("../loader/view.js").View} View */

/**
 * What a person does with the parts of this view.
 * @typedef {object} LateViewListener
 * @property {import("./slide-pad.js").OnSlide} onSlide
 * @property {() => void} onStop
 * @property {(isEasy: boolean) => void} onSurveyAnswer
 */

/** The parts of the view that are loaded after the first paint. Adding them must not move what is shown already. */
export class LateView {
  #view;
  #pad;
  #progress;
  #survey;

  /** @param {View} view @param {LateViewListener} listener */
  constructor(view, listener) {
    this.#view = view;
    this.#progress = new WorkProgress(view, () => this.#stop(listener.onStop));
    this.#pad = new SlidePad(listener.onSlide);
    this.#survey = new Survey(listener.onSurveyAnswer);
    adoptStyles(/** @type {ShadowRoot} */ (view.box.getRootNode()), css);
    view.tools.before(this.#pad.element);
    view.tools.after(this.#survey.element);
    view.picture.append(
      createShape("circle", { cx: "18", cy: "18", r: "16", pathLength: "100", class: "gauge" }),
      createShape("path", { d: "M11 18.5l5 5 9-10", class: "done" }),
      createShape("path", { d: "M18 11v9m0 5.5v.1", class: "sign" }),
    );
  }

  /** @param {Strings} strings */
  translate(strings) {
    this.#progress.translate(strings);
    this.#survey.translate(strings);
  }

  /** @param {number} share From 0 to 1. */
  setProgress(share) {
    const clamped = Math.min(1, Math.max(0, share));
    this.#view.box.style.setProperty("--passwave-progress", String(clamped));
  }

  /** @param {string | undefined} direction */
  showPad(direction) {
    this.#pad.show(direction);
  }

  /** "Stop", only while a person waits for the proof of work. @param {boolean} isShown */
  showStop(isShown) {
    this.#progress.show(isShown);
  }

  /** @param {boolean} isShown */
  showSurvey(isShown) {
    if (isShown) this.#survey.show();
    else this.#survey.hide();
  }

  /** "Stop" disappears, so the focus moves to the button that starts over. @param {() => void} onStop */
  #stop(onStop) {
    this.#view.start.focus();
    onStop();
  }
}
