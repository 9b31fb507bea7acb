// A site with its Passwave server, set up as an operator does it: `passwave init`, `passwave serve`.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DIST, passwave } from "./paths.mjs";
import { Server } from "./passwave-server.mjs";

/** The host that all pages of these tests are on. */
export const HOST = "127.0.0.1";

/**
 * What a site is given, and what its server runs on.
 * @typedef {object} Site
 * @property {string} url of its server
 * @property {string} sitekey
 * @property {string} secret
 * @property {string} file the configuration
 * @property {Server} server
 * @property {() => Promise<void>} stop
 */

/** Replaces what must be there. @param {string} text @param {string | RegExp} what @param {string} by */
export function replaced(text, what, by) {
  const result = text.replace(what, () => by);
  if (result === text) throw new Error(`${what} is not in:\n${text}`);
  return result;
}

/** A fresh folder for one test's files. */
export const newFolder = () => mkdtempSync(join(tmpdir(), "passwave-"));

/**
 * A configuration as `passwave init` writes it, but for what the test says.
 * @param {string} folder @param {(text: string) => string} change
 */
export function configuration(folder, change) {
  const file = join(folder, "passwave.toml");
  const said = execFileSync(passwave(), ["init", "--config", file, "--hostname", HOST], { encoding: "utf8" });
  const told = (/** @type {string} */ name) => new RegExp(`^${name}:\\s+(\\S+)`, "m").exec(said)?.[1];
  const [sitekey, secret] = [told("sitekey"), told("secret")];
  if (!sitekey || !secret) throw new Error(`passwave init told neither sitekey nor secret:\n${said}`);
  writeFileSync(file, change(readFileSync(file, "utf8")));
  return { file, sitekey, secret };
}

/** Any number of requests: here one computer plays all visitors. @param {string} text */
export const unlimited = (text) => replaced(text, /^requests_per_minute = \d+$/m, "requests_per_minute = 0");

/**
 * Starts a site's own server.
 * @param {{ change?: (text: string) => string, listen?: string }} [options]
 * @returns {Promise<Site>}
 */
export async function startSite({ change = unlimited, listen = `${HOST}:0` } = {}) {
  const folder = newFolder();
  const { file, sitekey, secret } = configuration(folder, change);
  const server = await Server.start(["--config", file, "--listen", listen, "--assets", DIST]);
  let isRunning = true;
  const stop = async () => {
    if (!isRunning) return;
    isRunning = false;
    await server.stop();
    rmSync(folder, { recursive: true });
  };
  return { url: server.url, sitekey, secret, file, server, stop };
}
