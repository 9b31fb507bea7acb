import { PassWave } from "./element.js";

/**
 * Registers the element. A page that loads the script twice keeps the first one.
 * @param {string} address The address of the loader, beside which the other files lie.
 */
export function install(address) {
  if (customElements.get("pass-wave")) return;
  PassWave.base = new URL("./", address).href;
  customElements.define("pass-wave", PassWave);
}
