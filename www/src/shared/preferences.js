/**
 * What a person has chosen on this page. It takes precedence over what the site has set.
 * @typedef {object} Preferences
 * @property {"standard" | "elder"} [mode]
 * @property {boolean} [sound]
 * @property {boolean} [vibration]
 * @property {boolean} [motion]
 * @property {boolean} [voice]
 */

/** The only entry in localStorage, written only after a person has switched "Remember on this phone" on. */
const STORAGE_KEY = "passwave";

/** The stored preferences, or null if there are none or the browser forbids storage. @returns {Preferences | null} */
export function loadPreferences() {
  try {
    return JSON.parse(/** @type {string} */ (localStorage.getItem(STORAGE_KEY)));
  } catch {
    return null;
  }
}

/** Stores the preferences. Returns whether the browser allowed it. @param {Preferences} preferences */
export function savePreferences({ mode, sound, vibration, motion, voice }) {
  const stored = JSON.stringify({ mode, sound, vibration, motion, voice });
  return isAllowed(() => localStorage.setItem(STORAGE_KEY, stored));
}

/** Keeps what is stored in step with what the person changes. @param {Preferences} preferences All. */
export function saveIfRemembered(preferences) {
  try {
    if (localStorage.getItem(STORAGE_KEY)) localStorage.setItem(STORAGE_KEY, JSON.stringify(preferences));
  } catch {} // A browser may forbid storage altogether.
}

/** Deletes the stored preferences. Returns whether the browser allowed it. */
export function clearPreferences() {
  return isAllowed(() => localStorage.removeItem(STORAGE_KEY));
}

/** A browser may forbid storage altogether. @param {() => void} access */
function isAllowed(access) {
  try {
    access();
    return true;
  } catch {
    return false;
  }
}
