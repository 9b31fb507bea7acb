// The page of the site's search: finds what the address asks for, and what is typed.
import MiniSearch from "minisearch";
import { OPTIONS, SEARCH } from "./search-terms.js";

const MAX_RESULTS = 20;
const SNIPPET = { before: 60, length: 200 };

// @ts-expect-error: the index is a script of its own, so that it can also be read from a file
const search = MiniSearch.loadJS(searchIndex, OPTIONS);
const find = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
const box = /** @type {HTMLInputElement} */ (find("search-box"));
const { none = "", some = "" } = find("found").dataset;

/** All words where there is such a place, else any of them. @param {string} asked */
function results(asked) {
  const all = search.search(asked, SEARCH);
  return (all.length ? all : search.search(asked, { ...SEARCH, combineWith: "OR" })).slice(0, MAX_RESULTS);
}

/** The text around the first place that matches. @param {import("minisearch").SearchResult} result */
function snippet({ text, terms }) {
  const places = terms.map((term) => text.toLowerCase().indexOf(term)).filter((place) => place >= 0);
  const start = Math.max(0, Math.min(...places, text.length) - SNIPPET.before);
  const from = start && places.length ? text.indexOf(" ", start) + 1 : 0;
  return text.slice(from, from + SNIPPET.length);
}

/** @param {import("minisearch").SearchResult} result */
function item(result) {
  const [entry, link, text] = ["li", "a", "p"].map((name) => document.createElement(name));
  if (!entry || !link || !text) throw new Error("a document makes elements");
  link.setAttribute("href", result.id);
  link.textContent = result.heading === result.page ? result.page : `${result.page}: ${result.heading}`;
  text.textContent = snippet(result);
  entry.append(link, text);
  return entry;
}

function show() {
  const asked = box.value.trim();
  const found = asked ? results(asked) : [];
  find("results").replaceChildren(...found.map(item));
  find("found").textContent = asked && (found.length ? some.replace("{count}", String(found.length)) : none);
}

box.value = new URLSearchParams(location.search).get("q") ?? "";
box.addEventListener("input", show);
show();
