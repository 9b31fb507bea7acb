/**
 * The absolute URL in an attribute of an element.
 * @param {Element} element @param {string} attribute
 * @param {string} fallback Where the attribute is missing or empty.
 */
export function attributeUrl(element, attribute, fallback) {
  const address = element.getAttribute(attribute) || fallback;
  try {
    return new URL(address, document.baseURI).href;
  } catch {
    throw new TypeError(`passwave: ${attribute}="${address}" is no address`);
  }
}
