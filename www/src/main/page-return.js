/** Tells when a person comes back to the page. */
export class PageReturn {
  #onReturn;
  #isAway = false;

  /** @param {(wasRestored: boolean) => void} onReturn With whether the page comes out of the back/forward cache. */
  constructor(onReturn) {
    this.#onReturn = onReturn;
  }

  attach() {
    this.#toggle("addEventListener");
  }

  detach() {
    this.#toggle("removeEventListener");
  }

  /** @param {"addEventListener" | "removeEventListener"} method */
  #toggle(method) {
    document[method]("visibilitychange", this.#onComeAndGo);
    for (const type of ["blur", "focus"]) globalThis[method](type, this.#onComeAndGo);
    globalThis[method]("pageshow", this.#onPageShow);
  }

  /** The page is shown again, or has the focus again, or both: that is one return. @param {Event} event */
  #onComeAndGo = ({ type }) => {
    const isAway = type === "blur" || document.visibilityState === "hidden";
    if (this.#isAway && !isAway) this.#onReturn(false);
    this.#isAway = isAway;
  };

  /** A page that is restored may have sent its token already. @param {Event} event */
  #onPageShow = (event) => {
    if (/** @type {PageTransitionEvent} */ (event).persisted) this.#onReturn(true);
  };
}
