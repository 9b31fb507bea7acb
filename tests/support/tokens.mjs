// Real tokens: verifications over HTTP as the widget makes them, and tokens that only a test can make.
import { createPrivateKey, randomUUID, sign } from "node:crypto";
import { readFileSync } from "node:fs";
import { evidence } from "./evidence-encoder.mjs";
import { HOST } from "./site-configuration.mjs";
import { solved } from "./solve-work.mjs";

/** @typedef {{ url: string, sitekey: string, file: string }} Site */
/** @typedef {{ challenge: string, id: string, way: string, work: { puzzles: number, bits: number } }} Challenge */

/** The longest stretch that evidence holds: 400 frames at 50 Hz. */
const WINDOW_MS = 7900;

/**
 * One try of a way.
 * @param {Site} site @param {{ way: string, action?: string, evidence?: string }} options
 * @returns {Promise<{ token?: string, renew?: string, score?: number, "error-codes"?: string[], hint?: string }>}
 */
export async function attempt({ url, sitekey }, { way, action = "", evidence }) {
  const query = new URLSearchParams({ sitekey, way, action });
  const challenge = /** @type {Challenge} */ (await (await fetch(`${url}/challenge?${query}`)).json());
  const body = JSON.stringify({ challenge: challenge.challenge, evidence, work: await solved(challenge) });
  const answer = await fetch(`${url}/redeem`, { method: "POST", headers: { origin: `http://${HOST}` }, body });
  return answer.json();
}

/** A token as a person gets it by "Press instead". @param {Site} site @param {{ action?: string }} [options] */
export async function pressed(site, { action } = {}) {
  const answer = await attempt(site, { way: "press", action });
  if (!answer.token) throw new Error(`no token: ${JSON.stringify(answer)}`);
  return answer.token;
}

/**
 * A token as a person gets it by a wave: of the first recording that the server takes.
 * @param {Site} site @param {import("./recordings.mjs").Recording[]} recordings
 */
export async function waved(site, recordings) {
  const said = [];
  for (const recording of recordings) {
    const proof = evidence("wave", recording, { from_ms: 0, to_ms: WINDOW_MS });
    const answer = await attempt(site, { way: "wave", evidence: proof });
    if (answer.token) return { token: answer.token, score: Number(answer.score) };
    said.push(answer.hint ?? answer["error-codes"]);
  }
  throw new Error(`the server took none of the waves: ${said.join(", ")}`);
}

/** The site's signing key out of its configuration. @param {Site} site */
function signingKey({ file }) {
  const seed = /\[sites\.token_keys\]\ncurrent = "([\w-]+)"/.exec(readFileSync(file, "utf8"))?.[1];
  if (!seed) throw new Error(`${file} has no key for tokens`);
  const pkcs8 = Buffer.concat([Buffer.from("302e020100300506032b657004220420", "hex"), Buffer.from(seed, "base64url")]);
  return createPrivateKey({ key: pkcs8, format: "der", type: "pkcs8" });
}

/** @param {unknown} value */
const part = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");

/** The two halves of a token that can be read. @param {string} token */
export function read(token) {
  const [header, claims] = token
    .split(".")
    .slice(0, 2)
    .map((half) => JSON.parse(Buffer.from(half, "base64url").toString()));
  return { header, claims };
}

/**
 * A token that differs from a real one in something that a test cannot wait for, signed with the site's
 * own key or another.
 * @param {Site} site @param {string} token
 * @param {{ header?: object, claims?: object, key?: import("node:crypto").KeyObject }} other
 */
export function altered(site, token, { header = {}, claims = {}, key = signingKey(site) }) {
  const real = read(token);
  // A family of its own, so that nothing is refused for having been used.
  const text = [
    { ...real.header, ...header },
    { ...real.claims, fid: randomUUID(), ...claims },
  ]
    .map(part)
    .join(".");
  return `${text}.${sign(null, Buffer.from(text), key).toString("base64url")}`;
}
