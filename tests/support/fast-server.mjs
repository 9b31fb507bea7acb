// A real server whose press is quick work: what is tested with it is the widget, not the wait.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { serve } from "./inline-page.mjs";
import { DIST, passwave } from "./paths.mjs";
import { Server } from "./passwave-server.mjs";
import { Visit } from "./page-object.mjs";

/** @typedef {import("playwright-core").Page} Page */
/** @typedef {{ puzzles: number, bits: number }} Work */

/** Long enough to be seen, short enough for many tests. @type {Work} */
const QUICK = { puzzles: 16, bits: 5 };

/** Work that takes as long as a test likes to look at it. @type {Work} */
export const LONG = { puzzles: 256, bits: 12 };

export class Quick {
  /** @param {Server} server @param {string} sitekey @param {string} folder */
  constructor(server, sitekey, folder) {
    this.server = server;
    this.url = server.url;
    this.sitekey = sitekey;
    this.folder = folder;
  }

  /**
   * @param {object} [options]
   * @param {Work} [options.press]
   * @param {boolean} [options.asksEasy]
   * @param {import("./server-clock.mjs").ServerClock} [options.clock] The server's own clock, which a test moves on.
   */
  static async start({ press = QUICK, asksEasy = false, clock } = {}) {
    const folder = mkdtempSync(join(tmpdir(), "passwave-"));
    const file = join(folder, "passwave.toml");
    const hosts = ["--hostname", "127.0.0.1", "--hostname", "localhost"];
    const said = execFileSync(passwave(), ["init", "--config", file, ...hosts], { encoding: "utf8" });
    const works = Object.entries({ press, slide: press }).map(
      ([way, { puzzles, bits }]) => `\n[sites.work.${way}]\npuzzles = ${puzzles}\nbits = ${bits}\n`,
    );
    const configuration = readFileSync(file, "utf8").replace("survey = false", `survey = ${asksEasy}`);
    writeFileSync(file, configuration + works.join(""));
    const server = await Server.start(
      ["--config", file, "--listen", "127.0.0.1:0", "--assets", DIST],
      folder,
      clock?.environment,
    );
    return new Quick(server, /^sitekey:\s+(\S+)/m.exec(said)?.[1] ?? "", folder);
  }

  /** The widget as a page writes it. @param {string} [attributes] */
  widget(attributes = "") {
    return `<pass-wave sitekey="${this.sitekey}" ${attributes}></pass-wave>`;
  }

  /**
   * A visit to a page of the server's own origin.
   * @param {import("playwright-core").Browser} browser @param {string} body
   * @param {object} [more]
   * @param {import("./recordings.mjs").Recording} [more.recording]
   * @param {string} [more.lang]
   * @param {import("playwright-core").BrowserContextOptions} [more.options]
   * @param {(page: Page) => Promise<unknown>} [more.prepare]
   */
  visit(browser, body, { recording, lang, options, prepare } = {}) {
    const address = `${this.url}/a-page`;
    return Visit.open(browser, address, {
      recording,
      options,
      async prepare(page) {
        await serve(page, address, body, { head: `<script src="/passwave.js" async></script>`, lang });
        await prepare?.(page);
      },
    });
  }

  async stop() {
    await this.server.stop();
    rmSync(this.folder, { recursive: true });
  }
}

/** The control of the widget that has the focus, as a screen reader meets it. @param {Page} page */
export const focused = (page) =>
  page.evaluate(() => {
    const root = document.querySelector("pass-wave")?.shadowRoot;
    const control = /** @type {HTMLButtonElement | null | undefined} */ (root?.activeElement);
    if (!control) return null;
    const { x, y } = control.getBoundingClientRect();
    return {
      part: control.getAttribute("part"),
      name: control.textContent,
      tag: control.tagName,
      role: control.getAttribute("role"),
      disabled: control.disabled,
      x,
      y,
    };
  });
