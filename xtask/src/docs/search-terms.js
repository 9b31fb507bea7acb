// How the site's search takes text apart: the same when the index is made and when someone searches.

const WORD = /\p{Script=Han}+|(?:(?!\p{Script=Han})[\p{L}\p{N}])+/gu;
const CHINESE = /^\p{Script=Han}/u;
/** Titles are short and say what a page is about. */
const BOOST = { about: 10, page: 4, heading: 3 };

/** Words; Chinese, which has no spaces, in pairs of characters. @param {string} text */
function terms(text) {
  return (text.match(WORD) ?? []).flatMap((word) => (CHINESE.test(word) && word.length > 2 ? pairs(word) : [word]));
}

/** @param {string} word */
const pairs = (word) => [...word].slice(1).map((character, index) => [...word][index] + character);

/** One form for singular and plural. @param {string} term */
const processTerm = (term) => term.replace(/(?<=[a-z]{3})s$/, "").toLowerCase();

/** The options of MiniSearch. */
export const OPTIONS = {
  idField: "address",
  fields: ["about", "page", "heading", "text"],
  storeFields: ["page", "heading", "text", "weight"],
  tokenize: terms,
  processTerm,
};

/** @type {import("minisearch").SearchOptions} */
export const SEARCH = {
  boost: BOOST,
  prefix: (term) => term.length > 2,
  fuzzy: (term) => (term.length > 5 ? 0.15 : false),
  combineWith: "AND",
  boostDocument: (_address, _term, stored) => Number(stored?.weight ?? 1),
};
