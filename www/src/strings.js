import * as en from "../strings/en.json";
import * as zhHans from "../strings/zh-Hans.json";

/** @typedef {Record<string, string>} Strings */

/**
 * What is shown before the first press comes with the loader; the rest is fetched when it is needed.
 * A new language is one file, and one line here.
 * @type {Record<string, Strings>}
 */
const FIRST_STRINGS = {
  en: first(en.direction, en.group, en.start, en.startDetail, en.askDetail, en.press, en.larger, en.talk, en.required),
  "zh-Hans": first(
    zhHans.direction,
    zhHans.group,
    zhHans.start,
    zhHans.startDetail,
    zhHans.askDetail,
    zhHans.press,
    zhHans.larger,
    zhHans.talk,
    zhHans.required,
  ),
};

/** @param {string[]} values @returns {Strings} */
function first(...values) {
  const [direction, group, start, startDetail, askDetail, press, larger, talk, required] = values;
  return { direction, group, start, startDetail, askDetail, press, larger, talk, required };
}

/** @param {string} language */
export function firstStrings(language) {
  return FIRST_STRINGS[language];
}

/** @type {Map<string, Promise<Strings>>} */
const fetched = new Map();

/**
 * All strings of a language; asked for once a page, and again only after a failure.
 * @param {string} base @param {string} language
 */
export function allStrings(base, language) {
  const address = `${base}strings/${language}.json`;
  const known = fetched.get(address);
  if (known) return known;
  const strings = fetch(address, { credentials: "omit" }).then((response) => response.json());
  fetched.set(address, strings);
  strings.catch(() => fetched.delete(address));
  return strings;
}

/**
 * The element's own language, else the page's, else the browser's, else English.
 * @param {Element} element
 */
export function languageOf(element) {
  const page = element.closest("[lang]") ?? document.documentElement;
  const wanted = [page.getAttribute("lang") ?? "", ...navigator.languages];
  return wanted.map(known).find(Boolean) ?? "en";
}

/** @param {string} tag A language tag such as zh-CN. */
function known(tag) {
  const names = Object.keys(FIRST_STRINGS);
  const language = tag.toLowerCase().split("-")[0];
  return names.find((name) => name.toLowerCase() === tag.toLowerCase())
    ?? names.find((name) => name.split("-")[0] === language);
}
