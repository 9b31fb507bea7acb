import { Announcer } from "../src/main/announcer.js";
import { unlockAudio } from "../src/shared/unlock-audio.js";
import { loadCore } from "../src/main/load-core.js";
import { Cues } from "../src/main/cues.js";
import { debounceActivation } from "../src/shared/debounce-activation.js";
import { nearestLanguage } from "../src/shared/language.js";
import { Listener } from "./listener.js";
import { Page } from "./page.js";

/** @typedef {import("./page.js").Way} Way */
/** @typedef {Record<string, string>} Words */

const BASE = new URL("../", import.meta.url).href;

/** Without a stroke for so long, a person hears that there is no hurry. */
const NO_HURRY_MS = 15_000;

/** @type {Way[]} */
const WAYS = ["wave", "shake", "circle", "flip", "slide", "press"];

/** The address may name a language, else the browser does. */
function language() {
  const wanted = [new URLSearchParams(location.search).get("lang") ?? "", ...navigator.languages];
  return wanted.map(nearestLanguage).find(Boolean) ?? "en";
}

class Practice {
  #page;
  #words;
  #language;
  #announcer;
  #cues = new Cues();
  #way = /** @type {Way} */ ("wave");
  #practised = /** @type {Set<Way>} */ (new Set());
  /** @type {Listener | undefined} */
  #listener;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #calm;

  /** @param {Page} page @param {Words} words @param {string} language */
  constructor(page, words, language) {
    this.#page = page;
    this.#words = words;
    this.#language = language;
    this.#announcer = new Announcer(page.message);
    for (const type of ["click", "keydown"]) document.addEventListener(type, debounceActivation, true);
    page.start.onclick = () => this.#begin();
    page.stop.onclick = () => this.#stop();
    page.next.onclick = () => this.#next();
    page.aloud.onclick = () => this.#readAloud();
    page.onChoose = (way) => this.#choose(way);
    page.pad.onSlide = (right_px, isOver) => this.#slide(right_px, isOver);
    page.byItself.onclick = () => this.#begin(true);
    this.#choose("wave");
  }

  /** @param {Way} way */
  #choose(way) {
    this.#end();
    this.#way = way;
    this.#page.show(way);
    this.#say("");
  }

  /** All in the click: sound and the question for motion may begin nowhere else. @param {boolean} [byItself] */
  #begin(byItself = false) {
    this.#end();
    this.#cues.audio ??= unlockAudio();
    if (this.#way === "press") return this.#done();
    this.#page.run(true);
    if (this.#way === "slide") return this.#say(this.#words.stepSlide ?? "");
    this.#say(this.#prompt());
    void this.#listen(byItself);
  }

  #prompt() {
    return this.#words[`step${this.#way.charAt(0).toUpperCase()}${this.#way.slice(1)}`] ?? "";
  }

  /** @param {boolean} byItself */
  async #listen(byItself) {
    const listener = new Listener(/** @type {import("./screen-phone.js").Gesture} */ (this.#way), {
      stroke: (count, progress) => this.#felt(count, progress),
      accepted: () => this.#done(),
      none: (isDenied) => this.#noMotion(isDenied),
      posed: (pose) => this.#page.pose(pose),
    });
    this.#listener = listener;
    this.#calm = setInterval(() => this.#say(this.#words.noHurry ?? ""), NO_HURRY_MS);
    await listener.start(BASE, byItself);
  }

  /** @param {number} count @param {number} progress */
  #felt(count, progress) {
    this.#cues.play("stroke");
    this.#page.fill(progress);
    if (count === 1) this.#say(this.#words.feltFirst ?? "");
  }

  /** @param {number} share @param {boolean} isOver */
  #slide(share, isOver) {
    this.#page.fill(share);
    if (isOver && share >= 1) this.#done();
    else if (isOver) this.#page.fill(0);
  }

  #done() {
    this.#end();
    this.#cues.play("verified");
    this.#practised.add(this.#way);
    const isAll = this.#practised.size === WAYS.length;
    this.#page.done(!isAll);
    this.#say((isAll ? this.#words.doneAll : this.#words.done) ?? "");
  }

  /** @param {boolean} isDenied */
  #noMotion(isDenied) {
    this.#end();
    this.#say((isDenied ? this.#words.motionOff : this.#words.noSensor) ?? "");
  }

  #stop() {
    this.#end();
    this.#page.start.focus();
    this.#say(this.#words.stopped ?? "");
  }

  #end() {
    clearInterval(this.#calm);
    this.#listener?.stop();
    this.#listener = undefined;
    this.#page.run(false);
  }

  #next() {
    const after = [...WAYS.slice(WAYS.indexOf(this.#way) + 1), ...WAYS];
    this.#choose(after.find((way) => !this.#practised.has(way)) ?? "wave");
    this.#page.title.focus();
  }

  #readAloud() {
    const wasAloud = this.#announcer.isAloud;
    this.#announcer.isAloud = true;
    this.#page.aloud.textContent = this.#words.sayAgain ?? "";
    if (wasAloud && this.#announcer.text) this.#announcer.repeat(this.#language);
    else this.#announcer.read(this.#page.story, this.#language);
  }

  /** @param {string} text */
  #say(text) {
    this.#announcer.announce(text, false, this.#language);
  }
}

/** Without this page's own words in a language all of it is in English. @param {string} tag @returns {Promise<{ tag: string, words: Words }>} */
async function wordsIn(tag) {
  const [own, shared] = await Promise.all(
    [`${BASE}practice/strings/${tag}.json`, `${BASE}strings/${tag}.json`].map((address) => fetch(address)),
  );
  if (tag !== "en" && !own?.ok) return wordsIn("en");
  return { tag, words: { ...(await shared?.json()), ...(await own?.json()) } };
}

async function start() {
  const { tag, words } = await wordsIn(language());
  document.documentElement.lang = tag;
  document.documentElement.dir = words.direction ?? "ltr";
  document.title = words.title ?? document.title;
  const main = /** @type {HTMLElement} */ (document.querySelector("#practice"));
  new Practice(new Page(main, words, WAYS), words, tag);
  loadCore(BASE, {}).catch(() => {}); // The press will try again.
}

void start();
