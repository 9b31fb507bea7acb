/** Whether this page may get readings of a motion sensor, if there is one. */
function mayUseMotion() {
  const policy = /** @type {{ featurePolicy?: { allowsFeature(name: string): boolean } }} */ (document).featurePolicy;
  return "DeviceMotionEvent" in globalThis && isSecureContext && policy?.allowsFeature("accelerometer") !== false;
}

/**
 * Whether this is surely a phone. A computer that is taken for a phone confuses people and asks for sensors; a phone
 * that is taken for a computer costs nothing.
 */
export function isPhone() {
  const isSmall = Math.min(screen.width, screen.height) < 600;
  return isSmall && matchMedia("(pointer:coarse) and (hover:none)").matches && mayUseMotion();
}

/** Whether there may be something to wave with, as a tablet or a touch laptop has. */
export function mayHaveSensor() {
  return matchMedia("(any-pointer:coarse)").matches && mayUseMotion();
}
