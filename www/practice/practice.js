import { Announcer } from "../src/main/announcer.js";
import { Cues } from "../src/main/cues.js";
import { Voice } from "../src/main/voice.js";
import { loadCore } from "../src/main/load-core.js";
import { debounceActivation } from "../src/shared/debounce-activation.js";
import { nearestLanguage } from "../src/shared/language.js";
import { REASSURE_MS } from "../src/shared/timing.js";
import { unlockAudio } from "../src/shared/unlock-audio.js";
import { GestureAttempt } from "./gesture-attempt.js";
import { PracticeView } from "./practice-view.js";

/** @typedef {import("./practice-view.js").Strings} Strings */
/** @typedef {import("./practice-view.js").Way} Way */
/** @typedef {import("./simulated-phone.js").Gesture} Gesture */

const BASE = new URL("../", import.meta.url).href;

/** @type {Way[]} */
const WAYS = ["wave", "shake", "circle", "flip", "slide", "press"];

/** The string that says what to do. @type {Record<Way, string>} */
const PROMPTS = {
  wave: "stepWave",
  shake: "stepShake",
  circle: "stepCircle",
  flip: "stepFlip",
  slide: "stepSlide",
  press: "stepPress",
};

class Practice {
  #view;
  #strings;
  #language;
  #announcer;
  #cues = new Cues();
  #way = /** @type {Way} */ ("wave");
  #practised = /** @type {Set<Way>} */ (new Set());
  /** @type {GestureAttempt | undefined} */
  #attempt;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #reassurance;

  /** @param {PracticeView} view @param {Strings} strings @param {string} language */
  constructor(view, strings, language) {
    this.#view = view;
    this.#strings = strings;
    this.#language = language;
    this.#announcer = new Announcer(view.message, async () => new Voice());
    for (const type of ["click", "keydown"]) document.addEventListener(type, debounceActivation, true);
    view.start.onclick = () => this.#start(false);
    view.moveByItself.onclick = () => this.#start(true);
    view.stop.onclick = () => this.#stop();
    view.next.onclick = () => this.#next();
    view.back.onclick = () => history.back();
    view.readAloud.onclick = () => this.#readAloud();
    view.onChoose = (way) => this.#choose(way);
    view.onSlide = (share, isOver) => this.#slide(share, isOver);
    this.#choose("wave");
  }

  /** @param {Way} way */
  #choose(way) {
    this.#end();
    this.#way = way;
    this.#view.show(way);
    this.#announcer.clear();
  }

  /** Runs inside the click, where alone sound and the permission for motion may begin. @param {boolean} isSimulated */
  #start(isSimulated) {
    this.#end();
    if (this.#way !== "press" && this.#way !== "slide") this.#observe(this.#way, isSimulated);
    this.#cues.open(unlockAudio());
    if (this.#way === "press") return this.#succeed();
    this.#view.showRunning();
    this.#announce(PROMPTS[this.#way]);
  }

  /** @param {Gesture} gesture @param {boolean} isSimulated */
  #observe(gesture, isSimulated) {
    this.#attempt = new GestureAttempt(gesture, {
      onStroke: (count, progress) => this.#onStroke(count, progress),
      onAccepted: () => this.#succeed(),
      onNoMotion: (isDenied) => this.#onNoMotion(isDenied),
      onPose: (pose) => this.#view.showPose(pose),
    });
    this.#reassurance = setInterval(() => this.#announce("noHurry"), REASSURE_MS);
    void this.#attempt.start(BASE, isSimulated);
  }

  /** @param {number} count @param {number} progress */
  #onStroke(count, progress) {
    this.#cues.play("stroke");
    this.#view.setProgress(progress);
    if (count === 1) this.#announce("feltFirst");
  }

  /** @param {number} share @param {boolean} isOver */
  #slide(share, isOver) {
    this.#view.setProgress(share);
    if (isOver && share >= 1) this.#succeed();
    else if (isOver) this.#view.setProgress(0);
  }

  #succeed() {
    this.#end();
    this.#cues.play("verified");
    this.#practised.add(this.#way);
    const isAll = this.#practised.size === WAYS.length;
    this.#view.showDone(!isAll);
    this.#announce(isAll ? "doneAll" : "done");
  }

  /** @param {boolean} isDenied */
  #onNoMotion(isDenied) {
    this.#end();
    this.#announce(isDenied ? "motionOff" : "noSensor");
  }

  #stop() {
    this.#end();
    this.#view.start.focus();
    this.#announce("stopped");
  }

  #end() {
    clearInterval(this.#reassurance);
    this.#attempt?.stop();
    this.#attempt = undefined;
    this.#cues.rest();
    this.#view.showStopped();
  }

  /** Goes to the next way that has not been practised yet. */
  #next() {
    const following = [...WAYS.slice(WAYS.indexOf(this.#way) + 1), ...WAYS];
    this.#choose(following.find((way) => !this.#practised.has(way)) ?? "wave");
    this.#view.title.focus();
  }

  #readAloud() {
    const wasAloud = this.#announcer.isAloud;
    this.#announcer.isAloud = true;
    this.#view.readAloud.textContent = this.#strings.sayAgain ?? "";
    if (wasAloud && this.#announcer.text) this.#announcer.repeat(this.#language);
    else this.#announcer.read(this.#view.readableText, this.#language);
  }

  /** @param {string} key */
  #announce(key) {
    this.#announcer.announce(this.#strings[key] ?? "", false, this.#language);
  }
}

/** The language that the page's URL asks for, else the browser's. */
function preferredLanguage() {
  const wanted = [new URLSearchParams(location.search).get("lang") ?? "", ...navigator.languages];
  return wanted.map(nearestLanguage).find(Boolean) ?? "en";
}

/**
 * The strings of this page and those of the widget, both in English if this page has none in the language.
 * @param {string} language @returns {Promise<{ language: string, strings: Strings }>}
 */
async function loadStrings(language) {
  const urls = [`${BASE}practice/strings/${language}.json`, `${BASE}strings/${language}.json`];
  const [own, widget] = await Promise.all(urls.map((url) => fetch(url)));
  if (language !== "en" && !own?.ok) return loadStrings("en");
  return { language, strings: { ...(await widget?.json()), ...(await own?.json()) } };
}

async function start() {
  const { language, strings } = await loadStrings(preferredLanguage());
  document.documentElement.lang = language;
  document.documentElement.dir = strings.direction ?? "ltr";
  document.title = strings.title ?? document.title;
  const main = /** @type {HTMLElement} */ (document.querySelector("#practice"));
  new Practice(new PracticeView(main, strings, WAYS), strings, language);
  loadCore(BASE, true).catch(() => {}); // "Start" tries again.
}

void start();
