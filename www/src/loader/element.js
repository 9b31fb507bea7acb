import { assetUrl } from "../shared/asset-url.js";
import { attributeUrl } from "../shared/attribute-url.js";
import { debounceActivation } from "../shared/debounce-activation.js";
import { importModule } from "../shared/import-module.js";
import { languageFor } from "../shared/language.js";
import { requestMotionPermission, showsPermissionDialog } from "../shared/motion-permission.js";
import { loadPreferences } from "../shared/preferences.js";
import { focusedTextField } from "../shared/focused-text-field.js";
import { ENGLISH_FALLBACK_MS } from "../shared/timing.js";
import { STARTABLE_STATES, WAYS_WITHOUT_MOTION } from "../shared/ways.js";
import { unlockAudio, unlockSpeech } from "../shared/unlock-audio.js";
import { ENGLISH, loadTranslation } from "./strings.js";
import { View } from "./view.js";

/** @typedef {import("../main/controller.js").Controller} Controller */
/** @typedef {import("../main/motion-rows.js").MotionSample} MotionSample */
/** @typedef {import("../main/motion-rows.js").MotionUnits} MotionUnits */
/** @typedef {import("../shared/preferences.js").Preferences} Preferences */
/** @typedef {import("./strings.js").Strings} Strings */
/** @typedef {import("./strings.js").Translation} Translation */
/** @typedef {import("./controller-host.js").Host} Host */
/** @typedef {import("./controller-host.js").State} State */

const DEFAULT_FIELD_NAME = "passwave-response";
const INITIAL_STATE = /** @type {State} */ ("idle");

/** The label of the main button, by the way that the site asks for. @type {Record<string, keyof Strings>} */
const LABELS = { shake: "startMove", circle: "startMove", flip: "startMove", slide: "startSlide", press: "startPress" };

/** All elements of the page share one person's preferences, such as elder mode. */
const preferences = loadPreferences() ?? {};
/** @type {Set<PassWave>} */
const connectedElements = new Set();

function applyPreferences() {
  for (const element of connectedElements) element.update();
}

/** `<pass-wave sitekey="…">`: a form field that holds a token once a person has verified. */
export class PassWave extends HTMLElement {
  static formAssociated = true;
  static observedAttributes = [
    "sitekey",
    "server",
    "mode",
    "lang",
    "way",
    "action",
    "cdata",
    "caution",
    "sound",
    "speech",
    "help-href",
    "help-text",
    "name",
    "required",
  ];

  /** The URL of the folder with the other files: the loader's own, or empty inside a bundle. */
  static base = "";

  #internals = this.attachInternals?.();
  #view = new View(this.attachShadow({ mode: "open", delegatesFocus: true }));
  #state = INITIAL_STATE;
  #token = "";
  #language = "";
  #translation = ENGLISH;
  #hasHostMotion = false;
  /** @type {AudioContext | undefined} */
  #audio;
  /** @type {Promise<Controller> | undefined} */
  #loading;
  /** @type {Controller | undefined} */
  #controller;

  get state() {
    return this.#state;
  }

  /** The token, or the empty string. */
  get value() {
    return this.#token;
  }

  get form() {
    return this.#internals?.form ?? null;
  }

  get name() {
    return this.getAttribute("name") ?? DEFAULT_FIELD_NAME;
  }

  get validity() {
    return this.#internals?.validity;
  }

  get validationMessage() {
    return this.#internals?.validationMessage;
  }

  get willValidate() {
    return this.#internals?.willValidate;
  }

  checkValidity() {
    return this.#internals?.checkValidity();
  }

  reportValidity() {
    return this.#internals?.reportValidity();
  }

  get isElder() {
    return (preferences.mode ?? this.getAttribute("mode")) === "elder";
  }

  /** Whether the widget speaks with a voice of its own. */
  get isSpoken() {
    return preferences.voice ?? this.getAttribute("speech") === "on";
  }

  /** The way that the site asks for, if any. A person who has switched motion off presses instead of waving. */
  get way() {
    const way = this.getAttribute("way") ?? "";
    return preferences.motion === false && way !== "slide" ? "press" : way;
  }

  connectedCallback() {
    connectedElements.add(this);
    this.#addListeners();
    this.#warmUpWhenVisible();
    this.update();
    this.#controller?.attach();
  }

  disconnectedCallback() {
    connectedElements.delete(this);
    this.#controller?.detach();
    queueMicrotask(() => {
      const wasMoved = this.isConnected;
      if (!wasMoved) this.reset();
    });
  }

  attributeChangedCallback() {
    if (this.isConnected) this.update();
  }

  formResetCallback() {
    this.reset();
  }

  /** @param {boolean} isDisabled */
  formDisabledCallback(isDisabled) {
    this.#view.start.disabled = isDisabled;
    this.#view.pressInstead.disabled = isDisabled;
  }

  /** Discards the token and starts over. */
  reset() {
    this.#controller?.reset();
    this.#showState("idle");
  }

  /** Verifies without motion, as "Press instead" does. Needs no click. */
  press() {
    if (!this.#view.pressInstead.disabled) this.#onPressInstead();
  }

  /**
   * Takes readings from a host app. From the first call on, the browser's own motion events are ignored.
   * @param {MotionSample | MotionSample[]} samples
   * @param {MotionUnits} [units] The web's units by default.
   */
  pushMotion(samples, units) {
    this.#hasHostMotion = true;
    this.#controller?.pushMotion(samples, units);
  }

  /** Applies the attributes and the preferences. */
  update() {
    this.#setLanguage(languageFor(this));
    this.dataset.size = this.isElder ? "elder" : "standard";
    this.#view.setCaution(this.getAttribute("caution") ?? "");
    this.#render();
    this.#controller?.update();
  }

  #addListeners() {
    const { start, pressInstead, larger, readAloud, box } = this.#view;
    start.onclick = this.#onStart;
    pressInstead.onclick = this.#onPressInstead;
    larger.onclick = this.#onLarger;
    readAloud.onclick = this.#onReadAloud;
    for (const type of ["click", "keydown"]) box.addEventListener(type, debounceActivation, true);
    this.addEventListener("invalid", this.#onInvalid);
    for (const type of ["focusin", "pointerover"]) this.addEventListener(type, this.#warmUp, { once: true });
  }

  #warmUpWhenVisible() {
    if (!("IntersectionObserver" in globalThis)) return;
    const observer = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      observer.disconnect();
      this.#warmUp();
    });
    observer.observe(this);
  }

  #warmUp = () => {
    void this.#loadTranslation();
    this.#loadController().then(
      (controller) => controller.warmUp(),
      () => {}, // The press tries again and reports the failure.
    );
  };

  /** @param {PointerEvent} event */
  #onStart = (event) => {
    focusedTextField()?.blur(); // Motion is not looked at there, and shaking the phone would offer to undo typing.
    const usesMotion = this.#canStart && !WAYS_WITHOUT_MOTION.includes(this.way);
    const permission = usesMotion ? this.#requestMotion() : undefined;
    this.#activate((controller, audio) => controller.start(event.pointerType === "touch", permission, audio));
  };

  #onPressInstead = () => {
    this.#activate((controller, audio) => controller.pressInstead(audio));
  };

  #onInvalid = () => this.#view.start.focus();

  #onLarger = () => {
    preferences.mode = this.isElder ? "standard" : "elder";
    applyPreferences();
  };

  #onReadAloud = () => {
    unlockSpeech();
    this.#loadController().then(
      (controller) => controller.readAloud(),
      () => this.#showLoadFailure(),
    );
  };

  get #canStart() {
    return STARTABLE_STATES.includes(this.#state);
  }

  #requestMotion() {
    return this.#hasHostMotion ? Promise.resolve("granted") : requestMotionPermission();
  }

  /**
   * Does at once what browsers allow only inside a click, and the rest when the controller is there.
   * @param {(controller: Controller, audio: AudioContext | undefined) => void} action
   */
  #activate(action) {
    this.#audio ??= unlockAudio();
    if (this.isSpoken) unlockSpeech();
    if (!this.#controller?.isReady && this.#canStart) this.#showState("asking");
    this.#loadController().then(
      (controller) => action(controller, this.#audio),
      () => this.#showLoadFailure(),
    );
  }

  #showLoadFailure() {
    this.#view.message.setAttribute("aria-live", "assertive");
    this.#view.message.textContent = this.#translation.strings.failed;
    this.#showState("failed");
    this.#emit("passwave-error", { code: "core-unavailable" });
  }

  /** Loads what is needed from the first press on; after a failure the next call tries again. */
  #loadController() {
    this.#loading ??= this.#createController().catch((error) => {
      this.#loading = undefined;
      throw error;
    });
    return this.#loading;
  }

  async #createController() {
    const url = assetUrl(this.#base, "passwave-main.js");
    const main = /** @type {typeof import("../main/entry.js")} */ (await importModule(url));
    const controller = new main.Controller(this.#host());
    this.#controller = controller;
    if (this.#hasHostMotion) controller.pushMotion([]);
    if (this.isConnected) controller.attach();
    return controller;
  }

  get #base() {
    if (PassWave.base) return PassWave.base;
    const server = attributeUrl(this, "server", "");
    return server.endsWith("/") ? server : `${server}/`;
  }

  /** @returns {Host} */
  #host() {
    return {
      element: this,
      view: this.#view,
      base: this.#base,
      attributeUrl: (attribute, fallback) => attributeUrl(this, attribute, fallback),
      loadTranslation: () => this.#loadTranslation(),
      showState: (state) => this.#showState(state),
      setToken: (token) => this.#setToken(token),
      emit: (type, detail) => this.#emit(type, detail),
      preferences,
      applyPreferences,
      showLoadFailure: () => this.#showLoadFailure(),
    };
  }

  /** @param {State} state */
  #showState(state) {
    const isNew = state !== this.#state;
    this.#state = state;
    this.#view.showState(state);
    if (isNew) {
      this.#updateFormValue(); // With evidence="none" a person is verified without a token.
      this.#emit("passwave-state", { state });
    }
    return isNew;
  }

  /** @param {string} token */
  #setToken(token) {
    this.#token = token;
    this.#updateFormValue();
    this.#emit("passwave-token");
    this.dispatchEvent(new Event("change", { bubbles: true }));
  }

  #updateFormValue() {
    if (!this.#internals) return;
    const value = new FormData();
    if (this.#token && this.name) value.append(this.name, this.#token);
    this.#internals.setFormValue(value);
    const valueMissing = this.hasAttribute("required") && !this.#token && this.#state !== "verified";
    this.#internals.setValidity({ valueMissing }, this.#translation.strings.required, this.#view.start);
  }

  /** @param {string} type @param {object} [detail] */
  #emit(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { bubbles: true, composed: true, detail }));
  }

  /**
   * English is inlined. In any other language the widget stays invisible until the translation arrives, but English
   * is shown if that takes too long.
   * @param {string} language
   */
  #setLanguage(language) {
    if (language === this.#language) return;
    this.#language = language;
    if (language === ENGLISH.language) {
      this.#translation = ENGLISH;
      this.#view.translate(ENGLISH);
      return;
    }
    setTimeout(() => {
      if (this.#view.isUntranslated) this.#applyTranslation(ENGLISH);
    }, ENGLISH_FALLBACK_MS);
    void this.#loadTranslation();
  }

  /** Resolves with the current translation if loading fails. */
  async #loadTranslation() {
    const language = this.#language;
    const translation = await loadTranslation(this.#base, language).catch(() => this.#translation);
    const isNew = translation !== this.#translation || this.#view.isUntranslated;
    if (language === this.#language && isNew) this.#applyTranslation(translation);
    return translation;
  }

  /** @param {Translation} translation */
  #applyTranslation(translation) {
    this.#translation = translation;
    this.#view.translate(translation);
    this.#render();
  }

  /** Shows what depends on the translation and on the attributes. */
  #render() {
    const { strings } = this.#translation;
    this.#view.label.textContent = strings[LABELS[this.way] ?? "start"] ?? "";
    this.#view.setMode(this.isElder, this.isSpoken);
    this.#view.setHelp(this.getAttribute("help-href") ?? "", this.getAttribute("help-text") ?? strings.talk);
    const details = showsPermissionDialog() ? [strings.startDetail, strings.askDetail] : [strings.startDetail];
    this.#view.detail.textContent = details.join(" ");
    this.#updateFormValue();
  }
}
