import { createElement } from "../shared/dom.js";

/** @typedef {HTMLButtonElement | HTMLInputElement} Submitter */

/** For browsers whose submit does not say which button it was. @type {WeakMap<HTMLFormElement, Submitter>} */
const pressedLast = new WeakMap();

/** A press of Enter is a click of the form's first button, too. @param {Event} event A click anywhere. */
export function notePressed(event) {
  const [pressed] = /** @type {Element[]} */ (event.composedPath());
  const button = /** @type {Submitter | null | undefined} */ (pressed?.closest?.("button, input"));
  if (button?.form && /^(submit|image)$/.test(button.type)) pressedLast.set(button.form, button);
}

/**
 * Sends a form by the button that was pressed.
 * @param {HTMLFormElement | null} form @param {Submitter | null} [said] By the submit.
 */
export function submitAgain(form, said) {
  if (!form) return;
  const pressed = said ?? pressedLast.get(form) ?? null;
  const submitter = pressed && (pressed.form === form ? pressed : inPlaceOf(pressed, form));
  if ("requestSubmit" in form) form.requestSubmit(submitter);
  else clickOn(form, submitter);
}

/** Older browsers send only what is clicked on. @param {HTMLFormElement} form @param {Submitter | null} submitter */
function clickOn(form, submitter) {
  if (submitter) return submitter.click();
  const button = createElement("button", { type: "submit", hidden: "" });
  form.append(button);
  button.click();
  button.remove();
}

/** The page may have drawn its button anew. @param {Submitter} pressed @param {HTMLFormElement} form */
function inPlaceOf(pressed, form) {
  const fields = /** @type {Submitter[]} */ ([...form.elements]);
  const isSame = (/** @type {Submitter} */ { type, name, value }) =>
    type === pressed.type && name === pressed.name && value === pressed.value;
  return fields.find(isSame) ?? null;
}
