// The documents can be searched by the field's terms, and their links lead somewhere.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { test } from "node:test";
import { ROOT } from "../support/paths.mjs";

/** Where a reader expects each term: as a heading or in bold. */
const TERMS = {
  "rate limit": "docs/configuration.md",
  "proof of work": "docs/protocol.md",
  difficulty: "docs/configuration.md",
  "write-ahead log": "docs/configuration.md",
  "rotate keys": "docs/operating.md",
  CORS: "docs/protocol.md",
  "Content-Security-Policy": "docs/strict-pages.md",
  "reverse proxy": "docs/deployment.md",
  "health check": "docs/operating.md",
  metrics: "docs/operating.md",
  privacy: "docs/privacy.md",
  GDPR: "docs/privacy.md",
  troubleshooting: "docs/troubleshooting.md",
  upgrade: "docs/upgrading.md",
  "test keys": "docs/verification-api.md",
  "offline verification": "docs/verification-api.md",
  accessibility: "docs/accessibility.md",
  "elder mode": "docs/accessibility.md",
  "screen reader": "docs/accessibility.md",
  "threat model": "docs/threat-model.md",
};

const read = (/** @type {string} */ path) => readFileSync(join(ROOT, path), "utf8");
const withoutCode = (/** @type {string} */ text) => text.replace(/^```.*?^```$/gms, "");
const headings = (/** @type {string} */ text) =>
  Array.from(withoutCode(text).matchAll(/^#+ (.+)$/gm), ([, heading]) => String(heading));
const bold = (/** @type {string} */ text) =>
  Array.from(withoutCode(text).matchAll(/\*\*([^*]+)\*\*/g), ([, words]) => String(words));
const spoken = (/** @type {string} */ words) => words.toLowerCase().replaceAll("-", " ");

for (const [term, page] of Object.entries(TERMS)) {
  test(`"${term}" is a heading or a bold term of ${page}`, () => {
    const found = [...headings(read(page)), ...bold(read(page))].filter((words) =>
      spoken(words).includes(spoken(term)),
    );
    assert.notDeepEqual(found, []);
  });
}

const PAGES = execFileSync("git", ["ls-files", "-z", "*.md"], { cwd: ROOT, encoding: "utf8" })
  .split("\0")
  .filter(Boolean);

/** The anchor that a heading gets in a repository's viewer. @param {string} heading */
const anchor = (heading) =>
  heading
    .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, "")
    .replaceAll(" ", "-");

/** What is wrong with a link, or nothing. @param {string} page @param {string} link */
function fault(page, link) {
  const [path = "", id] = link.split("#");
  const target = path ? relative(ROOT, resolve(ROOT, dirname(page), path)) : page;
  if (!existsSync(join(ROOT, target))) return `${page}: ${link} is not there`;
  if (!id || !target.endsWith(".md")) return undefined;
  return headings(read(target)).map(anchor).includes(id) ? undefined : `${page}: ${link} has no such heading`;
}

test("every link between the documents leads to a file and a heading", () => {
  const links = PAGES.flatMap((page) =>
    Array.from(withoutCode(read(page)).matchAll(/\]\(([^)\s]+)\)/g), ([, link]) => ({ page, link: String(link) })),
  ).filter(({ link }) => !/^\w+:/.test(link));
  assert.ok(links.length > 200, String(links.length));
  assert.deepEqual(links.map(({ page, link }) => fault(page, link)).filter(Boolean), []);
});

test("every document that a program's comment or message names is there", () => {
  const found = execFileSync(
    "git",
    ["grep", "-hoE", "docs/[a-zA-Z-]+\\.md", "--", "*.rs", "*.js", "*.mjs", "*.php", "*.py"],
    {
      cwd: ROOT,
      encoding: "utf8",
    },
  );
  const named = [...new Set(found.split("\n").filter(Boolean))];
  assert.ok(named.length > 10, String(named.length));
  assert.deepEqual(
    named.filter((path) => !existsSync(join(ROOT, path))),
    [],
  );
});
