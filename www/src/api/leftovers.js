import { TAG } from "./dialect.js";
import { attributesOf } from "./parameters.js";

/** @typedef {import("./dialect.js").Dialect} Dialect */

/** Says of a rendered check for whom it is: for the backend that reads this field. A copy has it as well. */
const MARK = "data-rendered";
/** A copy has not that. */
const IS_ORIGINAL = Symbol.for("passwave rendered");

/** @param {Element} check @param {Dialect} dialect */
export function markAsOriginal(check, { fieldNames: [name = ""] }) {
  check.setAttribute(MARK, name);
  Object.assign(check, { [IS_ORIGINAL]: true });
}

/**
 * What scripts have copied that keep whole pages and put them back: a check that nobody listens to.
 * @param {ParentNode} place @param {Dialect} dialect @returns {Element[]}
 */
export function leftoversIn(place, { fieldNames: [name = ""] }) {
  const checks = place.querySelectorAll(`${TAG}[${MARK}="${name}"]`);
  return [...checks].filter((check) => !(/** @type {any} */ (check)[IS_ORIGINAL]));
}

/** The copies of its fields carry an old token. @param {Element} check @returns {HTMLInputElement[]} */
function fieldsOf(check) {
  const fields = [];
  let next = check.nextElementSibling;
  while (next?.matches("input[hidden], textarea[hidden]") && next.className === next.getAttribute("name")) {
    fields.push(/** @type {HTMLInputElement} */ (next));
    next = next.nextElementSibling;
  }
  return fields;
}

/** @param {Element} check */
export function removeLeftover(check) {
  for (const field of fieldsOf(check)) field.remove();
  check.remove();
}

/** What a page has given to its function can be read off the copy, except for callbacks. @param {Element} check */
export function parametersOf(check) {
  const [field] = fieldsOf(check);
  const hasOwnName = field && field.name !== check.getAttribute(MARK);
  return { ...attributesOf(check), ...(hasOwnName && { "response-field-name": field.name }) };
}
