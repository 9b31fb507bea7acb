import { make } from "./dom.js";

/**
 * Browsers older than form-associated elements: there a hidden field inside the element carries the token, and a reset of the form is
 * heard by the form itself.
 * @param {import("./element.js").PassWave} element
 */
export function carryByField(element) {
  if (/** @type {Partial<HTMLElement>} */ (element).attachInternals) return;
  const field = make("input", { type: "hidden" });
  element.append(field);
  element.addEventListener("passwave-token", () => Object.assign(field, { name: element.name, value: element.value }));
  element.closest("form")?.addEventListener("reset", () => element.reset());
}
