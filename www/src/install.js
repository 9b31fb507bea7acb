import { PassWave } from "./element.js";
import { part } from "./part.js";

/**
 * Registers the element. A page that loads the script twice keeps the first one.
 * @param {string} [address] The loader's own, beside which the other files lie; none where a bundler has taken it in.
 */
export function install(address) {
  if (address) PassWave.base = new URL("./", address).href;
  if (!customElements.get("pass-wave")) customElements.define("pass-wave", PassWave);
  offerApi(address);
}

/**
 * `passwave.ready` and what follows it are fetched when the page has a use for them: it calls `ready`, says so in the
 * script's address, or has an element of the class.
 * @param {string} [address]
 */
function offerApi(address) {
  const search = address ? new URL(address).search : "";
  const isAsked = /[?&](onload|render|hl)=/.test(search);
  const fetchApi = () => import(part(PassWave.base, "passwave-api.js") + search.replace("?", "&"));
  const page = /** @type {{ passwave?: { ready?: (then?: () => void) => Promise<void> } }} */ (globalThis);
  page.passwave ??= {};
  page.passwave.ready ??= (then) =>
    fetchApi()
      .then(({ begun }) => begun)
      .then(then);
  const look = () => (isAsked || document.querySelector(".passwave")) && fetchApi();
  if (document.readyState === "loading") addEventListener("DOMContentLoaded", look);
  else queueMicrotask(look); // A page whose bundler has taken the loader in says first where the other files lie.
}
