import { Announcer } from "./announcer.js";
import { loadCore } from "./core.js";
import { Feedback } from "./feedback.js";
import { rowsOf } from "./motion-rows.js";
import { Stage } from "./stage.js";
import { WakeLock } from "./wake-lock.js";
import { startWorker } from "./worker-start.js";

/** @typedef {import("passwave-core").Widget} Widget */
/** @typedef {import("./element.js").Host} Host */
/** @typedef {import("./element.js").State} State */
/** @typedef {import("./motion-rows.js").MotionSample} MotionSample */
/** @typedef {import("./strings.js").Strings} Strings */

const QUIET_STATES = ["idle", "asking", "failed", "expired"];
const STATES_AT_REST = ["idle", "verified", "failed", "expired"];
const STATES_WITH_NOTHING_DONE = ["idle", "asking", "listening"];

/** What happens from the press on. It shows what the compiled widget tells it, and decides nothing. */
export class Story {
  #host;
  #stage;
  #announcer;
  #feedback = new Feedback();
  #wakeLock = new WakeLock();
  #isFed = false;
  #hasSpoken = false;
  /** @type {Promise<Widget> | undefined} */
  #loading;
  /** @type {Widget | undefined} */
  #widget;
  /** @type {WebAssembly.Module | undefined} */
  #module;

  /** @param {Host} host */
  constructor(host) {
    this.#host = host;
    this.#stage = new Stage(host.view);
    this.#announcer = new Announcer(host.view.message);
  }

  /** Whether a press is answered at once. */
  get isReady() {
    return Boolean(this.#widget);
  }

  /** Whether the token has to be renewed before a form may carry it. */
  get isStale() {
    return Boolean(this.#widget?.stale);
  }

  /** Fetches what a press will need. */
  warmUp() {
    this.#load().catch(() => {});
  }

  /** The element's attributes have changed. */
  update() {
    this.#widget?.choose(this.#settings());
  }

  /** @param {boolean} touch @param {Promise<string> | undefined} permission @param {AudioContext | undefined} audio */
  press(touch, permission, audio) {
    this.#feedback.audio = audio;
    this.#act((widget) => widget.press(touch, permission));
  }

  other() {
    this.#act((widget) => widget.other());
  }

  reset() {
    this.#announcer.clear();
    this.#stage.fillRing(0);
    this.#wakeLock.hold(false);
    this.#widget?.reset();
  }

  /** @param {MotionSample | MotionSample[]} samples */
  pushMotion(samples) {
    this.#isFed = true;
    this.#widget?.pushMotion(rowsOf(samples));
  }

  /** The page is looked at again. @param {boolean} wasRestored */
  returned(wasRestored) {
    this.#widget?.returned(wasRestored);
  }

  /** Says the introduction, and from then on each sentence; pressed again, the last one once more. */
  async readAloud() {
    const { strings, language } = await this.#host.words();
    const { view } = this.#host;
    this.#announcer.isAloud = true;
    view.aloud.textContent = strings.sayAgain ?? strings.readAloud;
    if (this.#hasSpoken && view.message.textContent) this.#announcer.again(language);
    else this.#announcer.say(view.introduction(), false, language);
    this.#hasSpoken = true;
  }

  /** @param {(widget: Widget) => void} act */
  #act(act) {
    this.#load().then(act, () => this.#host.cannotLoad());
  }

  #load() {
    this.#loading ??= this.#makeWidget().catch((error) => {
      this.#loading = undefined;
      throw error;
    });
    return this.#loading;
  }

  async #makeWidget() {
    const { core, module } = await loadCore(this.#host.base);
    this.#module = module;
    this.#widget = new core.Widget(this.#driven(), this.#settings());
    if (this.#isFed) this.#widget.pushMotion(rowsOf([]));
    return this.#widget;
  }

  /** What the compiled widget calls. */
  #driven() {
    return {
      show: this.#show.bind(this),
      stroke: this.#stroke.bind(this),
      progress: (/** @type {number} */ share) => this.#stage.fillRing(share),
      pad: () => {},
      askEasy: () => {},
      token: (/** @type {string | undefined} */ token) => this.#host.hold(token ?? ""),
      error: (/** @type {string} */ code) => this.#host.tell("passwave-error", { code }),
      startWorker: () => this.#startWorker(),
    };
  }

  #startWorker() {
    return this.#module && startWorker(`${this.#host.base}passwave-worker.js`, this.#module);
  }

  #settings() {
    const { element, base } = this.#host;
    const attribute = (/** @type {string} */ name) => element.getAttribute(name) ?? "";
    return JSON.stringify({
      server: new URL(element.getAttribute("server") ?? base, document.baseURI).href,
      sitekey: attribute("sitekey"),
      way: attribute("way"),
      mode: element.isElder ? "elder" : "standard",
      action: attribute("action"),
      cdata: attribute("cdata"),
    });
  }

  /** @param {State} state @param {string} [message] @param {boolean} [isVerdict] */
  #show(state, message, isVerdict = false) {
    const isNew = this.#host.show(state);
    if (STATES_WITH_NOTHING_DONE.includes(state)) this.#stage.fillRing(0);
    if (message) void this.#say(message, isVerdict);
    else if (isNew && QUIET_STATES.includes(state)) this.#announcer.clear();
    if (isNew) this.#cue(state);
  }

  /** @param {string} key @param {boolean} isVerdict */
  async #say(key, isVerdict) {
    const { strings, language } = await this.#host.words();
    this.#announcer.say(strings[/** @type {keyof Strings} */ (key)] ?? "", isVerdict, language);
  }

  /** @param {State} state */
  #cue(state) {
    const { element, tell } = this.#host;
    this.#wakeLock.hold(!STATES_AT_REST.includes(state));
    if (state === "verified" || state === "failed") this.#feedback.give(state);
    if (state === "verified") {
      this.#stage.fillRing(1);
      tell("passwave-verified", { token: element.value });
    }
    if (state === "expired") tell("passwave-expired");
  }

  /** @param {number} _strokes @param {number} progress */
  #stroke(_strokes, progress) {
    this.#feedback.give("stroke");
    this.#stage.fillRing(progress);
  }
}
