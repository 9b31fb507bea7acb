// The index of the site's search: a document for each section of each page.
import MiniSearch from "minisearch";
import { OPTIONS } from "./search-terms.js";
import { relative } from "./template.mjs";

/**
 * @typedef {object} Indexed
 * @property {string} output
 * @property {import("./template.mjs").Language} language
 * @property {string} title
 * @property {string} about What the table of contents says of the page.
 * @property {import("./markdown.mjs").Section[]} sections
 */

/** Word lists, tables of contents and what is about the project itself name everything and explain little. */
const LESS = [/(^|\/)(index|glossary)\.html$/, /^project\//];
const LESS_WEIGHT = 0.3;

/** @param {Indexed[]} pages @param {string} from The page that searches. */
export function indexOf(pages, from) {
  const search = new MiniSearch(OPTIONS);
  search.addAll(pages.flatMap((page) => documentsOf(page, from)));
  return search;
}

/** @param {Indexed} page @param {string} from */
function documentsOf({ output, title, about, sections }, from) {
  const weight = LESS.some((path) => path.test(output)) ? LESS_WEIGHT : 1;
  const filled = sections.filter(({ heading, text }) => heading || text.trim());
  return filled.map(({ anchor, heading, text }) => ({
    address: relative(from, output) + (anchor && heading !== title ? `#${anchor}` : ""),
    about: heading === title ? about : "",
    page: title,
    heading,
    text: text.replaceAll(/\s+/g, " "),
    weight,
  }));
}
