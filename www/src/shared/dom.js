/**
 * Creates an element. Nothing here parses HTML, so pages with Trusted Types need no exception.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, string>} attributes
 * @param {(Node | string)[]} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function createElement(tag, attributes = {}, children = []) {
  const element = document.createElement(tag);
  setAttributes(element, attributes);
  element.append(...children);
  return element;
}

/** Creates an SVG icon from its shapes. @param {[tag: string, attributes: Record<string, string>][]} shapes */
export function createIcon(shapes) {
  const svg = createShape("svg", { viewBox: "0 0 36 36", "aria-hidden": "true" });
  for (const [tag, attributes] of shapes) svg.append(createShape(tag, attributes));
  return svg;
}

/** Creates one SVG element. @param {string} tag @param {Record<string, string>} attributes */
export function createShape(tag, attributes) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  setAttributes(element, attributes);
  return element;
}

/** @param {Element} element @param {Record<string, string>} attributes */
function setAttributes(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
}
