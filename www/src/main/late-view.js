import { createShape } from "../shared/dom.js";
import { adoptStyles, sheetOf } from "../shared/style-sheet.js";
import css from "./late-view.css";
import { WorkProgress } from "./work-progress.js";

/** @typedef {import("../loader/strings.js").Strings} Strings */
/** @typedef {import("../loader/view.js").View} View */

/** The parts of the view that are loaded after the first paint. Adding them must not move what is shown already. */
export class LateView {
  view;
  #progress;
  /** Missing where a browser knows no constructed ones. @type {CSSStyleSheet[] | undefined} */
  sheets;

  /** @param {View} view @param {() => void} onStop @param {(left_ms: number) => void} onLongWait */
  constructor(view, onStop, onLongWait) {
    this.view = view;
    this.#progress = new WorkProgress(view, () => this.#stop(onStop), onLongWait);
    if (view.sheets) this.sheets = [...view.sheets, sheetOf(css)];
    else adoptStyles(this.root, css);
    view.picture.append(
      createShape("circle", { cx: "18", cy: "18", r: "16", pathLength: "100", class: "gauge" }),
      createShape("path", { d: "M11 18.5l5 5 9-10", class: "done" }),
      createShape("path", { d: "M18 11v9m0 5.5v.1", class: "sign" }),
    );
  }

  get root() {
    return /** @type {ShadowRoot} */ (this.view.box.getRootNode());
  }

  /** Another document takes the style sheets away. Returns whether they are there. */
  adoptStyles() {
    const { root, sheets } = this;
    if (sheets && root.ownerDocument === document) root.adoptedStyleSheets = sheets;
    return !sheets || root.adoptedStyleSheets.length > 0;
  }

  /** @param {Strings} strings */
  translate(strings) {
    this.#progress.translate(strings);
  }

  /** @param {number} share From 0 to 1. */
  setProgress(share) {
    this.#progress.share = Math.min(1, Math.max(0, share));
  }

  /** "Stop", only while a person waits for the proof of work. @param {boolean} isShown */
  showStop(isShown) {
    this.#progress.show(isShown);
  }

  /** "Stop" disappears, so the focus moves to the button that starts over. @param {() => void} onStop */
  #stop(onStop) {
    this.view.start.focus();
    onStop();
  }
}
