// Has Orca read every story, in both languages, and compares what was heard with docs/accessibility.md.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { ROOT } from "../browser/lib/programs.mjs";
import { Server } from "../browser/lib/server.mjs";
import { Desktop } from "./desktop.mjs";
import { LANGUAGES, STORIES } from "./stories.mjs";

/** @typedef {import("./stories.mjs").Story} Story */
/** @typedef {import("./stories.mjs").Language} Language */

const DOCUMENT = join(ROOT, "docs/accessibility.md");

const { values: options } = parseArgs({ options: { write: { type: "boolean" }, only: { type: "string" } } });

/** A transcript stands between its own two comments. @param {Story} story @param {Language} language */
const marks = (story, language) => {
  const name = `${story.name} ${language.tag}`;
  return { name, from: `<!-- heard: ${name} -->\n\`\`\`text\n`, to: "\n```\n<!-- end -->" };
};

/** @param {string} text @param {ReturnType<typeof marks>} marks */
function transcriptIn(text, { name, from, to }) {
  const start = text.indexOf(from);
  const end = text.indexOf(to, start);
  if (start < 0 || end < 0) throw new Error(`docs/accessibility.md has no place for “${name}”: ${from.trim()} … ${to.trim()}`);
  return { before: text.slice(0, start + from.length), heard: text.slice(start + from.length, end), after: text.slice(end) };
}

/** A desktop of its own for each story: none hears what is left of another. @param {Server} server @param {Story} story @param {Language} language */
async function hear(server, story, language) {
  const desktop = await Desktop.start(language.locale);
  try {
    const person = await story.enter(desktop, server, language);
    await story.live(person, language).finally(() => person.leave());
    return person.story.join("\n");
  } finally {
    desktop.stop();
  }
}

/** Says how it differs. @param {string} name @param {string} expected @param {string} heard */
function compare(name, expected, heard) {
  if (expected === heard) return console.log(`as written  ${name}`);
  console.error(`differs     ${name}\n--- docs/accessibility.md\n${expected}\n--- heard\n${heard}\n`);
  process.exitCode = 1;
}

/** @param {Story} story @param {Language} language @param {string} heard */
function report(story, language, heard) {
  const place = marks(story, language);
  const { before, heard: expected, after } = transcriptIn(readFileSync(DOCUMENT, "utf8"), place);
  if (!options.write) return compare(place.name, expected, heard);
  writeFileSync(DOCUMENT, before + heard + after);
  console.log(`${place.name}\n${heard}\n`);
}

const stories = STORIES.filter(({ name }) => name.includes(options.only ?? ""));
if (stories.length === 0) throw new Error(`no story has “${options.only}” in its name`);
const server = await Server.demo();
try {
  for (const story of stories) {
    for (const language of LANGUAGES) report(story, language, await hear(server, story, language));
  }
} finally {
  await server.stop();
}
