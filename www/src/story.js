import { Widget } from "passwave-core";
import { Announcer } from "./announcer.js";
import { loadCore } from "./core.js";
import { Errands } from "./errands.js";
import { Feedback } from "./feedback.js";
import { tellHostApp } from "./host-app.js";
import { rowsOf } from "./motion-rows.js";
import { carryByField } from "./old-form.js";
import { part } from "./part.js";
import { SettingsPanel } from "./settings-panel.js";
import { Stage } from "./stage.js";
import { WakeLock } from "./wake-lock.js";

/** @typedef {import("./element.js").Host} Host */
/** @typedef {import("./element.js").State} State */
/** @typedef {import("./motion-rows.js").MotionSample} MotionSample */
/** @typedef {import("./strings.js").Strings} Strings */

const QUIET_STATES = ["idle", "asking", "failed", "expired"];
const STATES_AT_REST = ["idle", "verified", "failed", "expired"];
const STATES_THAT_MOVE = ["asking", "listening", "progress", "hint"];
const STATES_WITH_NOTHING_DONE = ["idle", "asking", "listening"];

/** What happens from the press on. It shows what the compiled widget tells it, and decides nothing. */
export class Story {
  #host;
  #stage;
  #panel;
  #announcer;
  #feedback = new Feedback();
  #wakeLock = new WakeLock();
  #isFed = false;
  /** What makes it larger or smaller. */
  #shape = "";
  #caution = "";
  /** @type {Promise<Widget> | undefined} */
  #loading;
  /** @type {Widget | undefined} */
  #widget;

  /** @param {Host} host */
  constructor(host) {
    this.#host = host;
    this.#announcer = new Announcer(host.view.message);
    this.#stage = new Stage(host.view, {
      slide: (right_px, down_px, isOver) => this.#widget?.slide(right_px, down_px, isOver),
      stop: () => this.#widget?.stop(),
      easy: (isEasy) => this.#widget?.easy(isEasy),
    });
    this.#panel = new SettingsPanel(host.choices, () => this.#counting(), host.chosen);
    host.view.settings.append(this.#panel.element);
    this.update();
    carryByField(host.element);
    tellHostApp(host.element);
  }

  /** Whether a press is answered at once. */
  get isReady() {
    return Boolean(this.#widget);
  }

  /** Fetches what a press will need. */
  warmUp() {
    this.#load().catch(() => {});
  }

  /** The element's attributes or a person's choices have changed. */
  update() {
    const { sound, vibration, voice, mode } = this.#counting();
    Object.assign(this.#feedback, { hasSound: sound, hasVibration: vibration });
    this.#announcer.isAloud = voice;
    this.#panel.update();
    this.#reshape(`${mode} ${voice}`);
    this.#warn(this.#host.view.caution.textContent ?? "");
    this.#widget?.choose(...this.#choice());
    if (this.#isMoving && this.#host.element.way === "press") this.#widget?.other();
    void this.#translate();
  }

  /** What has been pressed stays in sight when everything around it grows. @param {string} shape */
  #reshape(shape) {
    if (shape !== this.#shape) this.#host.view.box.querySelector(":focus")?.scrollIntoView({ block: "nearest" });
    this.#shape = shape;
  }

  /** @param {string} caution */
  #warn(caution) {
    if (caution !== this.#caution) this.#announcer.warn(caution);
    this.#caution = caution;
  }

  async #translate() {
    const { strings } = await this.#host.words();
    const { aloud } = this.#host.view;
    this.#stage.translate(strings);
    this.#panel.translate(strings);
    aloud.textContent = (this.#announcer.isAloud && strings.sayAgain) || strings.readAloud;
  }

  /** What counts: what the person has chosen, else what the site has set. */
  #counting() {
    const { choices, element } = this.#host;
    return {
      sound: choices.sound ?? element.getAttribute("sound") !== "off",
      vibration: choices.vibration ?? true,
      motion: choices.motion ?? true,
      voice: element.isSpoken,
      mode: /** @type {"elder" | "standard"} */ (element.isElder ? "elder" : "standard"),
    };
  }

  /** Whether the phone's movement is wanted just now. */
  get #isMoving() {
    return STATES_THAT_MOVE.includes(this.#host.element.state);
  }

  /** @param {boolean} touch @param {Promise<string> | undefined} permission @param {AudioContext | undefined} audio */
  press(touch, permission, audio) {
    this.#feedback.audio = audio;
    this.#act((widget) => {
      widget.press(touch);
      void permission?.then((answer) => widget.permission(answer));
    });
  }

  /** @param {AudioContext | undefined} audio */
  other(audio) {
    this.#feedback.audio = audio;
    this.#act((widget) => widget.other());
  }

  /** The element is in the page. */
  attach() {
    this.#listen("addEventListener");
  }

  /** The element has left the page. */
  detach() {
    this.#listen("removeEventListener");
  }

  /** @param {"addEventListener" | "removeEventListener"} act */
  #listen(act) {
    document[act]("visibilitychange", this.#onReturn);
    document[act]("submit", this.#onSubmit, true);
    globalThis[act]("pageshow", this.#onRestore);
  }

  reset() {
    this.#announcer.clear();
    this.#stage.fill(0);
    this.#wakeLock.hold(false);
    this.#widget?.reset();
  }

  /** @param {MotionSample | MotionSample[]} samples @param {import("./motion-rows.js").MotionUnits} [units] */
  pushMotion(samples, units) {
    const rows = rowsOf(samples, units);
    this.#isFed = true;
    this.#widget?.pushMotion(rows);
  }

  #onReturn = () => {
    if (document.visibilityState === "visible") this.#returned(false);
  };

  /** A page that comes back from the history may have sent its token already. @param {Event} event */
  #onRestore = (event) => {
    if (/** @type {PageTransitionEvent} */ (event).persisted) this.#returned(true);
  };

  /** A form with a token that has grown old is held until it has a fresh one, and then goes on. @param {Event} event */
  #onSubmit = (event) => {
    const { element, view } = this.#host;
    const { form } = element;
    // The token has to be renewed before a form may carry it.
    if (event.target !== form || !this.#widget?.stale) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const { submitter } = /** @type {SubmitEvent} */ (event);
    const goOn = () => (element.value ? form?.requestSubmit(submitter) : view.start.focus());
    element.addEventListener("passwave-token", goOn, { once: true });
    this.#returned(false);
  };

  /** The page is looked at again. @param {boolean} wasRestored */
  #returned(wasRestored) {
    this.#wakeLock.renew();
    this.#widget?.returned(wasRestored);
  }

  /** Switches the voice on, and reads what stands there; pressed again, it says the last sentence once more. */
  async readAloud() {
    const { view, choices, chosen, words } = this.#host;
    choices.voice = true;
    chosen();
    const { language } = await words();
    if (this.#announcer.text) this.#announcer.again(language);
    else this.#announcer.read(introduction(view), language);
  }

  /** In a task of its own: together with the click and its frame it would hold up a slow phone. @param {(widget: Widget) => void} act */
  #act(act) {
    this.#load().then(
      (widget) => setTimeout(() => act(widget)),
      () => this.#host.cannotLoad(),
    );
  }

  #load() {
    this.#loading ??= this.#makeWidget().catch((error) => {
      this.#loading = undefined;
      throw error;
    });
    return this.#loading;
  }

  async #makeWidget() {
    const core = await loadCore(this.#host.base, { Widget });
    const errands = new Errands(() => this.#settings());
    if (this.#attribute("evidence") === "none") await this.#stayOnDevice(errands);
    this.#widget = errands.widget = new core.Widget(this.#page(), errands, ...this.#choice());
    if (this.#isFed) this.#widget.pushMotion(rowsOf([]));
    return this.#widget;
  }

  /** @param {Errands} errands */
  async #stayOnDevice(errands) {
    const { stayOnDevice } = /** @type {typeof import("./on-device.js")} */ (
      await import(part(this.#host.base, "passwave-on-device.js"))
    );
    stayOnDevice(errands);
  }

  /** What the compiled widget calls. */
  #page() {
    return {
      show: this.#show.bind(this),
      stroke: this.#stroke.bind(this),
      progress: (/** @type {number} */ share) => this.#stage.fill(share),
      pad: (/** @type {string | undefined} */ direction) => this.#stage.showPad(direction),
      askEasy: () => this.#stage.askEasy(true),
      token: (/** @type {string | undefined} */ token) => this.#host.hold(token ?? ""),
      error: (/** @type {string} */ code) => this.#host.tell("passwave-error", { code }),
    };
  }

  /** @returns {[way: string, mode: string]} */
  #choice() {
    const { way, isElder } = this.#host.element;
    return [way, isElder ? "elder" : "standard"];
  }

  /** @returns {import("./errands.js").Settings} */
  #settings() {
    const { base } = this.#host;
    const address = (/** @type {string} */ name, /** @type {string} */ usual) =>
      new URL(this.#attribute(name) || usual, document.baseURI).href;
    return {
      base,
      // The widget's files have a lasting address as well, with their version in it; the server has none.
      server: address("server", base.replace(/\/v[\d.]+\/$/, "/")).replace(/\/?$/, "/"),
      worker: address("worker-src", part(base, "passwave-worker.js")),
      sitekey: this.#attribute("sitekey"),
      action: this.#attribute("action"),
      cdata: this.#attribute("cdata"),
      lang: this.#host.view.box.lang,
    };
  }

  /** @param {string} name */
  #attribute(name) {
    return this.#host.element.getAttribute(name) ?? "";
  }

  /** @param {State} state @param {string} [message] @param {boolean} [isVerdict] */
  #show(state, message, isVerdict = false) {
    const isNew = this.#host.show(state);
    this.#stage.showWork(state === "checking" && (Boolean(message) || !isNew));
    this.#stage.askEasy(false);
    if (state === "listening") this.#feedback.give("prompt");
    if (STATES_WITH_NOTHING_DONE.includes(state)) this.#stage.fill(0);
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
      this.#stage.fill(1);
      tell("passwave-verified", { token: element.value });
    }
    if (state === "expired") tell("passwave-expired");
  }

  /** @param {number} _strokes @param {number} progress */
  #stroke(_strokes, progress) {
    this.#feedback.give("stroke");
    this.#stage.fill(progress);
  }
}

/** What a person hears first. @param {import("./view.js").View} view */
function introduction({ caution, label, detail }) {
  return [caution, label, detail]
    .map((part) => part.textContent)
    .filter(Boolean)
    .join("\n");
}
