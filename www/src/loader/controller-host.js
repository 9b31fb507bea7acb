// The interface between the loader and what is loaded later. This module contains types alone.

/** @typedef {import("../shared/preferences.js").Preferences} Preferences */
/** @typedef {import("./element.js").PassWave} PassWave */
/** @typedef {import("./strings.js").Translation} Translation */
/** @typedef {import("./view.js").View} View */

/**
 * @typedef {"idle" | "asking" | "listening" | "progress" | "hint" | "checking" | "verified" | "failed" | "expired"
 * } State
 */

/**
 * What the controller, which is loaded later, may do with the element.
 * @typedef {object} Host
 * @property {PassWave} element
 * @property {View} view
 * @property {boolean} mayAsk Whether the system may ask for motion, which is said beforehand.
 * @property {string} base The URL of the folder with the widget's files.
 * @property {() => Promise<Translation>} loadTranslation Loads all strings; resolves with those at hand if that fails.
 * @property {(state: State) => boolean} showState Shows a state. Returns whether it is a new one.
 * @property {(token: string) => void} setToken Sets the form's token; the empty string for none.
 * @property {(type: string, detail?: object) => void} emit Dispatches an event to the page.
 * @property {Preferences} preferences Shared by all elements of the page.
 * @property {() => void} applyPreferences Updates all elements of the page after a change of the preferences.
 * @property {() => void} showLoadFailure Tells the person and the page that the widget could not be loaded.
 */

export {};
