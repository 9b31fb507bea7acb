// docs/accessibility-conformance.md claims nothing that no test shows: its table names tests that exist.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { ROOT } from "../support/paths.mjs";

const REPORT = readFileSync(join(ROOT, "docs/accessibility-conformance.md"), "utf8");
const [CLAIMS = "", TESTS = ""] = REPORT.split("\n## The tests\n");

/** The table at the end of the report. */
const rows = [...TESTS.matchAll(/^\| (T\d+) \| `([^`]+)` \| (.+) \|$/gm)].map(
  ([, mark = "", file = "", name = ""]) => ({ mark, file, name }),
);

/** The names of the tests in a file, as patterns: what a test fills in may be anything. @param {string} file */
function namesIn(file) {
  const source = readFileSync(join(ROOT, file), "utf8");
  const titles = [...source.matchAll(/\btest\(\s*(["`])(.+?)\1,/g)].map(([, , title = ""]) => title);
  const functions = [...source.matchAll(/#\[test\]\s+fn (\w+)\(/g)].map(([, name = ""]) => name);
  // The cases of a table that each engine runs.
  const cases = [...source.matchAll(/^ {2}"(.+?)": /gm)].map(([, title = ""]) => `\${engine}: ${title}`);
  return [...titles, ...functions, ...cases].map(pattern);
}

/** @param {string} title */
function pattern(title) {
  const fixed = title.split(/\$\{.+?\}/).map((part) => part.replace(/[.*+?^$()|[\]\\{}]/g, "\\$&"));
  return new RegExp(`^${fixed.join(".+")}$`);
}

test("every test that the accessibility report names exists", () => {
  assert.ok(rows.length > 20, `${rows.length} rows`);
  const missing = rows.filter(
    ({ file, name }) => !existsSync(join(ROOT, file)) || !namesIn(file).some((title) => title.test(name)),
  );
  assert.deepEqual(missing, []);
});

test("every mark in the accessibility report is in its table, once, and every row is used", () => {
  const marks = rows.map(({ mark }) => mark);
  const used = [...new Set(CLAIMS.match(/\bT\d+\b/g) ?? [])];
  assert.deepEqual(
    used.filter((mark) => !marks.includes(mark)),
    [],
    "not in the table",
  );
  assert.deepEqual(
    marks.filter((mark) => !used.includes(mark)),
    [],
    "not used",
  );
  assert.equal(new Set(marks).size, marks.length);
});

test("every criterion that is met or partly met says how", () => {
  const claims = [...CLAIMS.matchAll(/^\|.*\| (met|partly)[^|]*\| ([^|]*)\|/gm)];
  assert.ok(claims.length > 60, `${claims.length} claims`);
  assert.deepEqual(
    claims.filter(([, , how = ""]) => how.trim().length < 5).map(([line]) => line),
    [],
  );
});
