/** @typedef {import("./dialect.js").Dialect} Dialect */

/** The form fields beside a rendered check, which carry its token under the names that a backend expects. */
export class ResponseFields {
  elements;

  /** @param {Dialect} dialect @param {unknown} ownName The page's own name for the field. @param {number} index */
  constructor({ fieldNames, fieldTag }, ownName, index) {
    const names = ownName ? [String(ownName)] : fieldNames;
    this.elements = names.map((name) => createField(fieldTag, name, index));
  }

  /** @param {string} token */
  set value(token) {
    for (const element of this.elements) element.value = token;
  }

  remove() {
    for (const element of this.elements) element.remove();
  }
}

/**
 * The first field of a name has it as id, as pages expect.
 * @param {"input" | "textarea"} tag @param {string} name @param {number} index
 */
function createField(tag, name, index) {
  const field = document.createElement(tag);
  if (field instanceof HTMLInputElement) field.type = "hidden";
  field.name = field.className = name;
  field.id = index ? `${name}-${index}` : name;
  field.hidden = true;
  field.style.display = "none"; // Style sheets of pages give every textarea a display of its own.
  return field;
}
