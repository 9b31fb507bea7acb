// Another site: an origin of its own, which shares nothing with the server but the browser.
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";

/** @type {Record<string, string>} */
const CONTENT_TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
};

/** Files by their paths, or a folder. A page is a real answer from loopback: browsers keep others from going there. */
export class Site {
  /** @type {Record<string, string>} */
  files = {};
  /** Sent with each of them. @type {Record<string, string>} */
  headers = {};
  /** Those that are answered later: when these are settled. @type {Record<string, Promise<unknown>>} */
  held = {};
  /** The paths that were asked for. @type {string[]} */
  asked = [];
  /** @type {string | undefined} */
  folder;
  #server = createServer((request, response) => void this.#answer(request, response));
  url = "";

  /** @param {string} [folder] */
  static async start(folder) {
    const site = new Site();
    site.folder = folder;
    site.#server.listen(0, "127.0.0.1");
    await once(site.#server, "listening");
    const address = /** @type {import("node:net").AddressInfo} */ (site.#server.address());
    site.url = `http://127.0.0.1:${address.port}`;
    return site;
  }

  /**
   * A site of one page.
   * @param {string} html
   * @param {{ policy?: string, files?: Record<string, string> }} [more] policy: the Content-Security-Policy
   */
  static async ofPage(html, { policy, files } = {}) {
    const site = await Site.start();
    site.files = { "index.html": html, ...files };
    if (policy) site.headers = { "content-security-policy": policy };
    return site;
  }

  stop() {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  /** @param {import("node:http").IncomingMessage} request @param {import("node:http").ServerResponse} response */
  async #answer({ url = "/" }, response) {
    const path = decodeURIComponent(new URL(url, "http://site").pathname);
    this.asked.push(path);
    const name = path.endsWith("/") ? `${path}index.html` : path;
    await this.held[path];
    const body = await this.#read(name).catch(() => undefined);
    response.writeHead(body === undefined ? 404 : 200, {
      "content-type": CONTENT_TYPES[extname(name)] ?? "text/plain",
      ...this.headers,
    });
    response.end(body ?? "");
  }

  /** @param {string} name */
  async #read(name) {
    const given = this.files[name.slice(1)];
    if (given !== undefined || !this.folder) return given;
    return readFile(join(this.folder, normalize(name)));
  }
}
