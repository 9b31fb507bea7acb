// Pages of docs/ that show files: below a comment with a file's name stands that file.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./paths.mjs";

const DOCS = join(ROOT, "docs");
const SHOWN = /^<!-- shows (\S+) -->\n```(\w*)\n[\s\S]*?^```$/gm;

/** All pages. */
export function pages() {
  const names = readdirSync(DOCS).filter((name) => name.endsWith(".md"));
  return names.map((name) => ({ name, path: join(DOCS, name), text: readFileSync(join(DOCS, name), "utf8") }));
}

/** The files that a page shows. @param {string} text */
export const shown = (text) => [...text.matchAll(SHOWN)].map(([, file]) => String(file));

/** The page with its files as they are now. @param {string} text */
export function embedded(text) {
  return text.replace(SHOWN, (_, file, language) => {
    const code = readFileSync(join(DOCS, file), "utf8").trimEnd();
    return `<!-- shows ${file} -->\n\`\`\`${language}\n${code}\n\`\`\``;
  });
}
