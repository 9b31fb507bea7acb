/**
 * A key held down is one press, and so is a double click, whatever has come under the finger by then. To be called while an event is on its way in.
 * @param {any} event A click or a key.
 */
export function ignoreRepeats(event) {
  if (!(event.detail > 1 || (event.repeat && /^( |Enter)$/.test(event.key)))) return;
  event.preventDefault();
  event.stopPropagation();
}
