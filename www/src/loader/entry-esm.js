import { defineElement } from "./define-element.js";

export { PassWave } from "./element.js";

/** In a bundle this is the URL of the bundle, a path of the machine that built it, or undefined. */
const url = String(import.meta.url);
const isOwnFile = /^(?!file:).*\/passwave\.mjs$/.test(url.split("?")[0] ?? "");

defineElement(isOwnFile ? url : undefined);
