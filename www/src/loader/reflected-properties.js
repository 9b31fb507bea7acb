/** The documented attributes that are text; every element has `lang`. */
const TEXT_ATTRIBUTES =
  "sitekey server mode way size start action cdata sound speech theme help-href help-text caution name form worker-src evidence";

/** Those that are there or not. */
const BOOLEAN_ATTRIBUTES = ["required", "disabled"];

/** What some frameworks write for `disabled={false}` into an element that they do not know. */
const SAYS_NO = "false";

/** All documented attributes but `lang`. */
export const ATTRIBUTES = [...TEXT_ATTRIBUTES.split(" "), ...BOOLEAN_ATTRIBUTES];

/** @param {string} attribute */
const propertyOf = (attribute) => attribute.replace(/-./, (dash) => dash.slice(1).toUpperCase());

/**
 * Frameworks set properties where an element has them. Each attribute has one, which writes the attribute, as a native
 * field's does. What the class reads in its own way it goes on reading so.
 * @param {any} prototype
 */
export function reflectProperties(prototype) {
  for (const attribute of ATTRIBUTES) {
    const isBoolean = BOOLEAN_ATTRIBUTES.includes(attribute);
    const property = propertyOf(attribute);
    /** @type {PropertyDescriptor & ThisType<HTMLElement>} */
    const descriptor = {
      configurable: true,
      enumerable: true,
      get() {
        return isBoolean ? this.hasAttribute(attribute) : (this.getAttribute(attribute) ?? "");
      },
      set(value) {
        if (isBoolean) this.toggleAttribute(attribute, !!value && value !== SAYS_NO);
        else if (value == null) this.removeAttribute(attribute);
        else this.setAttribute(attribute, value);
      },
    };
    descriptor.get = prototype.__lookupGetter__(property) ?? descriptor.get;
    Object.defineProperty(prototype, property, descriptor);
  }
}

/** Takes over what a page has set before the script came. @param {any} element */
export function takeOverProperties(element) {
  for (const property of ATTRIBUTES.map(propertyOf)) {
    if (!Object.hasOwn(element, property)) continue;
    const value = element[property];
    delete element[property];
    element[property] = value;
  }
}

/** Removes an attribute that is there to say no. @param {Element} element @param {string} attribute */
export function dropIfSaysNo(element, attribute) {
  if (BOOLEAN_ATTRIBUTES.includes(attribute) && element.getAttribute(attribute) === SAYS_NO) {
    element.removeAttribute(attribute);
  }
}
