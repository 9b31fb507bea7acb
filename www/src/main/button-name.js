import { STARTABLE_STATES } from "../shared/ways.js";

/**
 * The button's name and description for screen readers. A button that has the focus keeps them from the press to the
 * verdict: some readers speak each change of them, and the message is spoken already.
 */
export class ButtonName {
  #host;

  /** @param {import("../loader/controller-host.js").Host} host */
  constructor(host) {
    this.#host = host;
    host.view.start.addEventListener("blur", this.update);
    host.element.addEventListener("passwave-state", this.update);
  }

  update = async () => {
    const { element, view, loadTranslation } = this.#host;
    const { strings } = await loadTranslation();
    const { start } = view;
    const isFocused = start.matches(":focus");
    const canStart = STARTABLE_STATES.includes(element.state);
    if (canStart) start.setAttribute("aria-labelledby", "label which");
    else if (element.state === "verified" && !isFocused) {
      const which = view.box.querySelector("#which")?.textContent ?? "";
      start.setAttribute("aria-label", `${strings.verified} ${which}`.trim());
      start.removeAttribute("aria-labelledby");
    }
    if (isFocused) return;
    if (canStart) start.setAttribute("aria-describedby", "caution detail");
    else start.removeAttribute("aria-describedby");
  };
}
