// Libraries that put the next page into this one, each as its documentation says.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { FRAMEWORKS } from "./framework-bundles.mjs";

/** @typedef {{ script: string, begin: string }} Swapper `begin` runs once, at the end of the first page. */

/** @type {Record<string, Swapper>} */
const SWAPPERS = {
  "Turbo 8.0": { script: "@hotwired/turbo/dist/turbo.es2017-umd.js", begin: "" },
  "htmx 1.9": { script: "htmx1/dist/htmx.js", begin: "" },
  "htmx 2.0": { script: "htmx2/dist/htmx.js", begin: "" },
  "htmx 4.0": { script: "htmx4/dist/htmx.js", begin: "" },
  "Unpoly 3.14": {
    script: "unpoly/unpoly.js",
    begin: 'up.link.config.followSelectors.push("a[href]"); up.fragment.config.mainTargets = ["main"];',
  },
  "pjax 0.2": {
    script: "pjax/pjax.js",
    begin: 'new Pjax({ elements: "a[href]", selectors: ["title", "main"], cacheBust: false });',
  },
  "Swup 4.10": {
    script: "swup/dist/Swup.umd.js",
    begin: 'new Swup({ containers: ["main"], animationSelector: false });',
  },
};

export const SWAPPING_LIBRARIES = Object.keys(SWAPPERS);

/** @param {string} path */
export const library = (path) => readFileSync(join(FRAMEWORKS, "latest/node_modules", path), "utf8");

/** What stands in the head of each page. @param {string} name one of SWAPPING_LIBRARIES */
export function swapperOf(name) {
  const { script = "", begin = "" } = SWAPPERS[name] ?? {};
  return { script: library(script), begin };
}
