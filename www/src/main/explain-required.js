import { REQUIRED_AFTER_FOCUS_MS } from "../shared/timing.js";

/** @typedef {import("../loader/controller-host.js").Host} Host */
/** @typedef {import("./announcer.js").Announcer} Announcer */

const STATES_TO_START_FROM = ["idle", "failed", "expired"];

/**
 * Says in the widget's own place why a form was not sent. It is spoken only when the browser has led the person here:
 * then the focus has come by the end of the task. A page's script that merely asks whether a form is complete moves no
 * focus.
 * @param {Host} host @param {Announcer} announcer
 */
export function explainRequired({ element, view, loadTranslation }, announcer) {
  element.addEventListener("invalid", async () => {
    if (!STATES_TO_START_FROM.includes(element.state)) return;
    view.box.classList.add("required");
    const { strings, language } = await loadTranslation();
    announcer.showSilently(strings.required);
    if (!view.start.matches(":focus")) return;
    setTimeout(() => {
      if (announcer.isShowing(strings.required)) announcer.announce(strings.required, false, language);
    }, REQUIRED_AFTER_FOCUS_MS);
  });
}
