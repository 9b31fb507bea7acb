/** @typedef {import("../loader/controller-host.js").Host} Host */
/** @typedef {HTMLButtonElement | HTMLInputElement} Submitter */

/** Holds a form back until the token is there that it is to carry, then sends it once. */
export class HeldForm {
  #host;
  #useExtras;
  #putField;
  /** Whether the form has to wait for a token. */
  mustWait;
  /** Gets that token. */
  fetchToken;
  isHeld = false;
  /** Of the last press. @type {Submitter | null} */
  submitter = null;
  /** A submit inside a shadow root is not heard outside. @type {Node | undefined} */
  #root;

  /**
   * @param {Host} host @param {() => boolean | undefined} isStale Whether the token is out of date.
   * @param {() => void} renew @param {import("./embedding.js").Embedding["useExtras"]} useExtras
   * @param {() => void} putField Called when a form goes off.
   */
  constructor(host, isStale, renew, useExtras, putField) {
    this.#putField = putField;
    this.#useExtras = useExtras;
    this.#host = host;
    this.mustWait = isStale;
    this.fetchToken = renew;
    host.element.addEventListener("passwave-token", this.#release);
  }

  /** Called when a field gets the focus. */
  onFocus = () => {};

  attach() {
    this.#root = this.#host.element.getRootNode();
    this.#listen("addEventListener");
  }

  detach() {
    this.#listen("removeEventListener");
    this.isHeld = false;
  }

  /** @param {"addEventListener" | "removeEventListener"} method */
  #listen(method) {
    this.#root?.[method]("submit", this.#onSubmit, true);
    this.#root?.[method]("focusin", this.onFocus);
  }

  /** @param {Event} event */
  #onSubmit = (event) => {
    const { form } = this.#host.element;
    const submitter = /** @type {Submitter | null} */ (/** @type {SubmitEvent} */ (event).submitter);
    if (!form || event.target !== form || isDismissal(form, submitter)) return;
    if (!this.isHeld && !this.mustWait()) return this.#putField();
    event.preventDefault();
    event.stopImmediatePropagation();
    this.submitter = submitter;
    const isFirst = !this.isHeld;
    this.isHeld = true;
    if (isFirst) this.fetchToken();
  };

  /** What is not verified yet has no token, and waits on. */
  #release = () => {
    const { element, view } = this.#host;
    if (!this.isHeld || (!element.value && element.state !== "verified")) return;
    this.isHeld = false;
    if (element.value) this.#useExtras(({ submitAgain }) => submitAgain(element.form, this.submitter));
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
