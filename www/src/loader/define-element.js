import { assetUrl } from "../shared/asset-url.js";
import { PassWave } from "./element.js";

/** Parameters of the loader's URL that ask for the JavaScript API, see docs/options.md. */
const API_PARAMETERS = /[?&](onload|render|hl)=/;

/** @typedef {{ passwave?: { ready?: (callback?: () => void) => Promise<void> } }} GlobalWithApi */

/**
 * Defines `<pass-wave>`. A page that loads the script twice keeps the first definition.
 * @param {string} [url] The loader's own URL, beside which the other files lie; undefined inside a bundle.
 */
export function defineElement(url = "") {
  if (url) PassWave.base = new URL("./", url).href;
  const isFirst = !customElements.get("pass-wave");
  if (isFirst) customElements.define("pass-wave", PassWave);
  offerApi(url, isFirst);
}

/**
 * The JavaScript API is a file of its own. It is loaded when the page calls `passwave.ready`, asks for it in the
 * loader's URL, or contains an element of the class `passwave`, also one that a script brings later.
 * @param {string} url @param {boolean} isFirst
 */
function offerApi(url, isFirst) {
  const loadApi = () => import(apiUrl(url));
  const global = /** @type {GlobalWithApi} */ (globalThis);
  global.passwave ??= {};
  global.passwave.ready ??= async (callback) => {
    const { installed } = await loadApi();
    await installed;
    callback?.();
  };
  const containers = document.getElementsByClassName("passwave");
  const loadIfUsed = () => {
    if (!API_PARAMETERS.test(url) && !containers[0]) return;
    observer.disconnect();
    void loadApi();
  };
  const observer = new MutationObserver(loadIfUsed);
  if (isFirst) observer.observe(document, { childList: true, subtree: true });
  // Deferred, because a page with a bundler sets the folder of the files right after the import.
  queueMicrotask(loadIfUsed);
}

/** The API receives the loader's own parameters. @param {string} url */
function apiUrl(url) {
  const [, parameters] = url.split(/[?#]/);
  return assetUrl(PassWave.base, "passwave-api.js") + (parameters ? `&${parameters}` : "");
}
