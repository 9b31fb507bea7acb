import { createElement } from "../shared/dom.js";

/**
 * For browsers without form-associated custom elements: a hidden field inside the element carries the token, and the
 * element follows a reset of its form.
 * @param {import("../loader/element.js").PassWave} element
 */
export function addFormFallback(element) {
  if (/** @type {Partial<HTMLElement>} */ (element).attachInternals) return;
  const field = createElement("input", { type: "hidden" });
  element.append(field);
  element.addEventListener("passwave-token", () => Object.assign(field, { name: element.name, value: element.value }));
  element.closest("form")?.addEventListener("reset", () => element.reset());
}
