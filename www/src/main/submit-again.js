/** @typedef {HTMLButtonElement | HTMLInputElement} Submitter */

/**
 * Sends a form by the button that was pressed.
 * @param {HTMLFormElement | null} form @param {Submitter | null} pressed
 */
export function submitAgain(form, pressed) {
  if (!form) return;
  const submitter = pressed && (pressed.form === form ? pressed : inPlaceOf(pressed, form));
  if ("requestSubmit" in form) form.requestSubmit(submitter);
  else submitter?.click(); // Older browsers.
}

/** The page may have drawn its button anew. @param {Submitter} pressed @param {HTMLFormElement} form */
function inPlaceOf(pressed, form) {
  const fields = /** @type {Submitter[]} */ ([...form.elements]);
  const isSame = (/** @type {Submitter} */ { type, name, value }) =>
    type === pressed.type && name === pressed.name && value === pressed.value;
  return fields.find(isSame) ?? null;
}
