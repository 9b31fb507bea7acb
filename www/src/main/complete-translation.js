import { loadDiagnostics } from "./diagnostics.js";

/** @typedef {import("../loader/controller-host.js").Host} Host */
/** @typedef {import("../loader/strings.js").Translation} Translation */

/**
 * All words of the page's language. Where they cannot be had, English, which then comes as a script; and where no
 * script can be had either, the few words that the loader has.
 * @param {Host} host @returns {Promise<Translation>}
 */
export async function completeTranslation(host) {
  const translation = await host.loadTranslation();
  if (translation.strings.verified) return translation;
  return loadDiagnostics(host.base).then(
    ({ english }) => ({ language: "en", strings: english }),
    () => translation,
  );
}
