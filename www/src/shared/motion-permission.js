/** @typedef {{ requestPermission?: () => Promise<string> }} MotionEventClass Safari's has `requestPermission`. */

/** @returns {MotionEventClass | undefined} */
function motionEventClass() {
  return /** @type {{ DeviceMotionEvent?: MotionEventClass }} */ (globalThis).DeviceMotionEvent;
}

/**
 * Asks the system for access to motion. Must be called inside a click: iOS answers at no other moment, and everything
 * before the first `await` happens within it.
 * @returns {Promise<string>} "granted", or a reason why not.
 */
export async function requestMotionPermission() {
  const motionEvent = motionEventClass();
  if (!motionEvent || !isSecureContext) return "unavailable";
  if (!motionEvent.requestPermission) return "granted";
  try {
    return await motionEvent.requestPermission();
  } catch {
    return "denied";
  }
}

/** Whether the system will show a permission dialog. Only Safari does; other browsers have the function without it. */
export function showsPermissionDialog() {
  return Boolean(motionEventClass()?.requestPermission) && "GestureEvent" in globalThis;
}
