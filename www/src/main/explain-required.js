import { isPhone } from "../shared/device.js";
import { REQUIRED_AFTER_FOCUS_MS } from "../shared/timing.js";
import { STARTABLE_STATES } from "../shared/ways.js";

/** @typedef {import("../loader/controller-host.js").Host} Host */
/** @typedef {import("./announcer.js").Announcer} Announcer */

/** Firefox on computers tells the reason in an alert of its own, which screen readers speak. */
const isToldByBrowser = "mozInnerScreenX" in globalThis && !isPhone();

/** @type {WeakMap<Element, ReturnType<typeof setTimeout>>} */
const timers = new WeakMap();

/**
 * Says in the widget's own place why a form was not sent, also when that was before this script was there. It is spoken
 * only when the browser has led the person here: then the focus has come soon. A page's script that merely asks whether
 * a form is complete moves no focus.
 * @param {Host} host @param {Announcer} announcer
 */
export async function explainRequired({ element, view, loadTranslation }, announcer) {
  if (!STARTABLE_STATES.includes(element.state)) return;
  view.box.classList.add("required");
  const { strings, language } = await loadTranslation();
  announcer.showSilently(strings.required);
  clearTimeout(timers.get(element));
  const speak = () => {
    const isLedHere = view.start.matches(":focus") && announcer.isShowing(strings.required);
    if (isLedHere && !isToldByBrowser) announcer.announce(strings.required, false, language);
  };
  // Where a region becomes live together with its new text, Chromium now and then tells screen readers of neither.
  const comeAlive = () => {
    if (announcer.isShowing(strings.required)) view.message.setAttribute("aria-live", "polite");
    timers.set(element, setTimeout(speak, REQUIRED_AFTER_FOCUS_MS / 2));
  };
  timers.set(element, setTimeout(comeAlive, REQUIRED_AFTER_FOCUS_MS / 2));
}
