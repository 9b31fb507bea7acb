// Someone at a browser, and someone with a script.
import { freshPage } from "../../../support/chromium.mjs";
import { verify } from "../../../support/widget-actions.mjs";
import { words } from "../../../support/form-visitor.mjs";

/** @typedef {import("playwright-core").Browser} Browser */
/** @typedef {import("playwright-core").Page} Page */
/** @typedef {import("./wordpress.mjs").WordPress} WordPress */

/** WordPress makes a page in a second or two, and in many on a busy machine. */
export const LIMIT_MS = 120_000;

/**
 * A visitor with a fresh browser profile, until the test ends. Every page that they see is kept.
 * @param {import("node:test").TestContext} t @param {Browser} browser
 */
export async function arrive(t, browser) {
  const { context, page } = await freshPage(browser);
  page.setDefaultTimeout(LIMIT_MS);
  t.after(() => context.close());
  return page;
}

/** Verifies by "Press instead". */
export { verify };

/** Whether the page asks for a check. @param {Page} page */
export const asks = async (page) => (await page.locator("pass-wave").count()) > 0;

/**
 * Types into the sign-in form. A moment after WordPress has shown it, its script empties the password (after a wrong
 * one) and moves the focus: what is typed before that can be lost, or land in the other field.
 * @param {Page} page @param {string} name @param {string} password
 */
export async function typeIn(page, name, password) {
  await page.waitForFunction(() => ["user_login", "user_pass"].includes(String(document.activeElement?.id)));
  await page.locator("#user_login").fill(name);
  await page.locator("#user_pass").fill(password);
}

/**
 * Sends the sign-in form, with the check done if it is there.
 * @param {Page} page @param {string} name @param {string} password
 */
export async function signIn(page, name, password) {
  await typeIn(page, name, password);
  if (await asks(page)) await verify(page);
  await Promise.all([page.waitForNavigation(), page.locator("#wp-submit").click()]);
}

/** What the sign-in page says is wrong. @param {Page} page */
export const problem = async (page) => (await page.locator("#login_error").allInnerTexts()).join(" ");

/**
 * A script: sends a form without a browser and follows nothing.
 * @param {string} url @param {Record<string, string>} fields @param {string} [cookie]
 */
export async function send(url, fields, cookie = "wordpress_test_cookie=WP%20Cookie%20check") {
  const body = new URLSearchParams(fields);
  const answer = await fetch(url, { method: "POST", body, headers: { cookie }, redirect: "manual" });
  const cookies = answer.headers.getSetCookie().map((line) => String(line.split(";")[0]));
  const html = await answer.text();
  return { status: answer.status, html, text: words(html), cookies, location: answer.headers.get("location") };
}

/** Whether WordPress has signed the sender in. @param {{ cookies: string[] }} answer */
export const isSignedIn = ({ cookies }) => cookies.some((cookie) => /^wordpress_logged_in_[^=]*=./.test(cookie));
