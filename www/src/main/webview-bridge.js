const EVENTS = ["passwave-state", "passwave-verified", "passwave-expired", "passwave-error"];

/**
 * @typedef {{ postMessage(message: unknown): void }} MessageHandler
 * @typedef {object} HostApps The objects that apps put into the pages of their web views.
 * @property {{ messageHandlers?: { passwave?: MessageHandler } }} [webkit] iOS, macOS
 * @property {MessageHandler} [ReactNativeWebView]
 * @property {MessageHandler} [PasswaveHost] Android
 */

/**
 * Forwards the element's events to the app around a web view.
 * @param {import("../loader/element.js").PassWave} element
 */
export function bridgeToWebView(element) {
  for (const type of EVENTS) {
    element.addEventListener(type, (event) => send(type, /** @type {CustomEvent} */ (event).detail));
  }
  // The element may have been pressed, and even be verified, before this module was loaded.
  const { state, value } = element;
  if (state !== "idle") send("passwave-state", { state });
  if (state === "verified") send("passwave-verified", { token: value });
}

/** WKWebView takes an object, the others JSON text. @param {string} type @param {object | null} detail */
function send(type, detail) {
  const { webkit, ReactNativeWebView, PasswaveHost } = /** @type {HostApps} */ (globalThis);
  const message = { source: "passwave", type, ...detail };
  webkit?.messageHandlers?.passwave?.postMessage(message);
  ReactNativeWebView?.postMessage(JSON.stringify(message));
  PasswaveHost?.postMessage(JSON.stringify(message));
}
