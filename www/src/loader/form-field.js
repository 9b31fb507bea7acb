const DEFAULT_NAME = "passwave-response";
export const BOOLEANS = ["required", "disabled"];
const OF_INTERNALS = ["labels", "validity", "validationMessage", "willValidate"];

/** What a page may write. Each is a property, too, as JavaScript spells it: `helpHref` for `help-href`. */
const ATTRIBUTES = [
  ...BOOLEANS,
  "name",
  "form",
  "sitekey",
  "server",
  "mode",
  "way",
  "size",
  "start",
  "action",
  "cdata",
  "caution",
  "sound",
  "speech",
  "theme",
  "evidence",
  "help-href",
  "help-text",
  "worker-src",
];

/**
 * The properties that are made from these lists, as far as the widget itself reads them.
 * @typedef {object} Reflected
 * @property {string} name
 * @property {HTMLFormElement | null} form
 * @property {string} sitekey
 * @property {string} server
 * @property {string} mode
 * @property {string} way
 * @property {string} action
 * @property {string} cdata
 * @property {string} caution
 * @property {string} sound
 * @property {string} speech
 * @property {string} evidence
 * @property {string} helpHref
 * @property {string} helpText
 * @property {boolean} required
 * @property {boolean} disabled
 * @property {string} validationMessage
 */

/** A form field of one's own, with the properties of the browser's fields. */
export class FormField extends /** @type {new () => HTMLElement & Reflected} */ (HTMLElement) {
  static formAssociated = true;
  static observedAttributes = ["lang", ...ATTRIBUTES];

  /** Missing in older browsers. */
  internals = this.attachInternals?.();
  /** @protected */
  token = "";

  /** Takes over what a script has set before the element was defined. */
  constructor() {
    super();
    const element = /** @type {any} */ (this);
    for (const [name, value] of Object.entries(element)) {
      delete element[name];
      Reflect.set(element, name, value); // Some can only be read.
    }
  }

  /** The token, or the empty string. */
  get value() {
    return this.token;
  }

  /** Only a verification sets it, but libraries that empty a form write to all its fields. */
  set value(_) {}

  get type() {
    return this.localName;
  }

  checkValidity() {
    return this.internals?.checkValidity();
  }

  reportValidity() {
    return this.internals?.reportValidity();
  }

  /**
   * Sets what the form carries.
   * @protected
   * @param {boolean} valueMissing @param {string} message @param {HTMLElement} anchor What the browser leads to.
   */
  setField(valueMissing, message, anchor) {
    const value = new FormData();
    if (this.token && this.name) value.append(this.name, this.token);
    this.internals?.setFormValue(value);
    this.internals?.setValidity({ valueMissing }, message, anchor);
  }
}

/** @param {string} attribute */
function propertyOf(attribute) {
  return attribute.replace(/-./, ([, letter = ""]) => letter.toUpperCase());
}

/** @param {string} name @param {(this: any) => unknown} get @param {(this: any, value: any) => void} [set] */
function define(name, get, set) {
  Object.defineProperty(FormField.prototype, name, { get, set, configurable: true });
}

for (const name of OF_INTERNALS) {
  define(name, function () {
    return this.internals?.[name];
  });
}

for (const attribute of ATTRIBUTES) {
  const isBoolean = BOOLEANS.includes(attribute);
  define(
    propertyOf(attribute),
    function () {
      if (attribute === "form") return this.internals?.form ?? null;
      if (isBoolean) return this.hasAttribute(attribute);
      return this.getAttribute(attribute) ?? (attribute === "name" ? DEFAULT_NAME : "");
    },
    function (value) {
      const isAbsent = value == null || value === false || (isBoolean && value === 0);
      if (isAbsent) this.removeAttribute(attribute);
      else this.setAttribute(attribute, value === true ? "" : value);
    },
  );
}
