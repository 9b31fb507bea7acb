import { createElement, createIcon } from "../shared/dom.js";

/**
 * How the arrow, drawn pointing right, is rotated: by a style, for WebKit ignores the attribute on an outermost SVG.
 * @type {Record<string, string>}
 */
const ROTATION = { right: "none", down: "rotate(90deg)", left: "rotate(180deg)", up: "rotate(270deg)" };

const ARROW = { d: "M5 18h26m-8-8 8 8-8 8" };

/** @typedef {(right_px: number, down_px: number, isOver: boolean) => void} OnSlide */

/**
 * An area for sliding one finger, a pen or a mouse. Screen readers handle swipes themselves, so it is hidden from
 * them; "Press instead" stands below it.
 */
export class SlidePad {
  #arrow = createIcon([["path", ARROW]]);
  element = createElement("div", { class: "pad", part: "pad", "aria-hidden": "true", hidden: "" }, [this.#arrow]);
  #onSlide;
  /** @type {PointerEvent | undefined} */
  #start;

  /** @param {OnSlide} onSlide */
  constructor(onSlide) {
    this.#onSlide = onSlide;
    this.element.onpointerdown = this.#onDown;
    this.element.onpointermove = (event) => this.#report(event, false);
    // A slide ends when the finger is lifted, so that it can be taken back before.
    this.element.onpointerup = (event) => this.#report(event, true);
    this.element.onpointercancel = this.#onCancel;
  }

  /** @param {string | undefined} direction */
  show(direction) {
    this.element.hidden = !direction;
    this.#start = undefined;
    if (direction) this.#arrow.style.transform = ROTATION[direction] ?? "";
  }

  /** @param {PointerEvent} event */
  #onDown = (event) => {
    if (!event.isPrimary || event.button > 0) return;
    this.#start = event;
    this.element.setPointerCapture(event.pointerId);
  };

  /** The system has taken the pointer over, as for scrolling. */
  #onCancel = () => {
    if (this.#start) this.#onSlide(0, 0, true);
    this.#start = undefined;
  };

  /** @param {PointerEvent} event @param {boolean} isOver */
  #report(event, isOver) {
    const start = this.#start;
    if (start?.pointerId !== event.pointerId) return;
    if (isOver) this.#start = undefined;
    this.#onSlide(event.clientX - start.clientX, event.clientY - start.clientY, isOver);
  }
}
