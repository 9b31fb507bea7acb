import { english, tags } from "languages";
import { part } from "./part.js";

/** @typedef {typeof english} Strings What is there at first, and later all of it. */
/** @typedef {{ language: string, strings: Strings }} Words What is said, and in which language. */

/** The loader brings what stands on the screen before the first press, in English alone. */
export const ENGLISH = /** @type {Words} */ ({ language: "en", strings: english });

/** So long may a language take to arrive before a person is given English meanwhile. */
export const ENGLISH_AFTER_MS = 3000;

/** @type {Map<string, Promise<Words>>} */
const fetched = new Map();

/**
 * All words of a language; asked for once a page, and again only after a failure.
 * @param {string} base @param {string} language
 */
export function wordsOf(base, language) {
  const address = part(base, `strings/${language}.json`);
  const known = fetched.get(address);
  if (known) return known;
  const words = read(address).then((strings) => ({ language, strings }));
  fetched.set(address, words);
  words.catch(() => fetched.delete(address));
  return words;
}

/** @param {string} address @returns {Promise<Strings>} */
async function read(address) {
  const response = await fetch(address, { credentials: "omit" });
  if (!response.ok) throw new Error(address);
  return response.json();
}

/**
 * The element's own language, else that of what it stands in, else the browser's, else English.
 * @param {Element} element
 */
export function languageOf(element) {
  for (const wanted of [...written(element), ...navigator.languages]) {
    const known = nearest(wanted);
    if (known) return known;
  }
  return ENGLISH.language;
}

/** What `lang` says on the element and around it, from the inside out. @param {Element} element */
function written(element) {
  const languages = [];
  for (
    let node = /** @type {Node | null | undefined} */ (element);
    node;
    node = node.parentNode ?? /** @type {ShadowRoot} */ (node).host
  ) {
    const language = node instanceof Element && node.getAttribute("lang");
    if (language) languages.push(language);
  }
  return languages;
}

/**
 * The known language that one who reads `wanted` reads best, if there is one. Most tags say it by their first word: an `Intl.Locale` costs a slow
 * phone milliseconds.
 * @param {string} wanted A tag such as zh-CN.
 */
export function nearest(wanted) {
  const found = sameLanguage(wanted);
  if (found.length === 1) return found[0];
  const reader = likely(wanted);
  const same = sameLanguage(reader);
  const alike = (/** @type {string} */ start) => same.find((tag) => likely(tag).startsWith(start));
  return alike(reader) ?? alike(reader.slice(0, 7)) ?? same[0]; // Seven letters are a language and its script: zh-Hant.
}

/** The known tags of the same language. @param {string} wanted */
const sameLanguage = (wanted) => tags.filter((tag) => tag.split("-")[0] === wanted.split(/[-_]/)[0]);

/** A tag with its likeliest script and region: zh-SG is zh-Hans-SG. What is no tag is no language. @param {string} tag */
function likely(tag) {
  try {
    const locale = new Intl.Locale(tag.replace("_", "-")).maximize();
    return locale.language === "yue" ? "zh-Hant-HK" : locale.baseName; // Cantonese is written in the Chinese of Hong Kong.
  } catch {
    return "";
  }
}
