import { isPhone } from "../shared/device.js";
import { REQUIRED_AFTER_FOCUS_MS } from "../shared/timing.js";
import { STARTABLE_STATES } from "../shared/ways.js";

/** @typedef {import("../loader/controller-host.js").Host} Host */
/** @typedef {import("./announcer.js").Announcer} Announcer */

/** Firefox on computers tells the reason in an alert of its own, which screen readers speak. */
const isToldByBrowser = "mozInnerScreenX" in globalThis && !isPhone();

/**
 * Says in the widget's own place why a form was not sent, also when that was before this script was there. It is spoken
 * only when the browser has led the person here: then the focus has come soon. A page's script that merely asks whether
 * a form is complete moves no focus.
 * @param {Host} host @param {Announcer} announcer
 */
export function explainRequired({ element, view, loadTranslation }, announcer) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  return async () => {
    if (!STARTABLE_STATES.includes(element.state)) return;
    view.box.classList.add("required");
    const { strings, language } = await loadTranslation();
    announcer.showSilently(strings.required);
    clearTimeout(timer);
    timer = setTimeout(() => {
      const isLedHere = view.start.matches(":focus") && announcer.isShowing(strings.required);
      if (isLedHere && !isToldByBrowser) announcer.announce(strings.required, false, language);
    }, REQUIRED_AFTER_FOCUS_MS);
  };
}
