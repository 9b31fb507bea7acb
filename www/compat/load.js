import { part } from "../src/part.js";

/** The script that runs now. */
const script = /** @type {HTMLScriptElement} */ (document.currentScript);

/** The query of the script's address. */
export const query = new URL(script.src).searchParams;

/** Loads the element, unless the page has it. The compatible scripts lie in a folder beside the loader. */
if (!customElements.get("pass-wave")) void import(part(new URL("../", script.src).href, "passwave.mjs"));
