import { install } from "./install.js";

export { PassWave } from "./element.js";

/** A bundler gives this module the address of its own result, one of the machine it runs on, or none. */
const address = String(import.meta.url);

install(/^(?!file:).*\/passwave\.mjs$/.test(address.split("?")[0] ?? "") ? address : undefined);
