// What is around the content of every page.
import { escaped } from "./markdown.mjs";

/** The words of the site itself. */
export const LANGUAGES = {
  en: {
    site: "Passwave documentation",
    skip: "Skip to the content",
    pages: "Pages",
    search: "Search",
    found: "{count} places found",
    none: "Nothing found",
    script: "The search needs JavaScript. All pages are in the list.",
  },
  "zh-CN": {
    site: "Passwave 文档",
    skip: "跳到正文",
    pages: "页面",
    search: "搜索",
    found: "找到 {count} 处",
    none: "没有找到",
    script: "搜索需要 JavaScript。全部页面都在列表中。",
  },
};

/** @typedef {keyof typeof LANGUAGES} Language */
/** @typedef {{ title: string, pages: { label: string, output: string }[] }} Group */
/**
 * @typedef {object} Page
 * @property {string} output
 * @property {Language} language
 * @property {string} title
 * @property {string} html
 * @property {string[]} [scripts]
 * @property {{ output: string, language: Language }} [translation]
 */

/** The home of a language. @param {Language} language */
export const folderOf = (language) => (language === "en" ? "" : `${language}/`);

/** The relative address of one page on another. @param {string} from @param {string} to */
export function relative(from, to) {
  const depth = from.split("/").length - 1;
  return "../".repeat(depth) + to;
}

/** @param {Page} page @param {Group[]} groups */
export function wholePage({ output, language, title, html, scripts = [], translation }, groups) {
  const own = LANGUAGES[language];
  const to = (/** @type {string} */ place) => escaped(relative(output, place));
  const home = folderOf(language);
  const head = scripts.map((name) => `<script src="${to(name)}" defer></script>\n`).join("");
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)} · Passwave</title>
<link rel="stylesheet" href="${to("site.css")}">
<link rel="icon" href="${to("icon.svg")}">
${head}</head>
<body>
<a class="skip" href="#content">${own.skip}</a>
<header>
<p class="brand"><a href="${to(`${home}index.html`)}">${own.site}</a></p>
<form role="search" action="${to(`${home}search.html`)}">
<label for="search-box">${own.search}</label>
<input type="search" id="search-box" name="q" autocomplete="off">
<button>${own.search}</button>
</form>
${translation ? otherLanguage(translation, to(translation.output)) : ""}</header>
<div class="columns">
<nav aria-label="${own.pages}"><details><summary>${own.pages}</summary>
${groups.map((group) => listed(group, output)).join("")}</details></nav>
<main id="content" tabindex="-1">
${html}</main>
</div>
</body>
</html>
`;
}

/** @param {NonNullable<Page["translation"]>} translation @param {string} address */
function otherLanguage({ language }, address) {
  const name = language === "en" ? "English" : "中文";
  return `<p><a lang="${language}" hreflang="${language}" rel="alternate" href="${address}">${name}</a></p>\n`;
}

/** @param {Group} group @param {string} here */
function listed({ title, pages }, here) {
  const items = pages.map(({ label, output }) => {
    const current = output === here ? ` aria-current="page"` : "";
    return `<li><a href="${escaped(relative(here, output))}"${current}>${escaped(label)}</a></li>\n`;
  });
  return `<p>${escaped(title)}</p>\n<ul>\n${items.join("")}</ul>\n`;
}

/** The page of the search. @param {Language} language @param {Language[]} others @returns {Page} */
export function searchPage(language, [other]) {
  const { search, found, none, script } = LANGUAGES[language];
  const home = folderOf(language);
  const html = `<h1>${search}</h1>
<noscript><p>${script}</p></noscript>
<p aria-live="polite" id="found" data-some="${found}" data-none="${none}"></p>
<ol id="results"></ol>
`;
  const translation = other && { language: other, output: `${folderOf(other)}search.html` };
  const scripts = [`${home}search-index.js`, "search.js"];
  return { output: `${home}search.html`, language, title: search, html, scripts, translation };
}
