/** @typedef {import("../loader/controller-host.js").Host} Host */
/** @typedef {HTMLButtonElement | HTMLInputElement} Submitter */

/** Holds a form whose token is out of date back until the token has been renewed, then sends it once. */
export class HeldForm {
  #host;
  #isStale;
  #renew;
  #useExtras;
  #putField;
  #isHeld = false;
  /** Of the last press. @type {Submitter | null} */
  #submitter = null;
  /** A submit inside a shadow root is not heard outside. @type {Node | undefined} */
  #root;

  /**
   * @param {Host} host @param {() => boolean | undefined} isStale @param {() => void} renew
   * @param {import("./embedding.js").Embedding["useExtras"]} useExtras
   * @param {() => void} putField Called when a form goes off.
   */
  constructor(host, isStale, renew, useExtras, putField) {
    this.#putField = putField;
    this.#useExtras = useExtras;
    this.#host = host;
    this.#isStale = isStale;
    this.#renew = renew;
    host.element.addEventListener("passwave-token", this.#release);
  }

  attach() {
    this.#root = this.#host.element.getRootNode();
    this.#root.addEventListener("submit", this.#onSubmit, true);
  }

  detach() {
    this.#root?.removeEventListener("submit", this.#onSubmit, true);
    this.#isHeld = false;
  }

  /** @param {Event} event */
  #onSubmit = (event) => {
    const { form } = this.#host.element;
    const submitter = /** @type {Submitter | null} */ (/** @type {SubmitEvent} */ (event).submitter);
    if (!form || event.target !== form || isDismissal(form, submitter)) return;
    if (!this.#isHeld && !this.#isStale()) return this.#putField();
    event.preventDefault();
    event.stopImmediatePropagation();
    this.#submitter = submitter;
    const isFirst = !this.#isHeld;
    this.#isHeld = true;
    if (isFirst) this.#renew();
  };

  #release = () => {
    if (!this.#isHeld) return;
    this.#isHeld = false;
    const { element, view } = this.#host;
    if (element.value) this.#useExtras(({ submitAgain }) => submitAgain(element.form, this.#submitter));
    else view.start.focus();
  };
}

/**
 * Whether a dialog is only closed, as by "Cancel".
 * @param {HTMLFormElement} form @param {Submitter | null} submitter
 */
function isDismissal(form, submitter) {
  const method = submitter?.getAttribute("formmethod") ?? form.getAttribute("method") ?? "";
  return /^dialog$/i.test(method) && (form.noValidate || submitter?.formNoValidate);
}
