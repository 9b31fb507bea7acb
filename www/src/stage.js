import { shape } from "./dom.js";
import css from "./stage.css";
import { addStyle } from "./style.js";

/** What a view gets once the rest has arrived: a gauge and a tick. Nothing that stands may move. */
export class Stage {
  #view;

  /** @param {import("./view.js").View} view */
  constructor(view) {
    this.#view = view;
    addStyle(/** @type {ShadowRoot} */ (view.box.getRootNode()), css);
    view.picture.append(
      shape("circle", { cx: "18", cy: "18", r: "16", pathLength: "100", class: "gauge" }),
      shape("path", { d: "M11 18.5l5 5 9-11", class: "done" }),
    );
  }

  /** @param {number} share From 0 to 1. */
  fillRing(share) {
    this.#view.box.style.setProperty("--passwave-progress", String(Math.min(1, Math.max(0, share))));
  }
}
