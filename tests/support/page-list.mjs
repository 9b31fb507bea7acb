// The pages that come with Passwave. A page put into one of these folders is tested by being there.
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./paths.mjs";

/** A template, not a page: the demo's backend fills it in. */
const NO_PAGE = "/demo/answer.html";

/** @param {string} folder */
function pagesIn(folder) {
  const path = join(ROOT, "www", folder);
  const files = existsSync(path) ? readdirSync(path).filter((name) => name.endsWith(".html")) : [];
  return files.map((name) => `/${folder}/${name}`).filter((page) => page !== NO_PAGE);
}

export const PAGES = ["examples", "demo", "practice"].flatMap(pagesIn);
