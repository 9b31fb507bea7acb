import { install } from "./install.js";

const script = /** @type {HTMLScriptElement | null} */ (document.currentScript);
install(script?.src ?? document.baseURI);
