import { english } from "languages";
import { assetUrl } from "../shared/asset-url.js";

/**
 * @typedef {typeof english} Strings The strings that are inlined in the loader, and the others once they are loaded.
 */
/** @typedef {{ language: string, strings: Strings }} Translation */

/** English, of which the loader contains only what is shown before the first press. @type {Translation} */
export const ENGLISH = { language: "en", strings: english };

/** @type {Map<string, Promise<Translation>>} */
const translations = new Map();

/**
 * Loads all strings of a language once per page, and again after a failure.
 * @param {string} base @param {string} language
 */
export function loadTranslation(base, language) {
  const url = assetUrl(base, `strings/${language}.json`);
  const known = translations.get(url);
  if (known) return known;
  const translation = fetchStrings(url).then((strings) => ({ language, strings }));
  translations.set(url, translation);
  translation.catch(() => translations.delete(url));
  return translation;
}

/** @param {string} url @returns {Promise<Strings>} */
async function fetchStrings(url) {
  const response = await fetch(url, { credentials: "omit" });
  if (!response.ok) throw new Error(url);
  return response.json();
}
