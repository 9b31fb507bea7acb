// The words of the widget, in every language there is.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./paths.mjs";

/** @typedef {Record<string, string>} Strings By key. */

/** @param {string} folder @returns {Map<string, Strings>} By tag. */
export function languagesIn(folder) {
  const files = readdirSync(join(ROOT, folder)).filter((name) => name.endsWith(".json"));
  return new Map(
    files.map((name) => [name.replace(".json", ""), JSON.parse(readFileSync(join(ROOT, folder, name), "utf8"))]),
  );
}

/** What the widget says. */
export const LANGUAGES = languagesIn("www/strings");

/** @param {string} tag */
export function stringsOf(tag) {
  const strings = LANGUAGES.get(tag);
  if (!strings) throw new Error(`there is no www/strings/${tag}.json`);
  return strings;
}

export const ENGLISH = stringsOf("en");
