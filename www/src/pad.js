import { drawing, make } from "./dom.js";

/** How the arrow, drawn to the right, is turned. @type {Record<string, string>} */
const TURNS = { right: "0", down: "90", left: "180", up: "270" };

/** An empty path of the same length tells how far the finger has come. */
const ARROW = { d: "M5 18h26m-8-8 8 8-8 8" };

/** @typedef {(right_px: number, down_px: number, isOver: boolean) => void} OnSlide */

/**
 * A large field for one finger, a pen or a mouse. Screen readers take swipes for themselves, so it is hidden from
 * them; "Press instead" stands below it.
 */
export class Pad {
  #arrow = drawing([["path", ARROW]]);
  element = make("div", { class: "pad", part: "pad", "aria-hidden": "true", hidden: "" }, [this.#arrow]);
  #onSlide;
  /** @type {PointerEvent | undefined} */
  #begin;

  /** @param {OnSlide} onSlide */
  constructor(onSlide) {
    this.#onSlide = onSlide;
    this.element.onpointerdown = this.#down;
    this.element.onpointermove = this.#move;
    this.element.onpointerup = this.#up;
    this.element.onpointercancel = this.#cancel;
  }

  /** @param {string | undefined} direction */
  show(direction) {
    this.element.hidden = !direction;
    this.#begin = undefined;
    if (direction) this.#arrow.setAttribute("transform", `rotate(${TURNS[direction]})`);
  }

  /** @param {PointerEvent} event */
  #down = (event) => {
    if (!event.isPrimary || event.button > 0) return;
    this.#begin = event;
    this.element.setPointerCapture(event.pointerId);
  };

  /** @param {PointerEvent} event */
  #move = (event) => this.#report(event, false);

  /** Only the finger that leaves counts, so that it can be taken back. @param {PointerEvent} event */
  #up = (event) => this.#report(event, true);

  /** The system has taken the finger for something else. */
  #cancel = () => {
    if (this.#begin) this.#onSlide(0, 0, true);
    this.#begin = undefined;
  };

  /** @param {PointerEvent} event @param {boolean} isOver */
  #report(event, isOver) {
    const begin = this.#begin;
    if (begin?.pointerId !== event.pointerId) return;
    if (isOver) this.#begin = undefined;
    this.#onSlide(event.clientX - begin.clientX, event.clientY - begin.clientY, isOver);
  }
}
