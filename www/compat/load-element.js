import { assetUrl } from "../src/shared/asset-url.js";

const script = /** @type {HTMLScriptElement} */ (document.currentScript);

/** The parameters of the script's URL. */
export const query = new URL(script.src).searchParams;

// The compatible scripts lie in a folder beside the loader.
const base = new URL("../", script.src).href;
if (!customElements.get("pass-wave")) void import(assetUrl(base, "passwave.mjs"));
