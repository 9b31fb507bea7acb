const DEFAULT_NAME = "passwave-response";

/** A form field of one's own, with the properties of the browser's fields. */
export class FormField extends HTMLElement {
  static formAssociated = true;

  #internals = this.attachInternals?.();
  /** @protected */
  token = "";

  /** The token, or the empty string. */
  get value() {
    return this.token;
  }

  get form() {
    return this.#internals?.form ?? null;
  }

  /** Frameworks set a property that an element has; the attributes of a native field are written so. */
  set form(id) {
    this.#write("form", id);
  }

  set name(name) {
    this.#write("name", name);
  }

  get name() {
    return this.getAttribute("name") ?? DEFAULT_NAME;
  }

  /** @param {string} attribute @param {any} value */
  #write(attribute, value) {
    if (value == null) this.removeAttribute(attribute);
    else this.setAttribute(attribute, value);
  }

  get validity() {
    return this.#internals?.validity;
  }

  get validationMessage() {
    return this.#internals?.validationMessage;
  }

  get willValidate() {
    return this.#internals?.willValidate;
  }

  checkValidity() {
    return this.#internals?.checkValidity();
  }

  reportValidity() {
    return this.#internals?.reportValidity();
  }

  /**
   * Sets what the form carries.
   * @protected
   * @param {boolean} valueMissing @param {string} message @param {HTMLElement} anchor What the browser leads to.
   */
  setField(valueMissing, message, anchor) {
    if (!this.#internals) return;
    const value = new FormData();
    if (this.token && this.name) value.append(this.name, this.token);
    this.#internals.setFormValue(value);
    this.#internals.setValidity({ valueMissing }, message, anchor);
  }
}
