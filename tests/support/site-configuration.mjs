// The configuration of one site, as `passwave init` writes it.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { passwave } from "./paths.mjs";

/** The host that all pages of these tests are on. */
export const HOST = "127.0.0.1";

/** Replaces what must be there. @param {string} text @param {string | RegExp} what @param {string} by */
export function replaced(text, what, by) {
  const result = text.replace(what, () => by);
  if (result === text) throw new Error(`${what} is not in:\n${text}`);
  return result;
}

/**
 * A configuration as `passwave init` writes it, but for what the test says.
 * @param {string} folder @param {(text: string, sitekey: string) => string} change @param {string[]} [hosts]
 */
export function configuration(folder, change, hosts = [HOST]) {
  const file = join(folder, "passwave.toml");
  const options = ["--config", file, ...hosts.flatMap((host) => ["--hostname", host])];
  const said = execFileSync(passwave(), ["init", ...options], { encoding: "utf8" });
  const told = (/** @type {string} */ name) => new RegExp(`^${name}:\\s+(\\S+)`, "m").exec(said)?.[1];
  const [sitekey, secret] = [told("sitekey"), told("secret")];
  if (!sitekey || !secret) throw new Error(`passwave init told neither sitekey nor secret:\n${said}`);
  writeFileSync(file, change(readFileSync(file, "utf8"), sitekey));
  return { file, sitekey, secret };
}

/** Any number of requests: here one computer plays all visitors. @param {string} text */
export const unlimited = (text) => replaced(text, /^requests_per_minute = \d+$/m, "requests_per_minute = 0");

/** @typedef {{ puzzles: number, bits: number }} Work */

/** The ways without a movement cost so much. @param {string} text @param {Work} work */
export const withWork = (text, { puzzles, bits }) =>
  ["press", "slide"].reduce(
    (text, way) => `${text}\n[sites.work.${way}]\npuzzles = ${puzzles}\nbits = ${bits}\n`,
    text,
  );
