// A real server whose press way costs next to no work, for tests of everything else; and pages of the test's own.
import { randomBytes } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { siteverify } from "./siteverify.mjs";
import { freshPage } from "./chromium.mjs";
import { DIST } from "./paths.mjs";
import { Server } from "./passwave-server.mjs";

export const SITEKEY = "quick";
const SECRET = "quick-secret";

/** Nothing here takes long; whoever waits longer waits in vain. */
const TIMEOUT_MS = 15_000;

const keys = () => `current = "${randomBytes(32).toString("base64url")}"`;

/** Real keys, real tokens, one site for this computer. */
const configuration = () => `
store = "spent.redb"
requests_per_minute = 0
[challenge_keys]
${keys()}
[renewal_keys]
${keys()}
[[sites]]
sitekey = "${SITEKEY}"
secret = "${SECRET}"
hostnames = ["127.0.0.1", "localhost"]
[sites.token_keys]
${keys()}
[sites.work.press]
puzzles = 1
bits = 1
`;

/** The server, its address, and what a site's backend asks of it. */
export class SiteServer {
  #folder;
  #server;

  /** @param {string} folder @param {Server} server */
  constructor(folder, server) {
    this.#folder = folder;
    this.#server = server;
    this.url = server.url;
  }

  static async start() {
    const folder = await mkdtemp(join(tmpdir(), "passwave-quick-"));
    await writeFile(join(folder, "passwave.toml"), configuration());
    return new SiteServer(folder, await SiteServer.#serve(folder, "127.0.0.1:0"));
  }

  /** @param {string} folder @param {string} listen */
  static #serve(folder, listen) {
    return Server.start(["--config", "passwave.toml", "--listen", listen, "--assets", DIST], folder);
  }

  /** Goes away, as in an outage. */
  down() {
    return this.#server.stop();
  }

  /** Comes back at the same address, with the same keys. */
  async up() {
    this.#server = await SiteServer.#serve(this.#folder, new URL(this.url).host);
  }

  /** @param {string} token */
  verify(token) {
    return siteverify(this.url, SECRET, token);
  }

  async stop() {
    await this.#server.stop();
    await rm(this.#folder, { recursive: true });
  }
}

/**
 * Opens `/page.html` of a server, with the text that the test gives.
 * @param {import("playwright-core").Browser} browser @param {string} origin @param {string} html
 * @param {{ prepare?: (page: import("playwright-core").Page) => Promise<unknown> }} [more]
 */
export async function openPage(browser, origin, html, { prepare } = {}) {
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
 */
export async function visit(browser, address) {
  const { context, page, faults } = await freshPage(browser);
  page.setDefaultTimeout(TIMEOUT_MS);
  await page.goto(address);
  return { page, faults, close: () => context.close() };
}
