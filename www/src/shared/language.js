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
    const language = node instanceof Element && node.getAttribute("lang");
    if (language) languages.push(language);
    node = node.parentNode ?? /** @type {ShadowRoot} */ (node).host;
  }
  return languages;
}

/**
 * The available language that a reader of `wanted` reads best, if any. Most tags are decided by their language alone,
 * because an `Intl.Locale` costs a slow phone milliseconds.
 * @param {string} wanted A tag such as zh-CN.
 */
export function nearestLanguage(wanted) {
  const candidates = sameLanguage(wanted);
  if (candidates.length === 1) return candidates[0];
  const full = maximise(wanted);
  const sameReaders = sameLanguage(full);
  const startingWith = (/** @type {string} */ prefix) => sameReaders.find((tag) => maximise(tag).startsWith(prefix));
  const languageAndScript = full.slice(0, "zh-Hant".length);
  return startingWith(full) ?? startingWith(languageAndScript) ?? sameReaders[0];
}

/** The available tags of the same language. @param {string} wanted */
function sameLanguage(wanted) {
  const [language] = wanted.split(/[-_]/);
  return tags.filter((tag) => tag.split("-")[0] === language);
}

/** Adds the likely script and region: zh-SG becomes zh-Hans-SG. Empty for what is no tag. @param {string} tag */
function maximise(tag) {
  try {
    const locale = new Intl.Locale(tag.replace("_", "-")).maximize();
    // Cantonese readers read the Chinese of Hong Kong.
    return locale.language === "yue" ? "zh-Hant-HK" : locale.baseName;
  } catch {
    return "";
  }
}
