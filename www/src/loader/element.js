import { assetUrl } from "../shared/asset-url.js";
import { debounceActivation } from "../shared/debounce-activation.js";
import { isPhone } from "../shared/device.js";
import { importModule } from "../shared/import-module.js";
import { languageFor } from "../shared/language.js";
import { requestMotionPermission, showsPermissionDialog } from "../shared/motion-permission.js";
import { loadPreferences } from "../shared/preferences.js";
import { ENGLISH_FALLBACK_MS, ONE_MOMENT_MS } from "../shared/timing.js";
import { STARTABLE_STATES, WAYS_WITHOUT_MOTION } from "../shared/ways.js";
import { unlockAudio, unlockSpeech } from "../shared/unlock-audio.js";
import { BOOLEANS, FormField } from "./form-field.js";
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

/** Decided once, so that nothing changes under the reader. */
const IS_PHONE = isPhone();
/** What is small, or begins by itself, asks for no sensor and no permission. */
const PRESS_ONLY = "[start],[size]";
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

/**
 * Scripts that keep the focus in a dialog look for what has a `tabindex`. It comes with the first key or touch: before,
 * a framework may still compare the element with what its server has sent.
 */
let isInUse = false;
for (const type of ["keydown", "pointerdown"]) {
  addEventListener(type, useElements, { capture: true, once: true });
}

function useElements() {
  isInUse = true;
  applyPreferences();
}

/** `<pass-wave sitekey="…">`: a form field that holds a token once a person has verified. */
export class PassWave extends FormField {
  /** The URL of the folder with the other files: the loader's own, or empty inside a bundle. */
  static base = "";

  #view = new View(this.attachShadow({ mode: "open", delegatesFocus: true }));
  #state = INITIAL_STATE;
  #language = "";
  #translation = ENGLISH;
  #hasHostMotion = false;
  #mayMove = IS_PHONE;
  /** @type {Promise<Controller> | undefined} */
  #loading;
  /** @type {Controller | undefined} */
  #controller;

  #observer =
    globalThis.IntersectionObserver &&
    new IntersectionObserver((entries) => {
      if (!entries.pop()?.isIntersecting) return; // The last is how it is now.
      this.#observer.disconnect();
      this.#warmUp();
    });

  /** @type {Host} */
  #host = {
    element: this,
    view: this.#view,
    preferences,
    applyPreferences,
    mayAsk: showsPermissionDialog(),
    get base() {
      const { server, baseURI } = this.element;
      return PassWave.base || new URL(server, baseURI).href.replace(/\/?$/, "/");
    },
    emit: (type, detail) => {
      this.dispatchEvent(new CustomEvent(type, { bubbles: true, composed: true, detail }));
    },
    showState: (state) => {
      const isNew = state !== this.#state;
      this.#state = state;
      this.#view.showState(state, !this.#canStart && state !== "verified");
      this.#updateLabel();
      if (isNew) {
        this.#updateFormValue(); // With evidence="none" a person is verified without a token.
        this.#host.emit("passwave-state", { state });
      }
      return isNew;
    },
    setToken: (token) => {
      this.token = token;
      this.#updateFormValue();
      this.#host.emit("passwave-token");
      this.#host.emit("change");
    },
    loadTranslation: async () => {
      const language = this.#language;
      const translation = await loadTranslation(this.#host.base, language).catch(() => this.#translation);
      const isNew = translation !== this.#translation || this.#view.isUntranslated;
      if (language === this.#language && isNew) this.#applyTranslation(translation);
      return translation;
    },
    showLoadFailure: () => {
      this.#showMessage(this.#translation.strings.failedPress, "assertive");
      this.#host.showState("failed");
      this.#host.emit("passwave-error", { code: "core-unavailable" });
    },
  };

  get state() {
    return this.#state;
  }

  get isElder() {
    return (preferences.mode ?? this.mode) === "elder";
  }

  /** Whether the widget speaks with a voice of its own. */
  get isSpoken() {
    return preferences.voice ?? this.speech === "on";
  }

  /**
   * The way that the site asks for; else the server chooses on a phone, and everywhere else one presses. A person may
   * switch motion on or off.
   */
  get currentWay() {
    if (this.matches(PRESS_ONLY)) return "press";
    /** @type {string} */
    const way = this.way || ((preferences.motion ?? this.#mayMove) ? "" : "press");
    return preferences.motion === false && way !== "slide" ? "press" : way;
  }

  connectedCallback() {
    connectedElements.add(this);
    this.#addListeners();
    this.#observer?.observe(this);
    this.update();
    this.#controller?.attach();
  }

  disconnectedCallback() {
    connectedElements.delete(this);
    this.#observer?.disconnect(); // It would keep an element that has never been seen.
    this.#controller?.detach();
    queueMicrotask(() => {
      const wasMoved = this.isConnected;
      if (!wasMoved) this.reset();
    });
  }

  /** React 18 and Vue write `disabled="false"`. @param {string} attribute @param {unknown} _ @param {unknown} value */
  attributeChangedCallback(attribute, _, value) {
    if (value === "false" && BOOLEANS.includes(attribute)) this.removeAttribute(attribute);
    if (connectedElements.has(this)) this.update();
  }

  formResetCallback() {
    this.reset();
  }

  /** @param {boolean} isDisabled */
  formDisabledCallback(isDisabled) {
    this.#view.start.disabled = this.#view.pressInstead.disabled = isDisabled;
  }

  /** Discards the token and starts over. */
  reset() {
    this.#controller?.reset();
    this.#host.showState("idle");
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
    if (isInUse && !this.hasAttribute("tabindex")) this.tabIndex = 0;
    this.#view.caution.textContent = this.caution;
    this.#render();
    this.#controller?.update();
    if (this.matches("[start]")) this.#warmUp();
  }

  #addListeners() {
    const { start, pressInstead, larger, readAloud, options, box } = this.#view;
    start.onclick = this.#onStart;
    options.onclick = () => this.#use((controller) => controller.toggleOptions());
    pressInstead.onclick = this.#onPressInstead;
    larger.onclick = () => this.#use((controller) => controller.enlarge());
    readAloud.onclick = () => {
      unlockSpeech();
      this.#use((controller) => controller.readAloud());
    };
    for (const type of ["click", "keydown"]) box.addEventListener(type, debounceActivation, true);
    for (const type of ["focusin", "pointerover", "invalid"]) this.addEventListener(type, this.#warmUp, { once: true });
  }

  /** @param {Event} [event] */
  #warmUp = (event) => {
    // The form was sent before the script that starts the check then.
    if (event?.type === "invalid" && this.matches("[start]")) this.press();
    void this.#host.loadTranslation();
    this.#loadController().then(
      (controller) => controller.warmUp(event),
      () => {}, // The press tries again and reports the failure.
    );
  };

  /** @param {PointerEvent} event */
  #onStart = (event) => {
    if (this.#state === "verified") return void this.#controller?.repeat();
    if (this.#hasHostMotion && !this.#mayMove) {
      this.#mayMove = true;
      this.update();
    }
    const usesMotion = this.#canStart && !WAYS_WITHOUT_MOTION.includes(this.currentWay);
    const motion = () => (this.#hasHostMotion ? Promise.resolve("granted") : requestMotionPermission());
    const permission = usesMotion ? motion() : undefined;
    this.#activate(
      (controller, audio) => controller.start(event.pointerType === "touch", permission, audio),
      permission,
    );
  };

  #onPressInstead = () => {
    this.#activate((controller, audio) => controller.pressInstead(audio));
  };

  /** @param {string | undefined} text @param {string} live */
  #showMessage(text = "", live = "polite") {
    this.#view.message.setAttribute("aria-live", live);
    this.#view.message.textContent = text;
  }

  /** @param {(controller: Controller) => unknown} action */
  #use(action) {
    this.#loadController().then(action, () => this.#host.showLoadFailure());
  }

  get #canStart() {
    return STARTABLE_STATES.includes(this.#state);
  }

  /**
   * Does at once what browsers allow only inside a click, and the rest when the controller is there.
   * @param {(controller: Controller, audio: AudioContext | undefined) => void} action
   * @param {Promise<string>} [permission] While the system asks, nothing is said.
   */
  #activate(action, permission) {
    const audio = unlockAudio();
    if (this.isSpoken) unlockSpeech();
    if (!this.#controller?.isReady && this.#canStart) {
      this.#showMessage();
      this.#host.showState("asking");
    }
    const sayOneMoment = () => {
      const isSilent = !this.#canStart && !this.#view.message.textContent;
      if (isSilent) this.#showMessage(this.#translation.strings.oneMoment);
    };
    // No press is followed by silence.
    void Promise.resolve(permission).then(() => setTimeout(sayOneMoment, ONE_MOMENT_MS));
    this.#use((controller) => action(controller, audio));
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
    const load = () => importModule(assetUrl(this.#host.base, "passwave-main.js"));
    /** @type {typeof import("../main/entry.js")} */
    const main = await load().catch((error) => {
      if (!this.server) throw error;
      PassWave.base = ""; // A copy of this script, or a combined file, may lie where the others do not.
      return load();
    });
    const controller = new main.Controller(this.#host);
    this.#controller = controller;
    if (this.#hasHostMotion) controller.pushMotion([]);
    if (this.isConnected) controller.attach();
    return controller;
  }

  /** What it is called where a press starts something. */
  #updateLabel() {
    const { strings } = this.#translation;
    const idleLabel = strings[LABELS[this.currentWay] ?? "start"] ?? "";
    if (this.#canStart) this.#view.label.textContent = this.#state === "idle" ? idleLabel : strings.tryAgain;
  }

  #updateFormValue() {
    const isMissing = this.matches("[start=submit],[required]") && !this.value && this.#state !== "verified";
    this.setField(isMissing, this.#translation.strings.required, this.#view.start);
  }

  /**
   * English is inlined. In any other language the widget stays invisible until the translation arrives, but English
   * is shown if that takes too long.
   * @param {string} language
   */
  #setLanguage(language) {
    if (language === this.#language) return;
    this.#language = language;
    if (language === ENGLISH.language) return this.#applyTranslation(ENGLISH);
    setTimeout(() => {
      if (this.#view.isUntranslated) this.#applyTranslation(ENGLISH);
    }, ENGLISH_FALLBACK_MS);
    void this.#host.loadTranslation();
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
    const isPress = this.currentWay === "press";
    const isVoiceFirst = this.speech === "on" || !this.isElder;
    this.#view.setWay(this.currentWay, strings);
    this.#view.setMode(this.isElder, this.isElder || this.isSpoken, isVoiceFirst);
    this.#view.setHelp(this.helpHref || "none:", this.helpText || strings.talk);
    const details = this.#host.mayAsk ? [strings.startDetail, strings.askDetail] : [strings.startDetail];
    this.#view.detail.textContent = isPress ? "" : details.join(" ");
    this.#updateLabel();
    this.#updateFormValue();
  }
}
