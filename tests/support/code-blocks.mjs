// The programs in the documents, as they are read there.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./paths.mjs";
import { SITEKEY } from "./fast-server.mjs";

/**
 * All programs of one language in a document, with a real server in place of the example's.
 * @param {string} name @param {string} language @param {string} server
 */
export function programs(name, language, server) {
  const text = readFileSync(join(ROOT, "docs", name), "utf8");
  const found = [...text.matchAll(/^```(\w+)\n(.*?)^```$/gms)].filter(([, tag]) => tag === language);
  if (found.length === 0) throw new Error(`docs/${name} has no program in ${language}`);
  return found.map(([, , program = ""]) =>
    program.replaceAll("https://check.example.org", server).replaceAll("YOUR-SITEKEY", SITEKEY),
  );
}

/**
 * The one that holds these words.
 * @param {string} name @param {string} language @param {string} server @param {string} words
 */
export function program(name, language, server, words) {
  const [found, ...others] = programs(name, language, server).filter((text) => text.includes(words));
  if (!found || others.length)
    throw new Error(`docs/${name}: ${others.length + Number(Boolean(found))} programs in ${language} with ${words}`);
  return found;
}
