// Reads recordings of people where they are present, else has synthetic ones generated.
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { gunzipSync } from "node:zlib";
import { ROOT, xtask } from "./paths.mjs";

/**
 * @typedef {object} Recording
 * @property {string} id
 * @property {string} set
 * @property {string} person
 * @property {string} label
 * @property {boolean} grav
 * @property {number[]} t_ms
 * @property {(number | null)[]} ax
 * @property {(number | null)[]} ay
 * @property {(number | null)[]} az
 * @property {(number | null)[]} [lx]
 * @property {(number | null)[]} [ly]
 * @property {(number | null)[]} [lz]
 * @property {(number | null)[]} [gx]
 * @property {(number | null)[]} [gy]
 * @property {(number | null)[]} [gz]
 */

export const FOLDER = resolve(process.env.PASSWAVE_TRACES ?? join(ROOT, "../shared/traces"));

/** Whether there are recordings of real people. */
export const REAL = existsSync(FOLDER) && files().length > 0;

/** The sets' files. */
export function files() {
  return readdirSync(FOLDER)
    .filter((name) => name.endsWith(".ndjson.gz"))
    .map((name) => join(FOLDER, name))
    .sort();
}

/** @param {string} text @returns {Recording[]} */
export const parse = (text) =>
  text
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line));

/** The same recording as `handwaving/orig/wave_lr/7`; `is_duplicate` of crates/recordings leaves it out too. */
const TWICE = '"handwaving/orig/wave_lr/11"';

/** A file's text, one recording a line, without the one that is there twice. @param {string} file */
export const textOf = (file) =>
  gunzipSync(readFileSync(file))
    .toString()
    .split("\n")
    .filter((line) => !line.includes(TWICE))
    .join("\n");

/** The recordings of one set, or none where it is missing. @param {string} set */
export function real(set) {
  const file = join(FOLDER, `${set}.ndjson.gz`);
  return existsSync(file) ? parse(textOf(file)) : [];
}

/** Synthetic recordings. @param {string} label @param {number} count @param {number} [seed] */
export function generated(label, count, seed = 1) {
  return parse(generatedText(label, count, seed));
}

/** The same, as the generator prints them. @param {string} label @param {number} count @param {number} seed */
export const generatedText = (label, count, seed) =>
  execFileSync(xtask(), ["synthesize", "--label", label, "--count", String(count), "--seed", String(seed)], {
    encoding: "utf8",
    maxBuffer: 1 << 30,
  });

/**
 * People waving; where there are none, synthetic waves up and down, which are more like a person's than
 * from side to side.
 * @param {number} count @param {string[]} [labels]
 */
export function waves(count, labels = ["wave_lr"]) {
  if (!REAL) return generated("wave_ud", count);
  return inTurns(
    real("handwaving").filter(({ label }) => labels.includes(label)),
    count,
  );
}

/**
 * Up to `count` recordings, taking turns: every person with every label once before anyone comes twice.
 * @param {Recording[]} recordings @param {number} count
 */
export function inTurns(recordings, count) {
  /** @type {Map<string, Recording[]>} */
  const rows = new Map();
  for (const recording of recordings) {
    const key = `${recording.person} ${recording.label}`;
    rows.set(key, [...(rows.get(key) ?? []), recording]);
  }
  const longest = Math.max(0, ...[...rows.values()].map((row) => row.length));
  const turns = Array.from({ length: longest }, (_, turn) => [...rows.values()].flatMap((row) => row[turn] ?? []));
  return turns.flat().slice(0, count);
}

/** One line on what is used: nothing may be tested on an empty set. @param {string} what @param {Recording[]} used */
export function report(what, used) {
  if (used.length === 0) throw new Error(`no recordings for ${what}`);
  /** @type {Map<string, number>} */
  const kinds = new Map();
  for (const { set, label } of used) kinds.set(`${set} ${label}`, (kinds.get(`${set} ${label}`) ?? 0) + 1);
  const list = [...kinds].map(([kind, count]) => `${count} ${kind}`).join(", ");
  return `${what}: ${used.length} ${REAL ? "real" : "generated"} recordings (${list})`;
}
