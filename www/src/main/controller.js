import { assetUrl } from "../shared/asset-url.js";
import { focusedTextField } from "../shared/focused-text-field.js";
import { saveIfRemembered } from "../shared/preferences.js";
import { STARTABLE_STATES, WAYS_WITHOUT_MOTION } from "../shared/ways.js";
import { afterDialog } from "./after-dialog.js";
import { Announcer } from "./announcer.js";
import { announceQuestion } from "./announce-question.js";
import { attributeUrl } from "./attribute-url.js";
import { ButtonName } from "./button-name.js";
import { completeTranslation } from "./complete-translation.js";
import { loadDiagnostics } from "./diagnostics.js";
import { Cues } from "./cues.js";
import { Effects, freeWidget } from "./effects.js";
import { Embedding } from "./embedding.js";
import { LateView } from "./late-view.js";
import { loadCore } from "./load-core.js";
import { PageReturn } from "./page-return.js";
import { PanelLoader } from "./panel-loader.js";
import { WakeLock } from "./wake-lock.js";
import { withoutExceptions } from "./without-exceptions.js";

/** @typedef {import("../loader/controller-host.js").Host} Host */
/** @typedef {import("../loader/controller-host.js").State} State */
/** @typedef {import("../loader/strings.js").Strings} Strings */
/** @typedef {import("passwave-core").Widget} Widget */
/** @typedef {import("./motion-rows.js").MotionSample} MotionSample */
/** @typedef {import("./motion-rows.js").MotionUnits} MotionUnits */

/** States in which a message that is no longer true is removed. */
const STATES_WITHOUT_MESSAGE = [...STARTABLE_STATES, "asking"];
const STATES_AT_REST = [...STARTABLE_STATES, "verified"];
const STATES_USING_MOTION = ["asking", "listening", "progress", "hint"];
const STATES_WITHOUT_PROGRESS = ["idle", "asking", "listening"];

/**
 * Connects the element with the compiled widget from the first press on. It shows what it is told and decides nothing.
 */
export class Controller {
  #host;
  #lateView;
  #panels;
  #buttonName;
  /** @type {Announcer} */
  #announcer;
  /** @type {Embedding} */
  #embedding;
  #cues = new Cues();
  #wakeLock = new WakeLock();
  #pageReturn = new PageReturn((wasRestored) => this.#resume(wasRestored));
  #hasHostMotion = false;
  /** Whether the compiled widget has a recogniser. */
  #hasRecogniser = false;
  /** What the size of the widget depends on. */
  #layout = "";
  /** @type {Strings | undefined} */
  #strings;
  #caution = "";
  /** @type {Promise<Effects> | undefined} */
  #loading;
  /** @type {Effects | undefined} */
  #effects;
  #turn = 0; // Of what is said: the words for it may come late.

  /** @param {Host} given */
  constructor(given) {
    const host = (this.#host = { ...given, loadTranslation: () => completeTranslation(given) });
    this.#announcer = new Announcer(host.view.message, () => this.#embedding.loadVoice());
    const onLongWait = (/** @type {number} */ left_ms) => this.#panels.sayWait(left_ms, this.#announcer);
    this.#lateView = new LateView(host.view, () => this.#widget?.stop(), onLongWait);
    this.#panels = new PanelLoader(host, {
      onSlide: (right_px, down_px, isOver) => this.#widget?.slide(right_px, down_px, isOver),
      onSurveyAnswer: (isEasy) => this.#widget?.survey(isEasy),
      effective: () => this.#effectivePreferences(),
    });
    this.#buttonName = new ButtonName(host);
    this.#embedding = new Embedding(
      host,
      this.#announcer,
      this.#lateView,
      () => this.#widget?.stale,
      () => this.#resume(false),
    );
    this.update();
    if (this.#mayAskForGesture) void announceQuestion(given);
    if (!isSecureContext) loadDiagnostics(host.base).catch(() => {}); // It warns by being loaded.
  }

  get #widget() {
    return this.#effects?.widget;
  }

  /** Whether a press is handled at once. */
  get isReady() {
    return Boolean(this.#widget);
  }

  /** Loads what a press will need. @param {Event} [event] What happened before this script was there. */
  warmUp(event) {
    if (event?.type === "invalid") this.#embedding.explainRequired();
    this.#load().catch(() => {}); // The press tries again and reports the failure.
  }

  /** Applies the element's attributes and the person's preferences after a change. */
  update() {
    const effective = this.#effectivePreferences();
    saveIfRemembered(effective);
    Object.assign(this.#cues, { hasSound: effective.sound, hasVibration: effective.vibration });
    this.#announcer.isAloud = effective.voice;
    this.#embedding.update();
    if (this.#host.element.matches("[start]")) this.#embedding.beginWithForm(this.#cues, () => this.pressInstead());
    this.#panels.update();
    void this.#buttonName.update();
    this.#keepFocusInView(`${effective.mode} ${effective.voice}`);
    this.#updateCaution(this.#host.view.caution.textContent ?? "");
    this.#widget?.choose(...this.#wayAndMode());
    if (this.#usesMotion && this.#host.element.currentWay === "press") this.#widget?.other();
    void this.#translate();
  }

  /** Keeps the focused control in view when the widget around it grows. @param {string} layout */
  #keepFocusInView(layout) {
    if (layout !== this.#layout) this.#host.view.box.querySelector(":focus")?.scrollIntoView({ block: "nearest" });
    this.#layout = layout;
  }

  /** @param {string} caution */
  #updateCaution(caution) {
    if (caution !== this.#caution) this.#announcer.caution = caution;
    this.#caution = caution;
  }

  async #translate() {
    const { strings } = await this.#host.loadTranslation();
    this.#embedding.tellApart();
    this.#lateView.translate(strings);
    this.#translateMessage(strings);
    const key = this.#announcer.isAloud ? "sayAgain" : "readAloud";
    this.#host.view.readAloud.textContent = strings[key] || strings.readAloud;
  }

  /** What stands there was heard already: it says the same in another language, unspoken. @param {Strings} strings */
  #translateMessage(strings) {
    const keys = /** @type {(keyof Strings)[]} */ (Object.keys(strings));
    const key = keys.find((key) => this.#strings?.[key] === this.#announcer.text);
    const words = (key && strings[key]) || "";
    if (words && words !== this.#announcer.text) this.#announcer.showSilently(words);
    this.#strings = strings;
  }

  /**
   * The person's preferences, completed by the site's attributes.
   * @returns {Required<import("../shared/preferences.js").Preferences>}
   */
  #effectivePreferences() {
    const { preferences, element } = this.#host;
    return {
      sound: preferences.sound ?? element.sound !== "off",
      vibration: preferences.vibration ?? true,
      motion: preferences.motion ?? element.currentWay !== "press",
      voice: element.isSpoken,
      mode: element.isElder ? "elder" : "standard",
    };
  }

  get #usesMotion() {
    return STATES_USING_MOTION.includes(this.#host.element.state);
  }

  /** @param {boolean} isTouch @param {Promise<string> | undefined} permission @param {AudioContext} [audio] */
  start(isTouch, permission, audio) {
    focusedTextField()?.blur(); // Motion is not looked at there, and shaking the phone would offer to undo typing.
    this.#cues.open(audio);
    this.#fetchRecogniserIfMissing();
    const heard = permission && afterDialog(permission);
    this.#withWidget((widget) => {
      widget.press(isTouch);
      void heard?.then((answer) => this.#widget?.permission(answer));
    });
  }

  toggleOptions() {
    this.#panels.use(({ options }) => options.toggle());
  }

  /** The pressed button goes away, so the focus moves to where the way back is. */
  enlarge() {
    const { preferences, applyPreferences, view } = this.#host;
    preferences.mode = "elder";
    applyPreferences();
    view.options.focus();
    if (STATES_AT_REST.includes(this.#host.element.state)) void this.#announce("nowLarger", false);
  }

  /** Says again what has been said last. */
  async repeat() {
    const { language } = await this.#host.loadTranslation();
    this.#announcer.repeat(language);
  }

  /** @param {AudioContext} [audio] */
  pressInstead(audio) {
    this.#cues.open(audio);
    this.#withWidget((widget) => widget.other());
  }

  /** Call when the element has been inserted into the page. */
  attach() {
    this.#pageReturn.attach();
    this.#embedding.attach();
  }

  /** Call when the element has been removed from the page. */
  detach() {
    this.#pageReturn.detach();
    this.#embedding.detach();
  }

  reset() {
    this.#turn++;
    this.#announcer.clear();
    this.#lateView.setProgress(0);
    this.#wakeLock.hold(false);
    this.#cues.rest();
    this.#widget?.reset();
    if (!this.#host.element.isConnected) this.#discardWidget();
  }

  #discardWidget() {
    this.#loading?.then(freeWidget).catch(() => {});
    this.#loading = this.#effects = undefined;
  }

  /** @param {MotionSample | MotionSample[]} samples @param {MotionUnits} [units] */
  pushMotion(samples, units) {
    this.#hasHostMotion = true;
    this.#embedding.useExtras(({ toMotionRows }) => {
      const rows = toMotionRows(samples, units);
      if (this.#hasRecogniser) this.#widget?.pushMotion(rows);
    });
  }

  /** The page is visible again, or about to send the token. @param {boolean} wasRestored */
  #resume(wasRestored) {
    this.#wakeLock.renew();
    this.#widget?.returned(wasRestored);
  }

  readAloud() {
    this.#embedding.useExtras(({ readAloud }) => void readAloud(this.#host, this.#announcer));
  }

  /**
   * Runs in a task of its own: in one task with the click and its rendering it would block a slow phone for too long.
   * @param {(widget: Widget) => void} action
   */
  #withWidget(action) {
    this.#load().then(
      (effects) => setTimeout(() => effects.widget && action(effects.widget)),
      (error) => (console.error(error), this.#host.showLoadFailure()),
    );
  }

  /**
   * Where a gesture is asked for since the widget without a recogniser has been loaded, the whole one takes its place:
   * between attempts a widget holds nothing.
   */
  #fetchRecogniserIfMissing() {
    const isAtRest = !this.#widget || STARTABLE_STATES.includes(this.#host.element.state);
    if (!this.#loading || this.#hasRecogniser || !this.#mayAskForGesture || !isAtRest) return;
    this.#discardWidget();
    this.#host.showState("asking");
  }

  get #mayAskForGesture() {
    return !WAYS_WITHOUT_MOTION.includes(this.#host.element.currentWay);
  }

  /** Loads the compiled widget; after a failure the next call tries again. */
  #load() {
    if (this.#loading) return this.#loading;
    this.#hasRecogniser = this.#mayAskForGesture;
    const loading = this.#createEffects(this.#hasRecogniser);
    const settle = (/** @type {Effects | void} */ effects) => {
      if (this.#loading !== loading) return;
      if (effects) this.#effects = effects;
      else this.#loading = undefined;
    };
    loading.then(settle, () => settle());
    return (this.#loading = loading);
  }

  /** @param {boolean} withRecogniser */
  async #createEffects(withRecogniser) {
    const core = await loadCore(this.#host.base, withRecogniser);
    if (this.#host.element.currentWay === "slide") await this.#panels.load();
    const effects = new Effects(() => this.#effectSettings(), this.#host.setToken);
    if (this.#host.element.evidence === "none") await effects.answerLocally();
    const view = withoutExceptions(this.#callbacks(), console.error);
    const services = withoutExceptions(effects, (error) => {
      console.error(error);
      effects.fail();
    });
    const widget = (effects.widget = new core.Widget(view, services));
    widget.choose(...this.#wayAndMode());
    if (withRecogniser && this.#hasHostMotion) widget.pushMotion(new Float64Array());
    return effects;
  }

  /** What the compiled widget calls to show something. */
  #callbacks() {
    return {
      show: this.#show,
      stroke: this.#onStroke,
      progress: (/** @type {number} */ share) => this.#lateView.setProgress(share),
      pad: this.#showPad,
      askSurvey: () => this.#panels.use(({ survey }) => survey.show()),
      error: (/** @type {string} */ code) => this.#host.emit("passwave-error", { code }),
    };
  }

  /** @param {string | undefined} direction */
  #showPad = (direction) => {
    if (direction) this.#panels.use(({ pad }) => pad.show(direction));
    else this.#panels.useIfLoaded(({ pad }) => pad.show(direction));
  };

  /** @returns {[way: string, mode: string]} */
  #wayAndMode() {
    const { currentWay: way, isElder } = this.#host.element;
    return [way, isElder ? "elder" : "standard"];
  }

  /** @returns {import("./effects.js").Settings} */
  #effectSettings() {
    const { base, element } = this.#host;
    const { sitekey, action, cdata } = element;
    return {
      base,
      // The widget's files may lie in a folder with their version; the server's endpoints do not.
      server: attributeUrl(element, "server", base.replace(/\/v[\d.]+\/$/, "/")).replace(/\/?$/, "/"),
      worker: attributeUrl(element, "worker-src", assetUrl(base, "passwave-worker.js")),
      sitekey,
      action,
      cdata,
      lang: this.#host.view.box.lang,
      maxAge_s: /** @type {{ maxAge_s?: number }} */ (element).maxAge_s,
    };
  }

  /** @param {State} state @param {string} [message] The key of a string. @param {boolean} [isVerdict] */
  #show = (state, message, isVerdict = false) => {
    const isNew = this.#host.showState(state);
    this.#lateView.showStop(state === "checking" && (Boolean(message) || !isNew));
    this.#panels.useIfLoaded(({ survey }) => survey.hide());
    if (state === "listening") this.#cues.play("prompt");
    if (STATES_WITHOUT_PROGRESS.includes(state)) this.#lateView.setProgress(0);
    this.#host.view.box.classList.remove("required");
    this.#host.view.box.classList.toggle("in-need", message === "unreachable");
    if (message) void this.#announce(message, isVerdict);
    else if (isNew && STATES_WITHOUT_MESSAGE.includes(state)) this.#announcer.clear();
    if (isNew) this.#onNewState(state);
  };

  /** @param {string} key @param {boolean} isVerdict */
  async #announce(key, isVerdict) {
    const turn = ++this.#turn;
    const { strings, language } = await this.#host.loadTranslation();
    const explanation = key.startsWith("failed") && (await this.#effects?.explanation);
    const word = /** @type {keyof Strings} */ (key);
    const text = explanation || (strings[word] ?? (await this.#panels.sentence(word).catch(() => "")));
    if (turn !== this.#turn) return; // A page has reset the check meanwhile, or there is news.
    this.#announcer.announce(text || strings.oneMoment, isVerdict, language);
  }

  /** @param {State} state */
  #onNewState(state) {
    const { element, emit } = this.#host;
    const isAtRest = STATES_AT_REST.includes(state);
    this.#wakeLock.hold(!isAtRest);
    if (state === "verified" || state === "failed") this.#cues.play(state);
    if (isAtRest) this.#cues.rest();
    if (state === "verified") {
      this.#lateView.setProgress(1);
      emit("passwave-verified", { token: element.value });
    }
    if (state === "expired") emit("passwave-expired");
  }

  /** @param {number} _strokes @param {number} progress */
  #onStroke = (_strokes, progress) => {
    this.#cues.play("stroke");
    this.#lateView.setProgress(progress);
  };
}
