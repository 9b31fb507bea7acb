// The Chinese readme keeps step with the English one.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { ROOT } from "../support/paths.mjs";

const read = (/** @type {string} */ name) => readFileSync(join(ROOT, name), "utf8");
const ENGLISH = read("README.md");
const CHINESE = read("README.zh-CN.md");

/** @param {string} text @param {RegExp} pattern */
const found = (text, pattern) => [...text.matchAll(pattern)].map(([, part]) => part);

/** What both must have: pages, commands, attributes and addresses. */
const LINK = /\]\(([^)]+)\)/g;
const COMMAND = /^ {4}(\S.*)$/gm;
const NAMED = /`([^`\n]+)`/g;

const isOther = (/** @type {string | undefined} */ link) => /^README/.test(link ?? "");

test("both readmes lead to the same pages, and each page is there", () => {
  const links = (/** @type {string} */ text) => [...new Set(found(text, LINK).filter((link) => !isOther(link)))].sort();
  assert.deepEqual(links(CHINESE), links(ENGLISH));
  assert.ok(links(ENGLISH).length > 20);
  for (const link of links(ENGLISH))
    if (!/^https?:/.test(link ?? "")) assert.ok(existsSync(join(ROOT, link ?? "")), link);
});

test("both readmes name the same commands and words of the interface", () => {
  assert.deepEqual(found(CHINESE, COMMAND), found(ENGLISH, COMMAND));
  assert.deepEqual(new Set(found(CHINESE, NAMED)), new Set(found(ENGLISH, NAMED)));
});

test("both readmes have the same headings and pieces of code", () => {
  const shape = (/** @type {string} */ text) => [found(text, /^(#+) /gm), found(text, /^(```\w*)$/gm)];
  assert.deepEqual(shape(CHINESE), shape(ENGLISH));
});
