// One verdict, not two: the shipped wasm, the same as JavaScript, and the native program judge every recording alike,
// to the last bit. Recordings take turns at the questions; with PASSWAVE_PARITY=all each is asked every one.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import { test } from "node:test";
import { spawn } from "../support/child-process.mjs";
import { loadCore, loadPlain } from "../support/widget-wasm.mjs";
import { passwave } from "../support/paths.mjs";
import { FOLDER, REAL, files, generatedText, parse, report, textOf } from "../support/recordings.mjs";
import { EVERY_S, judge } from "../support/replay.mjs";

const QUESTIONS = ["wave", "shake", "circle", "flip"].flatMap((gesture) =>
  ["standard", "elder"].map((mode) => ({ gesture, mode })),
);
const ASKS_ALL = process.env.PASSWAVE_PARITY === "all";
const versions = { wasm: await loadCore(), JavaScript: await loadPlain() };

/** What the native program says. @param {string} text @param {{ gesture: string, mode: string }} question */
async function native(text, { gesture, mode }) {
  const question = ["--ask", gesture, "--mode", mode, "--every-s", String(EVERY_S)];
  const child = spawn(passwave(), ["judge", ...question], { stdio: ["pipe", "pipe", "inherit"] });
  child.stdin.end(text);
  const ended = new Promise((resolve) => child.once("exit", resolve));
  let printed = "";
  for await (const part of child.stdout.setEncoding("utf8")) printed += part;
  assert.equal(await ended, 0, "passwave judge fails");
  return printed.trimEnd().split("\n");
}

/**
 * The recordings that a question is asked of. The turns shift from round to round, so that no label of a set that
 * repeats its labels meets the same question each time.
 * @param {string[]} lines @param {number} question
 */
const turnsOf = (lines, question) =>
  lines.filter((_, at) => ASKS_ALL || (at + Math.floor(at / QUESTIONS.length)) % QUESTIONS.length === question);

/** @param {string} name @param {() => string} read */
function same(name, read) {
  test(`wasm, JavaScript and native agree on ${name}`, async (context) => {
    const lines = read().split("\n").filter(Boolean);
    const recordings = parse(lines.join("\n"));
    context.diagnostic(report(name, recordings));
    assert.deepEqual(twice(recordings), []);
    for (const [at, question] of QUESTIONS.entries()) await agree(turnsOf(lines, at), question);
  });
}

/** Those that are the same as another but for its name. @param {import("../support/recordings.mjs").Recording[]} all */
function twice(all) {
  const nameless = all.map(({ id: _id, ...rest }) => JSON.stringify(rest));
  const lastOf = new Map(nameless.map((rest, at) => [rest, at]));
  return all.filter((_, at) => lastOf.get(nameless[at] ?? "") !== at).map(({ id }) => id);
}

/** @param {string[]} lines @param {{ gesture: string, mode: string }} question */
async function agree(lines, question) {
  const text = lines.join("\n");
  const recordings = parse(text);
  const expected = lines.length > 0 ? native(text, question) : [];
  for (const [version, core] of Object.entries(versions)) {
    const found = recordings.flatMap((recording) => judge(core, recording, question));
    assert.ok(found.length >= recordings.length);
    alike(
      found.map((line) => JSON.stringify(line)),
      (await expected).map(normal),
      version,
    );
  }
}

/**
 * A whole list of lines would bury the first that differs.
 * @param {string[]} found @param {string[]} expected @param {string} version
 */
function alike(found, expected, version) {
  const differing = expected.findIndex((line, at) => line !== found[at]);
  assert.equal(found[differing], expected[differing], `${version}: the first session that differs`);
  assert.equal(found.length, expected.length, `${version}: as many sessions`);
}

/** The two print numbers differently (1.0 and 1); the numbers must be the same. @param {string} line */
const normal = (line) => JSON.stringify(JSON.parse(line));

const attacks = join(FOLDER, "attacks/attacks.ndjson.gz");
const present = REAL ? [...files(), ...(existsSync(attacks) ? [attacks] : [])] : [];
for (const file of present) same(basename(file), () => textOf(file));
if (!REAL)
  for (const label of ["wave_lr", "wave_ud", "shake", "circle", "flip", "walk"])
    same(label, () => generatedText(label, 20, 1));
