import firstOfAll from "first-strings";

/** @typedef {typeof firstOfAll[string]} Strings What is there at first, and later all of it. */

const ENGLISH = /** @type {Strings} */ (firstOfAll.en);

/**
 * What is shown before the first press comes with the loader, in every language; the rest is fetched
 * when it is needed.
 * @param {string} language
 */
export function firstStrings(language) {
  return firstOfAll[language] ?? ENGLISH;
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
  const names = Object.keys(firstOfAll);
  const [language] = tag.toLowerCase().split("-");
  return names.find((name) => name.toLowerCase() === tag.toLowerCase())
    ?? names.find((name) => name.split("-")[0] === language);
}
