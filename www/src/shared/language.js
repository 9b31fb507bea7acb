import { tags } from "languages";

/**
 * The available language that fits an element best: its own `lang` or an ancestor's, else one of the browser's, else
 * English.
 * @param {Element} element
 */
export function languageFor(element) {
  for (const wanted of [...declaredLanguages(element), ...navigator.languages]) {
    const available = nearestLanguage(wanted);
    if (available) return available;
  }
  return "en";
}

/**
 * The `lang` attributes of the element and its ancestors, across shadow roots, innermost first.
 * @param {Element} element
 */
function declaredLanguages(element) {
  const languages = [];
  /** @type {Node | null | undefined} */
  let node = element;
  while (node) {
    const language = /** @type {Partial<Element>} */ (node).getAttribute?.("lang");
    if (language) languages.push(language);
    node = node.parentNode ?? /** @type {ShadowRoot} */ (node).host;
  }
  return languages;
}

/**
 * The available language that a reader of `wanted` reads best, if any. Only Chinese is there several times: script or
 * region decides. A rule, because an `Intl.Locale` costs a slow phone milliseconds.
 * @param {string} wanted A tag such as zh-CN.
 */
export function nearestLanguage(wanted) {
  const [language] = wanted.toLowerCase().split(/[-_]/);
  if (/^(zh|cmn|yue)$/.test(language ?? "")) return chinese(wanted);
  return tags.find((tag) => tag.split("-")[0] === language);
}

/** Cantonese readers read the Chinese of Hong Kong. @param {string} tag */
function chinese(tag) {
  if (/hk|mo|^yue/i.test(tag)) return /hans/i.test(tag) ? "zh-Hans" : "zh-HK";
  return /tw|hant/i.test(tag) ? "zh-TW" : "zh-Hans";
}
