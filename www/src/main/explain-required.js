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
  clearTimeout(timers.get(element));
  // The words come when they are spoken: a region that only repeats what it shows is now and then not heard.
  const explain = () => {
    if (!STARTABLE_STATES.includes(element.state)) return;
    const isSpoken = view.start.matches(":focus") && !isToldByBrowser;
    if (isSpoken) announcer.announce(strings.required, false, language);
    else announcer.showSilently(strings.required);
  };
  timers.set(element, setTimeout(explain, REQUIRED_AFTER_FOCUS_MS));
}
