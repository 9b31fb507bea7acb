// Someone at a browser, and what every application must hold to.
import assert from "node:assert/strict";
import { openPage } from "../../../support/open-page.mjs";
import { verify } from "../../../support/widget-actions.mjs";

/** @typedef {import("playwright-core").Browser} Browser */
/** @typedef {import("playwright-core").Page} Page */

/** An application in PHP makes a page in seconds, and in many of them where two builds run beside it. */
const LIMIT_MS = 120_000;

/** All that the applications have shown to people of these tests. */
const shown = /** @type {string[]} */ ([]);

/**
 * A visitor with a fresh browser profile, until the test ends.
 * @param {import("node:test").TestContext} t @param {Browser} browser @param {string} address
 */
export async function visit(t, browser, address) {
  const { page, faults, close } = await openPage(browser, address, { limit_ms: LIMIT_MS });
  page.on("load", async () => shown.push(await page.content().catch(() => "")));
  shown.push(await page.content());
  t.after(close);
  return { page, faults };
}

/** Fills in fields, by their selectors. @param {Page} page @param {Record<string, string>} fields */
export async function fill(page, fields) {
  for (const [selector, value] of Object.entries(fields)) await page.locator(selector).fill(value);
}

/**
 * Fills in, verifies without waving, and sends.
 * @param {Page} page @param {Record<string, string>} fields @param {string} button
 */
export async function verifyAndSend(page, fields, button) {
  await fill(page, fields);
  await verify(page);
  await Promise.all([page.waitForNavigation(), page.locator(button).click()]);
}

/**
 * Neither a page that people have seen nor a log has the secret.
 * @param {string} secret @param {Record<string, string>} logs
 */
export function assertNowhere(secret, logs) {
  assert.ok(shown.length > 0, "no page was looked at");
  for (const [name, text] of Object.entries(logs)) {
    assert.ok(text.length > 0, `${name} is empty`);
    assert.ok(!text.includes(secret), `the secret is in ${name}`);
  }
  assert.equal(shown.filter((page) => page.includes(secret)).length, 0, "the secret is in a page");
}
