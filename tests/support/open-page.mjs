// Pages that a test writes by itself, at an address that the server does not have; and pages of other sites.
import { freshPage } from "./chromium.mjs";

/** @typedef {import("playwright-core").Page} Page */

/** Nothing here takes long; whoever waits longer waits in vain. */
const TIMEOUT_MS = 15_000;

/**
 * Answers requests for `address` with a page whose body is `body`.
 * @param {Page} page @param {string} address @param {string} body
 * @param {{ head?: string, lang?: string, policy?: string }} [options] policy: the Content-Security-Policy
 */
export function serveInline(page, address, body, { head = "", lang = "en", policy } = {}) {
  const html = `<!doctype html><html lang="${lang}"><head><meta charset="utf-8"><title>A site</title>${head}</head><body>${body}</body></html>`;
  const headers = { "content-type": "text/html", ...(policy && { "content-security-policy": policy }) };
  return page.route(address, (route) => route.fulfill({ body: html, headers }));
}

/** A form with the widget in it and text around it. */
export const FORM = `<h1>Sign in</h1><form><pass-wave sitekey="demo"></pass-wave></form><p>Text below the check.</p>`;

/**
 * Opens `/page.html` of a server, with the text that the test gives.
 * @param {import("playwright-core").Browser} browser @param {string} origin @param {string} html
 * @param {{ prepare?: (page: import("playwright-core").Page) => Promise<unknown> }} [more]
 */
export async function openInlinePage(browser, origin, html, { prepare } = {}) {
  const { context, page, faults } = await freshPage(browser);
  page.setDefaultTimeout(TIMEOUT_MS);
  const given = { "page.html": [html, "text/html; charset=utf-8"], "favicon.ico": ["", "image/svg+xml"] };
  for (const [name, [body, contentType]] of Object.entries(given)) {
    await page.route(`${origin}/${name}`, (route) => route.fulfill({ body, contentType }));
  }
  await prepare?.(page);
  await page.goto(`${origin}/page.html`);
  return { page, faults, close: () => context.close() };
}

/**
 * Opens a page of another site.
 * @param {import("playwright-core").Browser} browser @param {string} address
 * @param {{ limit_ms?: number }} [more] for how long the page may be waited for
 */
export async function openPage(browser, address, { limit_ms = TIMEOUT_MS } = {}) {
  const { context, page, faults } = await freshPage(browser);
  page.setDefaultTimeout(limit_ms);
  await page.goto(address);
  return { page, faults, close: () => context.close() };
}
