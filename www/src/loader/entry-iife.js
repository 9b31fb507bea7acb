import { defineElement } from "./define-element.js";

const script = /** @type {HTMLScriptElement | null} */ (document.currentScript);
defineElement(script?.src ?? document.baseURI);
