import { assetUrl } from "../shared/asset-url.js";
import { PassWave } from "./element.js";

/** Parameters of the loader's URL that ask for the JavaScript API, see docs/javascript-api.md. */
const API_PARAMETERS = ["onload", "render", "hl"];

/** @typedef {{ passwave?: { ready?: (callback?: () => void) => Promise<void> } }} GlobalWithApi */

/**
 * Defines `<pass-wave>`. A page that loads the script twice keeps the first definition.
 * @param {string} [url] The loader's own URL, beside which the other files lie; undefined inside a bundle.
 */
export function defineElement(url) {
  if (url) PassWave.base = new URL("./", url).href;
  if (!customElements.get("pass-wave")) customElements.define("pass-wave", PassWave);
  offerApi(url);
}

/**
 * The JavaScript API is a file of its own. It is loaded when the page calls `passwave.ready`, asks for it in the
 * loader's URL, or contains an element of the class `passwave`.
 * @param {string} [url]
 */
function offerApi(url) {
  const query = url ? new URL(url).searchParams : new URLSearchParams();
  const loadApi = () => import(apiUrl(query));
  const global = /** @type {GlobalWithApi} */ (globalThis);
  global.passwave ??= {};
  global.passwave.ready ??= async (callback) => {
    const { installed } = await loadApi();
    await installed;
    callback?.();
  };
  const isRequested = API_PARAMETERS.some((name) => query.has(name));
  const loadIfUsed = () => {
    if (isRequested || document.querySelector(".passwave")) void loadApi();
  };
  if (document.readyState === "loading") addEventListener("DOMContentLoaded", loadIfUsed);
  // Deferred, because a page with a bundler sets the folder of the files right after the import.
  else queueMicrotask(loadIfUsed);
}

/** The API receives the loader's own parameters. @param {URLSearchParams} query */
function apiUrl(query) {
  const parameters = query.toString();
  return assetUrl(PassWave.base, "passwave-api.js") + (parameters && `&${parameters}`);
}
