/**
 * Makes an element. Nothing here parses HTML, so that pages with Trusted Types need no exception.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, string>} attributes
 * @param {(Node | string)[]} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function make(tag, attributes = {}, children = []) {
  const element = document.createElement(tag);
  setAll(element, attributes);
  element.append(...children);
  return element;
}

/**
 * Makes a drawing from the attributes of its shapes.
 * @param {[string, Record<string, string>][]} shapes
 */
export function drawing(shapes) {
  const svg = shape("svg", { viewBox: "0 0 36 36", "aria-hidden": "true" });
  for (const [tag, attributes] of shapes) svg.append(shape(tag, attributes));
  return svg;
}

/** One shape of a drawing. @param {string} tag @param {Record<string, string>} attributes */
export function shape(tag, attributes) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  setAll(element, attributes);
  return element;
}

/** @param {Element} element @param {Record<string, string>} attributes */
function setAll(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
}
