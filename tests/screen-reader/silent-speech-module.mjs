#!/usr/bin/env node
// A voice for Speech Dispatcher that makes no sound: it takes as long as speaking would, and writes down what was
// heard and what was cut off. It is an output module: commands come on standard input, one a line, text ends with ".".
import { appendFileSync } from "node:fs";
import { createInterface } from "node:readline";

const [, , settings] = process.argv;
const LOG = process.env.HEAR_LOG ?? settings ?? "";
/** A practised listener's pace: about 500 English words a minute. */
const MS_PER_CHARACTER = 20;
const MS_PER_IDEOGRAPH = 70;
const SHORTEST_MS = 150;

const SPEAKING = "200 OK SPEAKING";
/** @type {Record<string, string[]>} */
const ANSWERS = {
  INIT: ["299-A voice without sound", "299 OK LOADED SUCCESSFULLY"],
  "LIST VOICES": ["200-silent\ten\tnone", "200-silent-zh\tzh\tnone", "200 OK VOICE LIST SENT"],
  QUIT: ["210 OK QUIT"],
};
/** Commands that a text follows: the answer before it and the one after it. @type {Record<string, [string, string]>} */
const WITH_TEXT = {
  AUDIO: ["207 OK RECEIVING AUDIO SETTINGS", "203 OK AUDIO INITIALIZED"],
  LOGLEVEL: ["207 OK RECEIVING LOGLEVEL SETTINGS", "203 OK LOG LEVEL SET"],
  SET: ["203 OK RECEIVING SETTINGS", "203 OK SETTINGS RECEIVED"],
  SPEAK: ["202 OK RECEIVING MESSAGE", SPEAKING],
  CHAR: ["202 OK RECEIVING MESSAGE", SPEAKING],
  KEY: ["202 OK RECEIVING MESSAGE", SPEAKING],
  SOUND_ICON: ["202 OK RECEIVING MESSAGE", SPEAKING],
};

/** @param {string[]} lines */
const answer = (...lines) => process.stdout.write(lines.join("\n") + "\n");
/** @param {object} event */
const note = (event) => appendFileSync(LOG, JSON.stringify({ at: Date.now(), ...event }) + "\n");

/** @type {{ text: string, timer: NodeJS.Timeout } | undefined} */
let speaking;
/** What is being dictated, and the answer at its end. @typedef {{ thanks: string, lines: string[] }} Dictation */
/** @type {Dictation | undefined} */
let receiving;

/** Speech Dispatcher hands over SSML. @param {string[]} lines */
function plain(lines) {
  const text = lines
    .map((line) => (line.startsWith("..") ? line.slice(1) : line))
    .join(" ")
    .replace(/<[^>]*>/g, "");
  const entities = { "&lt;": "<", "&gt;": ">", "&quot;": '"', "&apos;": "'", "&amp;": "&" };
  const named = text.replace(
    /&(lt|gt|quot|apos|amp);/g,
    (entity) => entities[/** @type {keyof typeof entities} */ (entity)],
  );
  return named.replace(/\s+/g, " ").trim();
}

/** @param {string} text */
function duration_ms(text) {
  const ideographs = (text.match(/[\u3040-\u30ff\u3400-\u9fff]/g) ?? []).length;
  return Math.max(SHORTEST_MS, ideographs * MS_PER_IDEOGRAPH + (text.length - ideographs) * MS_PER_CHARACTER);
}

/** @param {string} text */
function speak(text) {
  answer("701 BEGIN");
  note({ began: text });
  const end = () => {
    speaking = undefined;
    note({ ended: text });
    answer("702 END");
  };
  speaking = { text, timer: setTimeout(end, duration_ms(text)) };
}

function stop() {
  if (!speaking) return;
  clearTimeout(speaking.timer);
  note({ cut: speaking.text });
  speaking = undefined;
  answer("703 STOP");
}

/** @param {string} line @param {Dictation} dictation */
function receive(line, { thanks, lines }) {
  if (line !== ".") return void lines.push(line);
  receiving = undefined;
  answer(thanks);
  if (thanks === SPEAKING) speak(plain(lines));
}

/** @param {string} line */
function obey(line) {
  const [invitation, thanks] = WITH_TEXT[line] ?? [];
  if (thanks) receiving = { thanks, lines: [] };
  if (line === "STOP" || line === "PAUSE") stop();
  else answer(...(invitation ? [invitation] : (ANSWERS[line] ?? ["300 ERR UNKNOWN COMMAND"])));
  if (line === "QUIT") process.exit(0);
}

createInterface(process.stdin).on("line", (line) => (receiving ? receive(line, receiving) : obey(line)));
