/**
 * What a person has chosen on this page; it goes before what the site has set.
 * @typedef {object} Choices
 * @property {"standard" | "elder"} [mode]
 * @property {boolean} [sound]
 * @property {boolean} [vibration]
 * @property {boolean} [motion]
 * @property {boolean} [voice]
 */

/** The one entry that may stand in the storage of the page's origin, and only if a person asks for it. */
export const ENTRY = "passwave";

/** What the person has asked this phone to remember. @returns {Choices | null} */
export function remembered() {
  try {
    return JSON.parse(/** @type {string} */ (localStorage.getItem(ENTRY)));
  } catch {
    return null; // A browser may forbid storage altogether.
  }
}
