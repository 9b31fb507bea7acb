/**
 * To a dialog that keeps the focus inside, the whole element is one control: it would take the focus away at the first
 * Tab. From one control of the element to the next, Tab is the browser's.
 * @param {ShadowRoot} root
 */
export function keepTabInside(root) {
  root.addEventListener("keydown", (event) => {
    const { key, shiftKey } = /** @type {KeyboardEvent} */ (event);
    if (key !== "Tab") return;
    const controls = [
      .../** @type {NodeListOf<HTMLButtonElement>} */ (root.querySelectorAll("a, button, input, [tabindex]")),
    ];
    const stops = controls.filter((control) => control.tabIndex >= 0 && !control.disabled && isShown(control));
    const edge = shiftKey ? stops.shift() : stops.pop();
    if (root.activeElement !== edge) event.stopPropagation();
  });
}

/** @param {Element} control */
function isShown(control) {
  return control.getClientRects().length > 0 && getComputedStyle(control).visibility === "visible";
}
