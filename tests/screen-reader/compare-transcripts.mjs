// Has Orca read every story, in both languages, and compares what was heard with docs/screen-reader-transcripts.md.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { ROOT } from "../support/paths.mjs";
import { startDemo } from "../support/passwave-server.mjs";
import { Desktop } from "./virtual-desktop.mjs";
import { Person } from "./screen-reader-user.mjs";
import { REST, STORIES, WAVE } from "./stories.mjs";
import { LANGUAGES, storyPage } from "./story-page.mjs";

/** @typedef {import("./stories.mjs").Story} Story */
/** @typedef {import("./story-page.mjs").Language} Language */

const DOCUMENT = join(ROOT, "docs/screen-reader-transcripts.md");

/** A machine that is so far behind the movement tears it: what reached the page then is nobody's wave. */
const TORN_MS = 500;
const TRIES = 5;

const { values: options } = parseArgs({
  options: { write: { type: "boolean" }, only: { type: "string" }, waved: { type: "boolean" } },
});

/** A transcript stands between its own two comments. @param {Story} story @param {Language} language */
const marks = (story, language) => {
  const name = `${story.name} ${language.tag}`;
  return { name, from: `<!-- heard: ${name} -->\n\`\`\`text\n`, to: "\n```\n<!-- end -->" };
};

/** @param {ReturnType<typeof marks>} marks */
function transcript({ name, from, to }) {
  const text = readFileSync(DOCUMENT, "utf8");
  const start = text.indexOf(from);
  const end = text.indexOf(to, start);
  if (start < 0 || end < 0)
    throw new Error(`docs/screen-reader-transcripts.md has no place for “${name}”: ${from.trim()} … ${to.trim()}`);
  return {
    before: text.slice(0, start + from.length),
    heard: text.slice(start + from.length, end),
    after: text.slice(end),
  };
}

/** @typedef {(story: Story, script?: string) => Promise<{ heard: string, late_ms: number }>} Tell */

/**
 * Who tells stories in a language, on the desktop of one who speaks it.
 * @param {Desktop} desktop @param {{ url: string }} server @param {Language} language
 * @returns {Tell}
 */
const teller = (desktop, server, language) => async (story, script) => {
  const address = new URL("/a-story", server.url);
  address.hostname = story.host ?? address.hostname;
  const person = await Person.at(desktop, address.href, {
    plays: story.isComputer ? undefined : WAVE.timeline,
    atRest: REST,
    locale: language.tag,
    script,
    page: storyPage(story, language),
    isRefused: story.isRefused,
  });
  await live(person, story).finally(() => person.leave());
  return { heard: person.story.join("\n"), late_ms: person.late_ms };
};

/** @param {Person} person @param {Story} story */
async function live(person, { from = "start", live, ends }) {
  await person.tabTo(from);
  await live(person);
  if (ends) await person.reach(ends);
  await person.end();
}

const counts = { passed: 0, failed: 0 };

/**
 * Has a story told, and told again where the machine has torn the wave in it.
 * @param {Story} story @param {Language} language @param {Tell} tell
 */
async function compare(story, language, tell) {
  const place = marks(story, language);
  const { heard: expected } = transcript(place);
  for (let tries = 1; ; tries += 1) {
    const { heard, late_ms } = await tell(story, expected);
    if (heard === expected) return isAsWritten(place.name);
    if (late_ms <= TORN_MS || tries === TRIES) return differs(place.name, expected, heard, late_ms);
    console.log(`torn        ${place.name}: the machine was ${Math.round(late_ms)} ms behind`);
  }
}

/** @param {string} name */
function isAsWritten(name) {
  console.log(`as written  ${name}`);
  counts.passed += 1;
}

/** @param {string} name @param {string} expected @param {string} heard @param {number} late_ms */
function differs(name, expected, heard, late_ms) {
  const late =
    late_ms > TORN_MS ? `\n(the machine was ${Math.round(late_ms)} ms behind the movement, ${TRIES} times)` : "";
  console.error(
    `differs     ${name}\n--- docs/screen-reader-transcripts.md\n${expected}\n--- heard\n${heard}\n${late}`,
  );
  process.exitCode = 1;
  counts.failed += 1;
}

/** @param {Story} story @param {Language} language @param {Tell} tell */
async function write(story, language, tell) {
  const place = marks(story, language);
  const { before, after } = transcript(place);
  const { heard } = await tell(story);
  writeFileSync(DOCUMENT, before + heard + after);
  console.log(`${place.name}\n${heard}\n`);
}

const stories = STORIES.filter(({ name, isWaved }) => name.includes(options.only ?? "") && (isWaved || !options.waved));
if (stories.length === 0) throw new Error(`no story is as asked: ${JSON.stringify(options)}`);
const server = await startDemo();
try {
  for (const language of LANGUAGES) {
    const desktop = await Desktop.start(language.locale);
    const tell = teller(desktop, server, language);
    try {
      for (const story of stories) await (options.write ? write : compare)(story, language, tell);
    } finally {
      await desktop.stop();
    }
  }
} finally {
  await server.stop();
}
if (!options.write) console.log(`stories: ${counts.passed} passed, ${counts.failed} failed`);
