// Pages that a test writes by itself, at an address that the server does not have.

/** @typedef {import("playwright-core").Page} Page */

/**
 * Answers requests for `address` with a page whose body is `body`.
 * @param {Page} page @param {string} address @param {string} body
 * @param {{ head?: string, lang?: string, policy?: string }} [options] policy: the Content-Security-Policy
 */
export function serve(page, address, body, { head = "", lang = "en", policy } = {}) {
  const html = `<!doctype html><html lang="${lang}"><head><meta charset="utf-8"><title>A site</title>${head}</head><body>${body}</body></html>`;
  const headers = { "content-type": "text/html", ...(policy && { "content-security-policy": policy }) };
  return page.route(address, (route) => route.fulfill({ body: html, headers }));
}

/** A form with the widget in it and text around it. */
export const FORM = `<h1>Sign in</h1><form><pass-wave sitekey="demo"></pass-wave></form><p>Text below the check.</p>`;
