// axe-core over a page: every rule there is, and an explanation for whatever it cannot decide.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

/** @typedef {import("playwright-core").Page} Page */
/**
 * @typedef {{ id: string, message: string }} Check
 * @typedef {{ id: string, nodes: { target: (string | string[])[], any: Check[], all: Check[] }[] }} Finding
 */

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
/** Every rule of WCAG, and the best practices. */
const TAGS = ["wcag2a", "wcag2aa", "wcag2aaa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/**
 * What axe leaves open, each with the reason why it is no fault. Anything else that it leaves open fails the test.
 * @type {{ rule: string, element: RegExp, reason: string }[]}
 */
export const EXPLAINED = [
  {
    rule: "hidden-content",
    element: /./,
    reason:
      "What is hidden is not for this mode or state. It is looked at in the mode and the state in which it is shown.",
  },
];

/**
 * What is allowed and is read badly: a status is a "statusbar" without its words to Orca, and WebKit reads out a
 * `<progress>` and gives a `<summary>` neither role nor state.
 */
const MISREAD = ["[role=status]", "progress", "summary"];

/** Puts axe into the page, unless it is there. @param {Page} page */
async function inject(page) {
  // @ts-expect-error: axe is a global of the page
  if (!(await page.evaluate(() => typeof axe === "object"))) await page.evaluate(AXE);
}

/** Where in the page a finding is, the way into shadow roots included. @param {(string | string[])[]} target */
const place = (target) => target.flat().join(" ");

/** @param {Finding[]} findings */
const flat = (findings) =>
  findings.flatMap(({ id, nodes }) =>
    nodes.map(({ target, any, all }) => ({
      rule: id,
      element: place(target),
      why: [...any, ...all].map(({ message }) => message).join("; "),
    })),
  );

/** @param {{ rule: string, element: string }} finding */
const isExplained = (finding) =>
  EXPLAINED.some(({ rule, element }) => rule === finding.rule && element.test(finding.element));

/**
 * Everything that axe finds wrong, and everything that it leaves open without an explanation of ours, a line each.
 * @param {Page} page
 * @param {string[]} [skipped] Rules, or selectors of MISREAD, that do not apply, with the reason where they are named.
 */
export async function findings(page, skipped = []) {
  await inject(page);
  const { violations, incomplete, rules, looked } = await page.evaluate(run, { tags: TAGS, skipped });
  assert.ok(rules.includes("color-contrast-enhanced") && rules.length > 80, `axe ran ${rules.length} rules`);
  assert.ok(looked || !(await page.locator("pass-wave").count()), "axe has looked into the widget");
  const misread = await page.evaluate(
    findMisread,
    MISREAD.filter((what) => !skipped.includes(what)),
  );
  const open = flat(incomplete).filter((finding) => !isExplained(finding));
  return [
    ...flat(violations).map((finding) => ({ ...finding, rule: `violation of ${finding.rule}` })),
    ...open.map((finding) => ({ ...finding, rule: `not explained: ${finding.rule}` })),
  ]
    .map(({ rule, element, why }) => `${rule}: ${element} (${why})`)
    .concat(misread);
}

/** Runs in the page. @param {string[]} misread */
function findMisread(misread) {
  const roots = [document, ...[...document.querySelectorAll("*")].flatMap(({ shadowRoot }) => shadowRoot ?? [])];
  const found = roots.flatMap((root) => [...root.querySelectorAll(misread.join())]);
  return found.map(({ outerHTML }) => `read badly by screen readers: ${outerHTML}`);
}

/** Runs in the page. @param {{ tags: string[], skipped: string[] }} options */
async function run({ tags, skipped }) {
  // @ts-expect-error: axe is a global of the page
  const engine = axe;
  const rules = engine
    .getRules(tags)
    .map((/** @type {{ ruleId: string }} */ { ruleId }) => ruleId)
    .filter((/** @type {string} */ id) => !skipped.includes(id));
  const { violations, incomplete, passes } = await engine.run({
    runOnly: { type: "rule", values: rules },
    resultTypes: ["violations", "incomplete", "passes"],
  });
  const looked = passes.some((/** @type {Finding} */ { nodes }) =>
    nodes.some(({ target }) => Array.isArray(target[0])),
  );
  return { violations, incomplete, rules, looked };
}
