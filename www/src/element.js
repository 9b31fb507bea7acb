import { openAudio, openVoice } from "./audio.js";
import { remembered } from "./choices.js";
import { askForMotion, systemWillAsk } from "./motion-permission.js";
import { part } from "./part.js";
import { ignoreRepeats } from "./repeats.js";
import { ENGLISH, ENGLISH_AFTER_MS, languageOf, wordsOf } from "./strings.js";
import { View } from "./view.js";

/** @typedef {import("./choices.js").Choices} Choices */
/** @typedef {import("./main.js").Story} Story */
/** @typedef {import("./motion-rows.js").MotionSample} MotionSample */
/** @typedef {import("./strings.js").Words} Words */
/** @typedef {"idle" | "asking" | "listening" | "progress" | "hint" | "checking" | "verified" | "failed" | "expired"} State */

/**
 * What the part that is loaded later may do with the element.
 * @typedef {object} Host
 * @property {PassWave} element
 * @property {View} view
 * @property {string} base The folder of the loader and of the parts.
 * @property {() => Promise<Words>} words All that is said in the page's language, or what is at hand should it not come.
 * @property {(state: State) => boolean} show Shows a state; whether it is a new one.
 * @property {(token: string) => void} hold The form's token, or the empty string.
 * @property {(type: string, detail?: object) => void} tell Sends an event to the page.
 * @property {Choices} choices What the person has chosen; the same object for all elements of the page.
 * @property {() => void} chosen Brings all elements of the page in line with the choices.
 * @property {() => void} cannotLoad Says that the check did not arrive.
 */

const STATES_THAT_START = ["idle", "failed", "expired"];
const FIELD_NAME = "passwave-response";
const FIRST_STATE = /** @type {State} */ ("idle");

/** What the first control says, by the way that the site asks for. @type {Record<string, keyof Words["strings"]>} */
const LABELS = { shake: "startMove", circle: "startMove", flip: "startMove", slide: "startSlide", press: "startPress" };

/** What a person has chosen, such as elder mode, stays so for the page. */
const page = { choices: remembered() ?? {}, elements: /** @type {Set<PassWave>} */ (new Set()) };

function updateAll() {
  for (const element of page.elements) element.update();
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

  /** Where the other files lie: beside the loader, or at the server when a bundler has taken the loader in. */
  static base = "";

  #internals = this.attachInternals?.();
  #view = new View(this.attachShadow({ mode: "open", delegatesFocus: true }));
  #state = FIRST_STATE;
  #token = "";
  #language = "";
  #words = ENGLISH;
  #isFed = false;
  /** @type {AudioContext | undefined} */
  #audio;
  /** @type {Promise<Story> | undefined} */
  #loading;
  /** @type {Story | undefined} */
  #story;

  /** What is shown now. */
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
    return this.getAttribute("name") ?? FIELD_NAME;
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
    return (page.choices.mode ?? this.getAttribute("mode")) === "elder";
  }

  /** Whether it speaks with a voice of its own. */
  get isSpoken() {
    return page.choices.voice ?? this.getAttribute("speech") === "on";
  }

  /** The way that is asked for, if any. Who has switched waving off presses. */
  get way() {
    const way = this.getAttribute("way") ?? "";
    return page.choices.motion === false && way !== "slide" ? "press" : way;
  }

  connectedCallback() {
    page.elements.add(this);
    this.#listen();
    this.#warmUpOnSight();
    this.update();
    this.#story?.attach();
  }

  disconnectedCallback() {
    page.elements.delete(this);
    this.#story?.detach();
    queueMicrotask(() => this.isConnected || this.reset()); // To be moved within the page is no end.
  }

  attributeChangedCallback() {
    if (this.isConnected) this.update();
  }

  formResetCallback() {
    this.reset();
  }

  /** @param {boolean} isDisabled */
  formDisabledCallback(isDisabled) {
    this.#view.start.disabled = this.#view.other.disabled = isDisabled;
  }

  /** Starts over: no token, nothing asked. */
  reset() {
    this.#story?.reset();
    this.#show("idle");
  }

  /** Verifies without waving, as "Press instead" does; no tap is needed. */
  press() {
    if (!this.#view.other.disabled) this.#onOther();
  }

  /**
   * Takes readings from a host app in place of the page's own motion events; the two are never mixed.
   * @param {MotionSample | MotionSample[]} samples
   * @param {import("./motion-rows.js").MotionUnits} [units] the web's, if not given
   */
  pushMotion(samples, units) {
    this.#isFed = true;
    this.#story?.pushMotion(samples, units);
  }

  /** Brings what is shown in line with the attributes. */
  update() {
    this.#translate(languageOf(this));
    this.dataset.size = this.isElder ? "elder" : "standard";
    this.#view.warn(this.getAttribute("caution") ?? "");
    this.#write();
    this.#story?.update();
  }

  #listen() {
    this.#view.start.onclick = this.#onStart;
    this.#view.other.onclick = this.#onOther;
    this.#view.larger.onclick = this.#onLarger;
    this.#view.aloud.onclick = this.#onAloud;
    for (const type of ["click", "keydown"]) this.#view.box.addEventListener(type, ignoreRepeats, true);
    this.addEventListener("invalid", this.#onInvalid);
    for (const sign of ["focusin", "pointerover"]) this.addEventListener(sign, this.#warmUp, { once: true });
  }

  #warmUpOnSight() {
    if (!("IntersectionObserver" in globalThis)) return;
    const observer = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      observer.disconnect();
      this.#warmUp();
    });
    observer.observe(this);
  }

  #warmUp = () => {
    void this.#loadWords();
    this.#load().then(
      (story) => story.warmUp(),
      () => {},
    );
  };

  /** @param {PointerEvent} event */
  #onStart = (event) => {
    leaveTextField();
    const mayMove = this.#mayStart() && !/press|slide/.test(this.way);
    const permission = mayMove ? this.#askForMotion() : undefined;
    this.#press((story, audio) => story.press(event.pointerType === "touch", permission, audio));
  };

  #onOther = () => {
    this.#press((story, audio) => story.other(audio));
  };

  #onInvalid = () => this.#view.start.focus();

  #onLarger = () => {
    page.choices.mode = this.isElder ? "standard" : "elder";
    updateAll();
  };

  #onAloud = () => {
    openVoice();
    this.#load().then(
      (story) => story.readAloud(),
      () => this.#cannotLoad(),
    );
  };

  #mayStart() {
    return STATES_THAT_START.includes(this.#state);
  }

  #askForMotion() {
    return this.#isFed ? Promise.resolve("granted") : askForMotion();
  }

  /** The click is over when the rest arrives; what only a click may do, such as beginning with sound, has been done by then. */
  /** @param {(story: Story, audio: AudioContext | undefined) => void} act */
  #press(act) {
    this.#audio ??= openAudio();
    if (this.isSpoken) openVoice();
    if (!this.#story?.isReady && this.#mayStart()) this.#show("asking");
    this.#load().then(
      (story) => act(story, this.#audio),
      () => this.#cannotLoad(),
    );
  }

  #cannotLoad() {
    this.#view.message.setAttribute("aria-live", "assertive");
    this.#view.message.textContent = this.#words.strings.failed;
    this.#show("failed");
    this.#tell("passwave-error", { code: "core-unavailable" });
  }

  /** The part that is needed from the press on; asked for again after a failure. */
  #load() {
    this.#loading ??= this.#loadStory().catch((error) => {
      this.#loading = undefined;
      throw error;
    });
    return this.#loading;
  }

  async #loadStory() {
    const main = /** @type {typeof import("./main.js")} */ (await import(part(this.#base(), "passwave-main.js")));
    this.#story = new main.Story(this.#host());
    if (this.#isFed) this.#story.pushMotion([]);
    if (this.isConnected) this.#story.attach();
    return this.#story;
  }

  #base() {
    return PassWave.base || new URL(this.getAttribute("server") ?? "", document.baseURI).href.replace(/\/?$/, "/");
  }

  /** @returns {Host} */
  #host() {
    return {
      element: this,
      view: this.#view,
      base: this.#base(),
      words: () => this.#loadWords(),
      show: (state) => this.#show(state),
      hold: (token) => this.#hold(token),
      tell: (type, detail) => this.#tell(type, detail),
      choices: page.choices,
      chosen: updateAll,
      cannotLoad: () => this.#cannotLoad(),
    };
  }

  /** @param {State} state */
  #show(state) {
    const isNew = state !== this.#state;
    this.#state = state;
    this.#view.showState(state);
    if (isNew) {
      this.#setFormValue(); // Without a server a person can be verified without a token.
      this.#tell("passwave-state", { state });
    }
    return isNew;
  }

  /** @param {string} token */
  #hold(token) {
    this.#token = token;
    this.#setFormValue();
    this.#tell("passwave-token");
    this.dispatchEvent(new Event("change", { bubbles: true }));
  }

  #setFormValue() {
    if (!this.#internals) return;
    const field = new FormData();
    if (this.#token && this.name) field.append(this.name, this.#token);
    this.#internals.setFormValue(field);
    const valueMissing = this.hasAttribute("required") && !this.#token && this.#state !== "verified";
    this.#internals.setValidity({ valueMissing }, this.#words.strings.required, this.#view.start);
  }

  /** @param {string} type @param {object} [detail] */
  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { bubbles: true, composed: true, detail }));
  }

  /**
   * A page in another language never shows English first, unless that language does not come. Of English the first words are here, and the rest
   * comes with what a press needs.
   * @param {string} language
   */
  #translate(language) {
    if (language === this.#language) return;
    this.#language = language;
    if (language === ENGLISH.language) return this.#view.translate((this.#words = ENGLISH));
    setTimeout(() => this.#view.isMute && this.#speak(ENGLISH), ENGLISH_AFTER_MS);
    void this.#loadWords();
  }

  /** What is at hand, should the language not come. */
  async #loadWords() {
    const language = this.#language;
    const words = await wordsOf(this.#base(), language).catch(() => this.#words);
    if (language === this.#language && (words !== this.#words || this.#view.isMute)) this.#speak(words);
    return words;
  }

  /** @param {Words} words */
  #speak(words) {
    this.#words = words;
    this.#view.translate(words);
    this.#write();
  }

  /** Writes what depends on the attributes as well. */
  #write() {
    const { strings } = this.#words;
    this.#view.label.textContent = strings[LABELS[this.way] ?? "start"] ?? "";
    this.#view.enlarge(this.isElder, this.isSpoken);
    this.#view.offerHelp(this.getAttribute("help-href") ?? "", this.getAttribute("help-text") ?? strings.talk);
    this.#view.detail.textContent = [strings.startDetail, systemWillAsk() && strings.askDetail]
      .filter(Boolean)
      .join(" ");
    this.#setFormValue();
  }
}

/** Motion is not listened to while a text field has the focus, and a shake there would offer an undo. */
function leaveTextField() {
  const focused = /** @type {HTMLElement | null} */ (document.activeElement);
  if (focused?.matches("input, textarea, [contenteditable]")) focused.blur();
}
