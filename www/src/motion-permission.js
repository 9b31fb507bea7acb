/** @typedef {"granted" | "denied" | "unavailable"} Permission */

/** @typedef {{ requestPermission?: () => Promise<string> }} MayAsk */

/** @returns {MayAsk | undefined} */
function motionEvents() {
  return /** @type {{ DeviceMotionEvent?: MayAsk }} */ (globalThis).DeviceMotionEvent;
}

/**
 * Asks the system for motion. It must be called inside the click itself: that is the only moment at which iOS answers,
 * and everything before the first `await` happens within it.
 * @returns {Promise<Permission>}
 */
export async function askForMotion() {
  const events = motionEvents();
  if (!events || !isSecureContext) return "unavailable";
  if (!events.requestPermission) return "granted";
  try {
    return (await events.requestPermission()) === "granted" ? "granted" : "denied";
  } catch {
    return "denied";
  }
}

/** Whether the system will show a question; only Safari does. */
export function systemWillAsk() {
  return Boolean(motionEvents()?.requestPermission) && "GestureEvent" in globalThis;
}
