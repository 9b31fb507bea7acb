// The demo's words: English stands in the page, the others are fetched. Names of gestures are the practice page's,
// the direction is the widget's.

/** @typedef {Record<string, string>} Strings */

/** The languages that the page offers, by tag. */
const offered = () => [...document.querySelectorAll("option[lang]")].map((option) => option.getAttribute("lang") ?? "");

/** The language, its script, and Hong Kong with Macau apart from Taiwan. @param {string} tag */
function kindOf(tag) {
  try {
    const { language, script, region } = new Intl.Locale(tag).maximize();
    if (language !== "zh") return language;
    if (script !== "Hant") return "zh-Hans";
    return region === "HK" || region === "MO" ? "zh-HK" : "zh-TW";
  } catch {
    return "";
  }
}

/** The first of these that the page has. @param {readonly string[]} wanted @returns {string} */
export function nearestLanguage(wanted) {
  const found = wanted.map((tag) => offered().find((one) => tag && kindOf(one) === kindOf(tag)));
  return found.find(Boolean) ?? "en";
}

/** @param {string} path @returns {Promise<Strings>} */
async function load(path) {
  const response = await fetch(path);
  return response.ok ? response.json() : {};
}

/** Shows the page in a language; its strings. @param {string} language @returns {Promise<Strings>} */
export async function translate(language) {
  const folders = ["/strings/", "/practice/strings/", "/demo/strings/"];
  const [widget, practice, demo] = await Promise.all(folders.map((folder) => load(`${folder}${language}.json`)));
  /** @type {Strings} */
  const strings = { ...practice, ...demo };
  document.documentElement.lang = language;
  document.documentElement.dir = widget?.direction ?? "ltr";
  const all = /** @type {NodeListOf<HTMLElement>} */ (
    document.querySelectorAll("[data-text], [data-label], [data-alt]")
  );
  for (const element of all) {
    const { text, label, alt } = element.dataset;
    if (text && strings[text]) element.textContent = strings[text];
    if (label && strings[label]) element.setAttribute("aria-label", strings[label]);
    if (alt && strings[alt]) element.setAttribute("alt", strings[alt]);
  }
  return strings;
}
