/** @typedef {"granted" | "denied" | "unavailable"} Permission */

/** @typedef {{ requestPermission?: () => Promise<string> }} MayAsk */

/** @returns {MayAsk | undefined} */
function motionEvents() {
  return /** @type {{ DeviceMotionEvent?: MayAsk }} */ (globalThis).DeviceMotionEvent;
}

/**
 * Asks the system for motion. It must be called inside the click itself, before any await: that is
 * the only moment at which iOS answers.
 * @returns {Promise<Permission>}
 */
export function askForMotion() {
  const events = motionEvents();
  if (!events || !isSecureContext) return Promise.resolve("unavailable");
  if (!events.requestPermission) return Promise.resolve("granted");
  return asked(() => events.requestPermission?.());
}

/** @param {() => Promise<string> | undefined} ask @returns {Promise<Permission>} */
function asked(ask) {
  try {
    return Promise.resolve(ask()).then(
      (answer) => (answer === "granted" ? "granted" : "denied"),
      () => "denied",
    );
  } catch {
    return Promise.resolve("denied");
  }
}

/** Whether the system will show a question; only Safari does. */
export function systemWillAsk() {
  return Boolean(motionEvents()?.requestPermission) && "GestureEvent" in globalThis;
}
