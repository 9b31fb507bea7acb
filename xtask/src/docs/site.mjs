// Makes the documentation site: node site.mjs ROOT OUT
// Every page of docs/ becomes one of the site; whatever else a page links to comes along, so no link leads nowhere.
import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { dirname, extname, join, posix, resolve } from "node:path";
import { build } from "esbuild";
import { escaped, parsed, rendered, words } from "./markdown.mjs";
import { indexOf } from "./search-index.mjs";
import { LANGUAGES, folderOf, relative, searchPage, wholePage } from "./template.mjs";

/** @typedef {import("./template.mjs").Language} Language */
/** @typedef {import("./template.mjs").Group} Group */
/** @typedef {{ source: string, output: string, anchors: Set<string> }} Made */
/** @typedef {import("./search-index.mjs").Indexed} Indexed */

const [root = "", out = ""] = process.argv.slice(2).map((path) => resolve(path));
if (!out) throw new Error("usage: node site.mjs ROOT OUT");
const DOCS = "docs/";
const OWN = import.meta.dirname;
/** Files that a browser shows by itself. */
const SHOWN_BY_BROWSERS = [".svg", ".png", ".json"];
/** Folders that are not part of a checkout. */
const NO_SOURCE = ["node_modules", "__pycache__", "dist"];
const languages = /** @type {Language[]} */ (Object.keys(LANGUAGES));

/** What is still to be made: paths from the root. */
const queue = languages.map((language) => `${DOCS}${folderOf(language)}README.md`);
/** @type {Map<string, Set<string> | undefined>} The anchors of what was made. */
const made = new Map();
/** @type {{ from: string, to: string, anchor: string }[]} */
const links = [];
/** @type {Indexed[]} */
const indexed = [];
const read = (/** @type {string} */ path) => readFileSync(join(root, path), "utf8");

/** Where a file or folder of the checkout is on the site. @param {string} source */
function outputOf(source) {
  const place = source.startsWith(DOCS) ? source.slice(DOCS.length) : `project/${source}`;
  if (statSync(join(root, source)).isDirectory()) return `${place}/index.html`;
  if (SHOWN_BY_BROWSERS.includes(extname(source))) return place;
  if (extname(source) !== ".md") return `${place}.html`;
  return place.replace(/\.md$/, ".html").replace(/^((?:zh-CN\/)?)README\.html$/, "$1index.html");
}

/** @param {string} output @param {string} content */
function write(output, content) {
  const path = join(out, output);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}

/** The address of what a page links to; it is made if it was not. @param {string} from @param {string} link */
function addressOf(from, link) {
  if (/^[a-z]+:/.test(link)) return link;
  const [path = "", anchor = ""] = link.split("#");
  const to = path ? posix.join(posix.dirname(from), decodeURI(path)).replace(/\/$/, "") : from;
  if (to.startsWith("..") || !existsSync(join(root, to)))
    throw new Error(`${from} links to ${link}, which is not there`);
  links.push({ from, to, anchor: decodeURIComponent(anchor) });
  queue.push(to);
  return (path && relative(outputOf(from), outputOf(to))) + (anchor && `#${anchor}`);
}

/** The pages that the table of contents of a language names. @param {Language} language @returns {Group[]} */
function groupsOf(language) {
  const contents = `${DOCS}${folderOf(language)}README.md`;
  /** @type {Group[]} */
  const groups = [];
  const tokens = parsed(read(contents));
  for (const [index, token] of tokens.entries()) {
    const before = tokens[index - 1];
    if (before?.type === "heading_open" && before.tag === "h2") groups.push({ title: words(token), pages: [] });
    else groups.at(-1)?.pages.push(...listedIn(token, contents));
  }
  return groups;
}

/**
 * The links of a text, each with what the text says of it.
 * @param {import("./markdown.mjs").Token} token @param {string} from
 */
function listedIn({ children }, from) {
  /** @type {{ label: string, output: string, about: string }[]} */
  const listed = [];
  let isLabel = false;
  for (const child of children ?? []) {
    const last = listed.at(-1);
    if (child.type === "link_open") {
      const source = posix.join(posix.dirname(from), String(child.attrGet("href")).split("#")[0] ?? "");
      listed.push({ label: "", output: outputOf(source), about: "" });
    } else if (last) {
      if (isLabel && child.type !== "link_close") last.label += words(child);
      last.about += `${words(child)} `;
    }
    if (child.type.startsWith("link_")) isLabel = child.type === "link_open";
  }
  return listed;
}

const groups = Object.fromEntries(languages.map((language) => [language, groupsOf(language)]));

/** The language of a page. @param {string} output */
const languageOf = (output) =>
  languages.find((language) => language !== "en" && output.startsWith(folderOf(language))) ?? "en";

/** The same page in the other language, if there is one. @param {string} output */
function translationOf(output) {
  const language = languageOf(output);
  const other = languages.find((candidate) => candidate !== language) ?? "en";
  const translated = folderOf(other) + output.slice(folderOf(language).length);
  const isThere = groups[other]?.some(({ pages }) => pages.some((page) => page.output === translated));
  return isThere || /^(zh-CN\/)?index\.html$/.test(output) ? { output: translated, language: other } : undefined;
}

/** @param {string} source @param {string} title @param {string} html */
function writePage(source, title, html) {
  const output = outputOf(source);
  const language = languageOf(output);
  const page = { output, language, title, html, translation: translationOf(output) };
  write(output, wholePage(page, groups[language] ?? []));
}

/** @param {string} source */
function makePage(source) {
  const { html, title, sections, anchors } = rendered(read(source), (link) => addressOf(source, link));
  writePage(source, title, html);
  const output = outputOf(source);
  indexed.push({ output, language: languageOf(output), title, sections, about: aboutOf(output) });
  return anchors;
}

/** What the table of contents says of a page. @param {string} output */
function aboutOf(output) {
  const pages = Object.values(groups).flatMap((all) => all.flatMap((group) => group.pages));
  return pages.flatMap((page) => (page.output === output && "about" in page ? [String(page.about)] : [])).join(" ");
}

/** @param {string} source */
function makeListing(source) {
  const names = readdirSync(join(root, source)).filter((name) => !name.startsWith(".") && !NO_SOURCE.includes(name));
  const items = names.sort().map((name) => {
    const address = addressOf(source, `${posix.basename(source)}/${name}`);
    return `<li><a href="${escaped(address)}">${escaped(name)}</a></li>\n`;
  });
  writePage(source, source, `<h1>${escaped(source)}</h1>\n<ul>\n${items.join("")}</ul>\n`);
}

/** @param {string} source */
function make(source) {
  if (statSync(join(root, source)).isDirectory()) return void makeListing(source);
  if (extname(source) === ".md") return makePage(source);
  if (SHOWN_BY_BROWSERS.includes(extname(source))) {
    mkdirSync(dirname(join(out, outputOf(source))), { recursive: true });
    return void copyFileSync(join(root, source), join(out, outputOf(source)));
  }
  const code = `<pre><code>${escaped(read(source))}</code></pre>\n`;
  writePage(source, source, `<h1>${escaped(source)}</h1>\n${code}`);
  return undefined;
}

/** Every link leads to an anchor that is there, and every page is in the table of contents. */
function check() {
  const wrong = links
    .filter(({ to, anchor }) => anchor && !made.get(to)?.has(anchor))
    .map(({ from, to, anchor }) => `${from} links to #${anchor}, which ${to} does not have`);
  const listed = Object.values(groups).flatMap((all) => all.flatMap(({ pages }) => pages.map(({ output }) => output)));
  for (const folder of languages.map((language) => DOCS + folderOf(language))) {
    const names = readdirSync(join(root, folder)).filter((name) => name.endsWith(".md") && name !== "README.md");
    const missing = names.filter((name) => !listed.includes(outputOf(folder + name)));
    wrong.push(...missing.map((name) => `${folder}README.md does not link to ${name}`));
  }
  if (wrong.length) throw new Error(wrong.join("\n"));
}

for (let source = queue.pop(); source !== undefined; source = queue.pop())
  if (!made.has(source)) made.set(source, make(source));
check();
for (const language of languages) {
  const others = languages.filter((other) => other !== language);
  const page = searchPage(language, others);
  write(page.output, wholePage(page, groups[language] ?? []));
  const own = indexed.filter((page) => page.language === language);
  write(`${folderOf(language)}search-index.js`, `searchIndex = ${JSON.stringify(indexOf(own, page.output))}\n`);
}
const bundle = { entryPoints: [join(OWN, "search.js")], outfile: join(out, "search.js") };
await build({ ...bundle, bundle: true, minify: true, target: "es2022", legalComments: "inline" });
copyFileSync(join(OWN, "site.css"), join(out, "site.css"));
copyFileSync(join(root, "www/demo/icon.svg"), join(out, "icon.svg"));
console.log(`${indexed.length} pages of documentation, ${made.size} files`);
