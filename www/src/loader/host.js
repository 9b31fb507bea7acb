// The interface between the loader and what is loaded later. This module contains types alone.

/** @typedef {"idle" | "asking" | "listening" | "progress" | "hint" | "checking" | "verified" | "failed" | "expired"} State */

/**
 * What the controller, which is loaded later, may do with the element.
 * @typedef {object} Host
 * @property {import("./element.js").PassWave} element
 * @property {import("./view.js").View} view
 * @property {string} base The URL of the folder with the widget's files.
 * @property {() => Promise<import("./strings.js").Translation>} loadTranslation All strings in the element's language; what is there if that fails.
 * @property {(state: State) => boolean} showState Shows a state. Returns whether it is a new one.
 * @property {(token: string) => void} setToken Sets the form's token; the empty string for none.
 * @property {(type: string, detail?: object) => void} emit Dispatches an event to the page.
 * @property {import("../shared/preferences.js").Preferences} preferences Shared by all elements of the page.
 * @property {() => void} applyPreferences Updates all elements of the page after a change of the preferences.
 * @property {() => void} showLoadFailure Tells the person and the page that the widget could not be loaded.
 */

export {};
