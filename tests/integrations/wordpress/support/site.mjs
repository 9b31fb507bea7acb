// A WordPress beside a Passwave server that knows it, set up as an operator does.
import { readFileSync, rmSync } from "node:fs";
import { startServer } from "../../../support/passwave-server.mjs";
import { HOST, configuration, unlimited } from "../../../support/site-configuration.mjs";
import { newFolder } from "../../../support/temporary-folder.mjs";
import { DIST } from "../../../support/paths.mjs";
import { pack } from "../../../../integrations/wordpress/pack.mjs";
import { freePort } from "../../../support/free-port.mjs";
import { WordPress } from "./wordpress.mjs";

/** The press is quick work here: what is tested is the plugin, not the wait. */
const QUICK = "\n[sites.work.press]\npuzzles = 16\nbits = 5\n";

/** A Passwave server that a test can stop and start again at the same address. */
export class Check {
  /** @type {import("../../../support/server-process.mjs").ServerProcess | undefined} */
  #server;

  /** @param {string} folder @param {{ file: string, sitekey: string, secret: string }} site @param {number} port */
  constructor(folder, { file, sitekey, secret }, port) {
    this.folder = folder;
    this.file = file;
    this.sitekey = sitekey;
    this.secret = secret;
    this.url = `http://${HOST}:${port}`;
    this.listen = `${HOST}:${port}`;
  }

  /** @param {(text: string) => string} [change] of its configuration */
  static async start(change = (text) => text) {
    const folder = newFolder();
    const site = configuration(folder, (text) => change(unlimited(text) + QUICK));
    const check = new Check(folder, site, await freePort());
    await check.up();
    return check;
  }

  async up() {
    this.#server = await startServer(["--config", this.file, "--listen", this.listen, "--assets", DIST], {
      folder: this.folder,
    });
  }

  async down() {
    await this.#server?.stop();
    this.#server = undefined;
  }

  async stop() {
    if (this.#server) await this.down();
    rmSync(this.folder, { recursive: true });
  }
}

/** @typedef {{ wordpress: WordPress, check: Check, secrets: string[], stop: () => Promise<void> }} Protected */

/** Packs the plugin and says where. */
export function packed() {
  const folder = newFolder();
  const zip = pack(folder);
  return { zip, remove: () => rmSync(folder, { recursive: true }) };
}

/**
 * What the settings page would have stored, tested.
 * @param {WordPress} wordpress @param {Check} check @param {Record<string, string>} [unreachable]
 */
export function protect(wordpress, { url, sitekey, secret }, unreachable) {
  const stored = JSON.stringify({ server: url, sitekey, secret, ...(unreachable && { unreachable }) });
  wordpress.php(`
    delete_transient('passwave_unavailable');
    update_option('passwave', json_decode('${stored}', true));
    (new Passwave_Settings())->mark_tested();`);
}

/** A site with the plugin, protecting all forms. @returns {Promise<Protected>} */
export async function startProtected() {
  const [wordpress, check] = await Promise.all([WordPress.start(), Check.start()]);
  const { zip, remove } = packed();
  wordpress.unpack(zip);
  remove();
  protect(wordpress, check);
  const stop = async () => {
    await check.stop();
    await wordpress.stop();
  };
  return { wordpress, check, secrets: [check.secret], stop };
}

/** What the plugin's own code made PHP complain about, and whether a log holds a secret. @param {Protected} site */
export function faultsInLogs({ wordpress, secrets }) {
  const log = wordpress.log() + JSON.stringify(wordpress.seen());
  const complaints = wordpress.complaints().filter((line) => line.includes("plugins/passwave"));
  return [...complaints, ...secrets.filter((secret) => log.includes(secret)).map(() => "a secret is in a log")];
}

/** @param {string} file */
export const text = (file) => readFileSync(file, "utf8");
