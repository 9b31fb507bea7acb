/**
 * Makes one press of a held key or of a double click, whatever control is under the pointer by then. Add it as a
 * capturing listener for `click` and `keydown`.
 * @param {any} event A click or a key.
 */
export function debounceActivation(event) {
  const isSecondClick = event.detail > 1;
  const isHeldKey = event.repeat && [" ", "Enter"].includes(event.key);
  if (!isSecondClick && !isHeldKey) return;
  event.preventDefault();
  event.stopPropagation();
}
