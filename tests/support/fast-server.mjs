// A real server whose press is quick work: what is tested with it is the widget or a site, not the wait.
import { rmSync } from "node:fs";
import { freePort } from "./free-port.mjs";
import { serveInline } from "./open-page.mjs";
import { WidgetPage } from "./page-object.mjs";
import { startServer } from "./passwave-server.mjs";
import { DIST } from "./paths.mjs";
import { configuration, HOST, replaced, unlimited, withWork } from "./site-configuration.mjs";
import { siteverify } from "./siteverify.mjs";
import { newFolder } from "./temporary-folder.mjs";

/** @typedef {import("./site-configuration.mjs").Work} Work */
/** @typedef {import("playwright-core").Page} Page */

/** The site that it is for. */
export const SITEKEY = "test-site";

/** Long enough to be seen, short enough for many tests. @type {Work} */
const FAST = { puzzles: 16, bits: 5 };

/** Work that takes as long as a test likes to look at it. @type {Work} */
export const LONG = { puzzles: 256, bits: 12 };

/** Work that no machine ends while a test looks at it, though each solves a puzzle within seconds. @type {Work} */
export const ENDLESS = { puzzles: 256, bits: 15 };

/**
 * @typedef {object} Options
 * @property {Work} [press] what pressing and sliding cost
 * @property {boolean} [asksSurvey]
 * @property {import("./server-clock.mjs").ServerClock} [clock] the server's own, which a test moves on
 * @property {(text: string) => string} [change] of the configuration
 */

export class FastServer {
  sitekey = SITEKEY;
  #folder;
  #env;
  /** @type {import("./server-process.mjs").ServerProcess | undefined} */
  #server;
  url = "";

  /** @param {string} folder @param {{ file: string, secret: string }} site @param {NodeJS.ProcessEnv} [env] */
  constructor(folder, { file, secret }, env) {
    this.#folder = folder;
    this.#env = env;
    this.file = file;
    this.secret = secret;
  }

  /** @param {Options} [options] */
  static async start({ press = FAST, asksSurvey = false, clock, change = unlimited } = {}) {
    const folder = newFolder();
    const written = (/** @type {string} */ text, /** @type {string} */ sitekey) =>
      withWork(replaced(change(asksSurvey ? asking(text) : text), sitekey, SITEKEY), press);
    const server = new FastServer(folder, configuration(folder, written, [HOST, "localhost"]), clock?.environment);
    await server.up();
    return server;
  }

  /** Starts, or comes back at the same address with the same keys. */
  async up() {
    const listen = this.url ? new URL(this.url).host : `${HOST}:${await freePort()}`;
    const options = ["--config", this.file, "--listen", listen, "--assets", DIST];
    this.#server = await startServer(options, { folder: this.#folder, env: this.#env });
    this.url = this.#server.url;
  }

  /** Goes away, as in an outage. */
  async down() {
    const server = this.#running;
    this.#server = undefined;
    await server.stop();
  }

  /** Dies, as in a crash. */
  async crash() {
    const server = this.#running;
    this.#server = undefined;
    await server.kill();
  }

  get #running() {
    if (!this.#server) throw new Error("the server is down");
    return this.#server;
  }

  /** What it has written, line by line. */
  get log() {
    return this.#running.log;
  }

  /** @param {RegExp} words */
  said(words) {
    return this.#running.said(words);
  }

  /** What siteverify says to the site's backend. @param {string} token */
  verify(token) {
    return siteverify(this.url, this.secret, token);
  }

  /** The widget as a page writes it. @param {string} [attributes] */
  widget(attributes = "") {
    return `<pass-wave sitekey="${SITEKEY}" ${attributes}></pass-wave>`;
  }

  /**
   * Opens a page of the server's own origin with this body.
   * @param {import("playwright-core").Browser} browser @param {string} body
   * @param {object} [more]
   * @param {import("./recordings.mjs").Recording} [more.recording]
   * @param {string} [more.lang]
   * @param {import("playwright-core").BrowserContextOptions} [more.options]
   * @param {(page: Page) => Promise<unknown>} [more.prepare]
   */
  open(browser, body, { recording, lang, options, prepare } = {}) {
    const address = `${this.url}/a-page`;
    return WidgetPage.open(browser, address, {
      recording,
      options,
      async prepare(page) {
        await serveInline(page, address, body, { head: `<script src="/passwave.js" async></script>`, lang });
        await prepare?.(page);
      },
    });
  }

  async stop() {
    if (this.#server) await this.down();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** With the quiet question after a verification. @param {string} text */
const asking = (text) => replaced(text, "survey = false", "survey = true");
