import { assetUrl } from "../src/shared/asset-url.js";

const script = /** @type {HTMLScriptElement} */ (document.currentScript);

/** The parameters of the script's URL. */
export const query = new URL(script.src).searchParams;

/** Where the compatible scripts lie beside the loader: in a folder of its own, or under the other services' paths. */
const OWN_PLACE = /(compat|recaptcha|1|turnstile\/v0)\/[^/]*$/;

const base = new URL(script.src.split(/[?#]/)[0]?.replace(OWN_PLACE, "") ?? "", script.src).href;
if (!customElements.get("pass-wave")) void import(assetUrl(base, "passwave.mjs"));
