// A site with the check on its pages, and the server behind it, for all three engines.
import assert from "node:assert/strict";
import { EngineVisit, WATCH } from "./engine-visit.mjs";
import { FastServer, SITEKEY } from "./fast-server.mjs";
import { DIST } from "./paths.mjs";
import { Site } from "./static-site.mjs";

const SCRIPT = `<script src="/passwave.js" async></script>`;

/**
 * @typedef {object} PageOptions
 * @property {string} [lang]
 * @property {string} [attributes] of the check
 * @property {string} [body] with CHECK where the check is to be; a form of nothing else
 * @property {string} [before] markup before the widget's script
 * @property {string} [script] in place of the widget's
 * @property {string} [policy] the Content-Security-Policy
 */

/** The site holds the widget's files itself, so a worker may be started; the endpoints are those of the server. */
export class EngineSite {
  #pages = 0;

  /** @param {FastServer} server @param {Site} site */
  constructor(server, site) {
    this.server = server;
    this.site = site;
    site.files = { "watch.js": WATCH, "sent/index.html": "<!doctype html><title>Sent</title>Sent" };
  }

  static async start() {
    return new EngineSite(await FastServer.start(), await Site.start(DIST));
  }

  /** Writes a page; its address, at which nothing was before. @param {PageOptions} options */
  #write({ lang = "en", attributes = "", body = "<form>CHECK</form>", before = "", script = SCRIPT, policy = "" }) {
    const check = `<pass-wave sitekey="${SITEKEY}" server="${this.server.url}" ${attributes}></pass-wave>`;
    const name = `page-${(this.#pages += 1)}`;
    this.site.files[`${name}/index.html`] =
      `<!doctype html><html lang="${lang}"><meta charset="utf-8"><title>A site</title><link rel="icon" href="data:,">
      <script src="/watch.js"></script>${before}${script}${body.replace("CHECK", check)}</html>`;
    this.site.headers = policy ? { "content-security-policy": policy } : {};
    return `${this.site.url}/${name}/`;
  }

  /** @param {import("./engines.mjs").EnginePage} page @param {PageOptions} [options] */
  open(page, options = {}) {
    const address = this.#write(options);
    this.site.asked = [];
    return EngineVisit.open(page, address);
  }

  /** Lets a file of the widget's wait, until the function that this gives is called. @param {string} path */
  hold(path) {
    /** @type {(value?: unknown) => void} */
    let answer = () => {};
    this.site.held[path] = new Promise((resolve) => (answer = resolve));
    return () => {
      delete this.site.held[path];
      answer();
    };
  }

  /** The proof, as the site's backend sees it; and nothing went wrong on the way. @param {EngineVisit} visit */
  async assertVerified(visit) {
    assert.equal(await visit.reach("verified", "failed"), "verified", await visit.story());
    assert.equal((await this.server.verify(await visit.token())).success, true);
    assert.deepEqual(await visit.faults(), []);
  }

  async stop() {
    this.site.stop();
    await this.server.stop();
  }
}
