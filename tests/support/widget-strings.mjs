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

/**
 * Waits until the check says, to a screen reader too, about how long its work will take yet.
 * @param {import("playwright-core").Page} page @param {string} tag the language
 */
export async function hearsOfLongWait(page, tag) {
  const { waitTwenty, waitHalfMinute, waitMinute, waitMinutes } = stringsOf(tag);
  const waits = [waitTwenty, waitHalfMinute, waitMinute, waitMinutes];
  await page.waitForFunction((words) => {
    const message = document.querySelector("pass-wave")?.shadowRoot?.querySelector("[part~=message]");
    return message?.getAttribute("aria-live") === "polite" && words.includes(message.textContent ?? "");
  }, waits);
}
