/** What a person may be typing into. */
const TEXT_FIELDS =
  "input:not([type=checkbox],[type=radio],[type=button],[type=submit]), textarea, [contenteditable]:not([contenteditable=false])";

/** The text field that has the focus. While there is one, motion is not looked at: it could reveal what is typed. */
export function focusedTextField() {
  const focused = /** @type {HTMLElement | null} */ (document.activeElement);
  return focused?.matches(TEXT_FIELDS) ? focused : undefined;
}

/** Whether shaking would offer to undo typing, as an iPhone does wherever something has been typed. */
export function wouldOfferUndo() {
  if (!("GestureEvent" in globalThis)) return false;
  const fields = /** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll(TEXT_FIELDS));
  return [...fields].some(({ value, defaultValue }) => value !== defaultValue);
}
