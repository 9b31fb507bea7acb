// Someone who fills in forms: keeps cookies and sends the hidden fields along, as a browser does.

/** The words of a page, without its tags. @param {string} html */
export const words = (html) =>
  html
    .replace(/<[^>]+>/g, " ")
    .replace(/&#x27;|&#39;/g, "'")
    .replace(/\s+/g, " ")
    .trim();

/** @param {string} tag @param {string} name */
const attribute = (tag, name) => new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1] ?? "";

/** What the page answered. */
/** @typedef {{ status: number, html: string, text: string }} Page */

export class Visitor {
  /** @type {Map<string, string>} */
  #cookies = new Map();
  /** @type {Record<string, string>} */
  #hidden = {};

  /** @param {string} url */
  constructor(url) {
    this.url = url;
  }

  /** Opens the page with the form. @param {string} [path] */
  open(path = "/") {
    return this.#fetch(path, {});
  }

  /** Fills in the form and sends it. @param {Record<string, string>} fields @param {string} [path] */
  submit(fields, path = "/") {
    const body = new URLSearchParams({ ...this.#hidden, ...fields });
    return this.#fetch(path, { method: "POST", body });
  }

  /** @param {string} path @param {RequestInit} request @returns {Promise<Page>} */
  async #fetch(path, request) {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const response = await fetch(this.url + path, { ...request, headers: { cookie }, redirect: "manual" });
    for (const line of response.headers.getSetCookie()) {
      const [name = "", value = ""] = (line.split(";")[0] ?? "").split(/=(.*)/s);
      this.#cookies.set(name, value);
    }
    const html = await response.text();
    for (const [tag] of html.matchAll(/<input[^>]* type="hidden"[^>]*>/g))
      this.#hidden[attribute(tag, "name")] = attribute(tag, "value");
    return { status: response.status, html, text: words(html) };
  }
}
