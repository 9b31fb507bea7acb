const EVENTS = ["passwave-state", "passwave-verified", "passwave-expired", "passwave-error"];

/**
 * Tells the app around a web view what the page is told.
 * @param {import("./element.js").PassWave} element
 */
export function tellHostApp(element) {
  for (const type of EVENTS)
    element.addEventListener(type, (event) => send(type, /** @type {CustomEvent} */ (event).detail));
  if (element.state !== "idle") send("passwave-state", { state: element.state }); // The press came before this file.
}

/** As an object to WKWebView, as JSON text to the others. @param {string} type @param {object | null} detail */
function send(type, detail) {
  const { webkit, ReactNativeWebView, PasswaveHost } = /** @type {Hosts} */ (globalThis);
  const message = { source: "passwave", type, ...detail };
  webkit?.messageHandlers?.passwave?.postMessage(message);
  ReactNativeWebView?.postMessage(JSON.stringify(message));
  PasswaveHost?.postMessage(JSON.stringify(message));
}

/**
 * @typedef {{ postMessage(message: unknown): void }} Port
 * @typedef {{ webkit?: { messageHandlers?: { passwave?: Port } }, ReactNativeWebView?: Port, PasswaveHost?: Port }} Hosts
 */
