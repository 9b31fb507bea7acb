// axe-core over a part of a page that WordPress makes: only what the plugin adds is ours.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
/** WordPress draws an arrow into its lists, so axe cannot tell what the text stands on: #2c3338 on white. */
const EXPLAINED = /^color-contrast: <select /;

/** @param {{ id: string, nodes: { html: string }[] }[]} findings */
const flat = (findings) => findings.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));

/**
 * What axe finds wrong there, and what it cannot decide without an explanation of ours, a line each.
 * @param {import("playwright-core").Page} page @param {string} part a selector
 */
export async function violations(page, part) {
  await page.evaluate(AXE);
  const { violations, incomplete, passes } = await page.evaluate(
    // @ts-expect-error: axe is a global of the page
    ({ part, tags }) => axe.run(part, { runOnly: { type: "tag", values: tags } }),
    { part, tags: TAGS },
  );
  assert.ok(passes.length > 10, `axe has looked at ${part}: ${passes.length} rules passed`);
  return [...flat(violations), ...flat(incomplete).filter((line) => !EXPLAINED.test(line))];
}
