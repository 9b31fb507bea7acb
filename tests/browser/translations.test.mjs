// Every file of strings is whole, short and in its own language; what a translator has to know is in
// www/strings/README.md.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { ROOT } from "../support/paths.mjs";
import { ENGLISH, LANGUAGES, languagesIn } from "../support/widget-strings.mjs";

const WANTED = ["ar", "de", "en", "es", "fr", "hi", "ja", "ko", "pt-BR", "ru", "zh-HK", "zh-Hans", "zh-TW"];
const RIGHT_TO_LEFT = ["Arab", "Hebr", "Syrc", "Thaa", "Nkoo", "Adlm"];

/** How long a string may be. A Chinese, Japanese or Korean letter is as wide as two others. */
const LIMITS = [
  {
    kind: "button",
    keys: /^(start|startMove|startSlide|startPress|press|stop|larger|smaller|readAloud|sayAgain|talk|options|tryAgain|surveyYes|surveyNo|remember|noticeTitle)$|^setting/,
    columns: 40,
  },
  { kind: "name", keys: /^(languageName|group|surveyQuestion|surveyThanks|startDetail|direction)$/, columns: 40 },
  { kind: "hint", keys: /^(hint.*|keepGoing)$/, columns: 75 },
  { kind: "prompt", keys: /^(prompt.*|offerPress|oneMoment|nowLarger)$/, columns: 90 },
  {
    kind: "status",
    keys: /^(checking.*|wait.*|motionOff|stopped|verified|failed.*|expired|unreachable|required|askDetail|cannotRemember)$/,
    columns: 95,
  },
  { kind: "explanation", keys: /^(rememberDetail|notSetUp)$/, columns: 130 },
  { kind: "notice", keys: /^notice(Press)?$/, columns: 450 },
];

/** Letters that a language without Latin letters is written in. @type {Record<string, RegExp>} */
const OWN_LETTERS = {
  Arab: /\p{Script=Arabic}/u,
  Cyrl: /\p{Script=Cyrillic}/u,
  Deva: /\p{Script=Devanagari}/u,
  Hans: /\p{Script=Han}/u,
  Hant: /\p{Script=Han}/u,
  Jpan: /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}/u,
  Kore: /\p{Script=Hangul}/u,
};

/** Words that are the same in English and in another language. */
const SAME_AS_ENGLISH = ["de settingVibration", "fr options", "fr settingVibration", "es surveyNo"];

const FOLDERS = {
  "the widget": "www/strings",
  "the practice page": "www/practice/strings",
  "the demo": "www/demo/strings",
};

/** The same in English: what is the name of a thing. */
const SAME_ON_PAGES = ["de name", "de start", "de token", "es token", "pt-BR token"];

/** @param {string} key */
const isProperName = (key) => key === "brand";

/** @param {string} tag */
const script = (tag) => new Intl.Locale(tag).maximize().script ?? "";

/** @param {string} text */
const columns = (text) =>
  [...text].reduce(
    (sum, letter) =>
      sum + (/[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60]/u.test(letter) ? 2 : 1),
    0,
  );

/** @param {string} text */
const placeholders = (text) => (text.match(/\{\w+\}/g) ?? []).sort();

/** Every string but those that are no sentence. @returns {[tag: string, key: string, text: string][]} */
function sentences() {
  const all = [...LANGUAGES].flatMap(([tag, strings]) =>
    Object.entries(strings).map(([key, text]) => /** @type {[string, string, string]} */ ([tag, key, text])),
  );
  return all.filter(([, key]) => key !== "direction" && key !== "languageName");
}

/** @param {(entry: [tag: string, key: string, text: string]) => boolean} isWrong */
const wrong = (isWrong) =>
  sentences()
    .filter(isWrong)
    .map(([tag, key, text]) => `${tag} ${key}: ${text}`);

test("the languages that are promised are there", () => {
  assert.deepEqual(
    WANTED.filter((tag) => !LANGUAGES.has(tag)),
    [],
  );
});

for (const [place, folder] of Object.entries(FOLDERS)) {
  const languages = languagesIn(folder);
  const english = languages.get("en") ?? {};
  for (const [tag, strings] of languages) {
    test(`${place} in ${tag}: every string and no other, with the same placeholders`, () => {
      assert.deepEqual(Object.keys(strings).sort(), Object.keys(english).sort());
      const empty = Object.entries(strings).filter(([, text]) => !text || text !== text.trim());
      assert.deepEqual(empty, []);
      for (const [key, text] of Object.entries(english))
        assert.deepEqual(placeholders(strings[key] ?? ""), placeholders(text), key);
    });
  }
}

for (const folder of ["www/practice/strings", "www/demo/strings"])
  test(`${folder} has every language that the widget speaks, in its own letters and words`, () => {
    const languages = languagesIn(folder);
    assert.deepEqual([...languages.keys()].sort(), [...LANGUAGES.keys()].sort());
    const english = languages.get("en") ?? {};
    for (const [tag, strings] of languages)
      for (const [key, text] of Object.entries(strings).filter(([key]) => tag !== "en" && !isProperName(key))) {
        assert.ok(OWN_LETTERS[script(tag)]?.test(text) !== false, `${tag} ${key}: ${text}`);
        assert.ok(text !== english[key] || SAME_ON_PAGES.includes(`${tag} ${key}`), `${tag} ${key}: ${text}`);
      }
  });

test("the demo's page has the English of its strings, and offers every language under its own name", () => {
  const page = readFileSync(join(ROOT, "www/demo/index.html"), "utf8");
  const english = { ...languagesIn("www/practice/strings").get("en"), ...languagesIn("www/demo/strings").get("en") };
  const marked = [...page.matchAll(/data-text="(\w+)">([^<]*)</g)];
  assert.ok(marked.length > 35);
  for (const [, key = "", text] of marked) assert.equal(text, english[key], key);
  const offered = [...page.matchAll(/<option value="([\w-]+)" lang[^>]*>([^<]*)</g)].map(([, tag, name]) => [
    tag,
    name,
  ]);
  const names = [...LANGUAGES].map(([tag, { languageName }]) => [tag, languageName]);
  assert.deepEqual(offered.sort(), names.sort());
});

test("the notice has four sentences in every language", () => {
  for (const [tag, { notice }] of LANGUAGES) {
    const found = [...new Intl.Segmenter(tag, { granularity: "sentence" }).segment(notice ?? "")];
    assert.equal(found.length, 4, `${tag}: ${notice}`);
  }
});

test("each language has a name of its own and its own direction", () => {
  const names = [...LANGUAGES.values()].map(({ languageName }) => languageName);
  assert.equal(new Set(names).size, LANGUAGES.size);
  for (const [tag, { direction }] of LANGUAGES)
    assert.equal(direction, RIGHT_TO_LEFT.includes(script(tag)) ? "rtl" : "ltr", tag);
});

test("nothing is left in another script, nothing in English", () => {
  const latin = /\p{Script=Latin}/u;
  assert.deepEqual(
    wrong(([tag, , text]) => {
      const own = OWN_LETTERS[script(tag)];
      return own ? !own.test(text) || latin.test(text) : !latin.test(text);
    }),
    [],
  );
  const untranslated = sentences().filter(([tag, key, text]) => tag !== "en" && text === ENGLISH[key]);
  assert.deepEqual(untranslated.map(([tag, key]) => `${tag} ${key}`).sort(), [...SAME_AS_ENGLISH].sort());
});

test("a sentence that names a button has the button's very words", () => {
  const naming = Object.keys(ENGLISH).filter((key) => key !== "press" && ENGLISH[key]?.includes(ENGLISH.press ?? ""));
  assert.ok(naming.length >= 6, naming.join(" "));
  assert.deepEqual(
    wrong(([tag, key, text]) => naming.includes(key) && !text.includes(LANGUAGES.get(tag)?.press ?? "")),
    [],
  );
});

test("the practice page names the buttons as they are named", () => {
  for (const [tag, { start, stepStart, ready }] of languagesIn("www/practice/strings")) {
    assert.ok(stepStart?.includes(start ?? ""), `${tag} stepStart: ${stepStart}`);
    assert.ok(ready?.includes(LANGUAGES.get(tag)?.start ?? ""), `${tag} ready: ${ready}`);
  }
});

test("nothing that a screen reader would spell out, and no haste", () => {
  assert.deepEqual(
    wrong(([, , text]) => /[!！/()（）[\]…*&+<>_|\d]/u.test(text)),
    [],
  );
});

test("every string is of a kind, and no longer than its kind may be", () => {
  const kind = (/** @type {string} */ key) => LIMITS.filter(({ keys }) => keys.test(key));
  assert.deepEqual(
    Object.keys(ENGLISH).filter((key) => kind(key).length !== 1),
    [],
  );
  assert.deepEqual(
    wrong(([, key, text]) => columns(text) > (kind(key)[0]?.columns ?? 0)),
    [],
  );
});

test("who has not moved is told again what to do, for each gesture", () => {
  for (const [tag, strings] of LANGUAGES) {
    const told = ["Wave", "Shake", "Circle", "Flip"].map((gesture) => strings[`hintStill${gesture}`] ?? "");
    assert.equal(new Set(told).size, 4, `${tag}: ${told.join(" ")}`);
  }
});

/** Words for a phone and for what one does with it. @type {Record<string, RegExp>} */
const PHONE_WORDS = {
  ar: /هاتف|تلويح/,
  de: /handy|telefon|schwenk/i,
  en: /phone|wav/i,
  es: /teléfono|móvil|agit/i,
  fr: /téléphone|balanc/i,
  hi: /फ़ोन|लहरा/,
  ja: /スマホ|電話|振っ|振ら/,
  ko: /휴대폰|흔들/,
  "pt-BR": /celular|telefone|balanç/i,
  ru: /телефон|взмах|маши/i,
  "zh-HK": /手機|揮/,
  "zh-Hans": /手机|挥/,
  "zh-TW": /手機|揮/,
};

/** All that a person on a computer can meet. */
const ON_COMPUTERS =
  /^(group|startPress|tryAgain|press|stop|larger|smaller|nowLarger|readAloud|sayAgain|talk|required|oneMoment|checking|stopped|verified|failedPress|expired|unreachable|survey.*|options|settingSound|remember.*|cannotRemember|noticeTitle|noticePress)$/;

test("on a computer nobody speaks of a phone", () => {
  assert.deepEqual(Object.keys(PHONE_WORDS).sort(), [...LANGUAGES.keys()].sort());
  for (const [tag, { start }] of LANGUAGES) assert.match(start ?? "", PHONE_WORDS[tag] ?? /^$/, `${tag} is known`);
  assert.ok(Object.keys(ENGLISH).filter((key) => ON_COMPUTERS.test(key)).length > 25);
  assert.deepEqual(
    wrong(([tag, key, text]) => ON_COMPUTERS.test(key) && PHONE_WORDS[tag]?.test(text) === true),
    [],
  );
});
