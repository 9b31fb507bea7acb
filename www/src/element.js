import { Announcer } from "./announcer.js";
import { loadCore } from "./core.js";
import { Feedback } from "./feedback.js";
import { askForMotion, systemWillAsk } from "./motion-permission.js";
import { rowsOf } from "./motion-rows.js";
import { ENGLISH, ENGLISH_AFTER_MS, languageOf, wordsOf } from "./strings.js";
import { View } from "./view.js";
import { WakeLock } from "./wake-lock.js";
import { startWorker } from "./worker-start.js";

/** @typedef {import("passwave-core").Widget} Widget */
/** @typedef {import("./motion-rows.js").MotionSample} MotionSample */
/** @typedef {"idle" | "asking" | "listening" | "progress" | "hint" | "checking" | "verified" | "failed" | "expired"} State */

const STATES_THAT_START = ["idle", "failed", "expired"];
const FIELD_NAME = "passwave-response";
const FIRST_STATE = /** @type {State} */ ("idle");

/** Elder mode, once chosen by a person, stays on for the page. */
const page = { isLarger: /** @type {boolean | undefined} */ (undefined), elements: /** @type {Set<PassWave>} */ (new Set()) };

/** `<pass-wave sitekey="…">`: a form field that holds a token once a person has verified. */
export class PassWave extends HTMLElement {
  static formAssociated = true;
  static observedAttributes = ["sitekey", "server", "mode", "lang", "way", "action", "cdata", "caution", "help-href", "help-text", "name", "required"];

  /** Where the loader came from; the other files lie beside it. */
  static base = "";

  #internals = this.attachInternals?.();
  #view = new View(this.attachShadow({ mode: "open", delegatesFocus: true }));
  #announcer = new Announcer(this.#view.message);
  #feedback = new Feedback();
  #wakeLock = new WakeLock();
  #state = FIRST_STATE;
  #token = "";
  #language = "";
  #words = ENGLISH;
  #isFed = false;
  /** @type {Promise<Widget> | undefined} */
  #widget;
  /** @type {Widget | undefined} */
  #ready;
  /** @type {WebAssembly.Module | undefined} */
  #module;
  /** @type {HTMLFormElement | null} */
  #form = null;

  /** What is shown now. */
  get state() {
    return this.#state;
  }

  /** The token, or the empty string. */
  get value() {
    return this.#token;
  }

  get form() {
    return this.#form;
  }

  get name() {
    return this.getAttribute("name") ?? FIELD_NAME;
  }

  get isElder() {
    return page.isLarger ?? this.getAttribute("mode") === "elder";
  }

  connectedCallback() {
    page.elements.add(this);
    this.#listen();
    this.#warmUpOnSight();
    this.update();
  }

  disconnectedCallback() {
    page.elements.delete(this);
    document.removeEventListener("visibilitychange", this.#onReturn);
    removeEventListener("pageshow", this.#onRestore);
    queueMicrotask(() => this.isConnected || this.reset()); // To be moved within the page is no end.
  }

  attributeChangedCallback() {
    if (this.isConnected) this.update();
  }

  /** @param {HTMLFormElement | null} form */
  formAssociatedCallback(form) {
    this.#form?.ownerDocument.removeEventListener("submit", this.#onSubmit, true);
    this.#form = form;
    form?.ownerDocument.addEventListener("submit", this.#onSubmit, true);
  }

  formResetCallback() {
    this.reset();
  }

  /** @param {boolean} isDisabled */
  formDisabledCallback(isDisabled) {
    this.#view.start.disabled = isDisabled;
    this.#view.other.disabled = isDisabled;
  }

  /** Starts over: no token, nothing asked. */
  reset() {
    if (this.#ready) this.#ready.reset();
    else this.#show("idle");
  }

  /**
   * Takes readings from a host app in place of the page's own motion events; the two are never mixed.
   * @param {MotionSample | MotionSample[]} samples
   */
  pushMotion(samples) {
    this.#isFed = true;
    this.#ready?.pushMotion(rowsOf(samples));
  }

  /** Brings what is shown in line with the attributes. */
  update() {
    this.#translate(languageOf(this));
    this.dataset.size = this.isElder ? "elder" : "standard";
    this.#view.warn(this.getAttribute("caution") ?? "");
    this.#write();
    this.#ready?.choose(this.#settings());
  }

  #listen() {
    this.#view.start.onclick = this.#onStart;
    this.#view.other.onclick = this.#onOther;
    this.#view.larger.onclick = this.#onLarger;
    this.#view.aloud.onclick = this.#onAloud;
    this.addEventListener("keydown", ignoreHeldKey);
    this.addEventListener("invalid", this.#onInvalid);
    for (const sign of ["focusin", "pointerover"]) this.addEventListener(sign, this.#warmUp, { once: true });
    document.addEventListener("visibilitychange", this.#onReturn);
    addEventListener("pageshow", this.#onRestore);
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
    this.#loadWidget().catch(() => {});
  };

  /** @param {MouseEvent} event */
  #onStart = (event) => {
    if (event.detail > 1) return; // A double click is one press.
    leaveTextField();
    const permission = this.#mayMove() ? this.#askForMotion() : undefined;
    this.#press((widget) => widget.press(isTouch(event), permission));
  };

  #onOther = () => {
    this.#press((widget) => widget.other());
  };

  #onInvalid = () => {
    this.#view.start.focus();
  };

  #onLarger = () => {
    page.isLarger = !this.isElder;
    for (const element of page.elements) element.update();
  };

  #onAloud = () => {
    const wasAloud = this.#announcer.isAloud;
    this.#announcer.isAloud = true;
    this.#view.aloud.textContent = this.#words.strings.sayAgain ?? this.#words.strings.readAloud;
    if (wasAloud && this.#view.message.textContent) this.#announcer.again(this.#words.language);
    else this.#announcer.say(this.#introduction(), false, this.#words.language);
  };

  #onReturn = () => {
    if (document.visibilityState === "visible") this.#ready?.returned(false);
  };

  /** A page that comes back from the history may have sent its token already. @param {PageTransitionEvent} event */
  #onRestore = (event) => {
    if (event.persisted) this.#ready?.returned(true);
  };

  /** A form with a token that has grown old is held until it has a fresh one, and then goes on. */
  /** @param {Event} event */
  #onSubmit = (event) => {
    if (event.target !== this.#form || !this.#ready?.stale) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const { submitter } = /** @type {SubmitEvent} */ (event);
    this.addEventListener("passwave-token", () => this.#form?.requestSubmit(submitter), { once: true });
    this.#ready.returned(false);
  };

  #introduction() {
    return [this.getAttribute("caution"), this.#words.strings.start, this.#detail()].filter(Boolean).join(" ");
  }

  #mayMove() {
    return STATES_THAT_START.includes(this.#state) && this.getAttribute("way") !== "press";
  }

  /** Sound, too, may only begin inside the click. */
  #askForMotion() {
    this.#feedback.start();
    return this.#isFed ? Promise.resolve("granted") : askForMotion();
  }

  /** @param {(widget: Widget) => void} act */
  #press(act) {
    if (!this.#ready && STATES_THAT_START.includes(this.#state)) this.#show("asking");
    this.#loadWidget().then(act, () => this.#cannotLoad());
  }

  #cannotLoad() {
    this.#show("failed", "failed", true);
    this.error("core-unavailable");
  }

  #loadWidget() {
    this.#widget ??= this.#makeWidget().catch((error) => {
      this.#widget = undefined;
      throw error;
    });
    return this.#widget;
  }

  async #makeWidget() {
    const { core, module } = await loadCore(PassWave.base);
    this.#module = module;
    this.#ready = new core.Widget(this.#driven(), this.#settings());
    if (this.#isFed) this.#ready.pushMotion(new Float64Array());
    return this.#ready;
  }

  /** What the compiled widget calls. */
  #driven() {
    return {
      show: this.#show.bind(this),
      stroke: this.#stroke.bind(this),
      progress: (/** @type {number} */ share) => this.#view.fillRing(share),
      pad: () => {},
      askEasy: () => {},
      token: this.#setToken.bind(this),
      error: this.error.bind(this),
      startWorker: () => this.#startWorker(),
    };
  }

  #startWorker() {
    return this.#module && startWorker(`${PassWave.base}passwave-worker.js`, this.#module);
  }

  #settings() {
    return JSON.stringify({
      server: new URL(this.getAttribute("server") ?? PassWave.base, document.baseURI).href,
      sitekey: this.getAttribute("sitekey") ?? "",
      way: this.getAttribute("way") ?? "",
      mode: this.isElder ? "elder" : "standard",
      action: this.getAttribute("action") ?? "",
      cdata: this.getAttribute("cdata") ?? "",
    });
  }

  /** @param {State} state @param {string} [message] @param {boolean} [isVerdict] */
  #show(state, message, isVerdict = false) {
    const isNew = state !== this.#state;
    this.#state = state;
    this.#view.showState(state);
    if (state === "idle" || state === "asking" || state === "listening") this.#view.fillRing(0);
    if (message || isNew) void this.#say(message, isVerdict);
    if (!isNew) return;
    this.#cue(state);
    this.#tell("passwave-state", { state });
    if (state === "verified") this.#tell("passwave-verified", { token: this.#token });
    if (state === "expired") this.#tell("passwave-expired");
  }

  /** @param {string | undefined} message @param {boolean} isVerdict */
  async #say(message, isVerdict) {
    if (!message) {
      if (STATES_THAT_START.includes(this.#state) || this.#state === "asking") this.#announcer.say("", false, this.#words.language);
      return;
    }
    const { strings, language } = await this.#loadWords();
    this.#announcer.say(sentence(strings, message), isVerdict, language);
  }

  /** @param {State} state */
  #cue(state) {
    this.#wakeLock.hold(!STATES_THAT_START.includes(state) && state !== "verified");
    if (state === "verified" || state === "failed") this.#feedback.give(state);
    if (state === "verified") this.#view.fillRing(1);
  }

  /** @param {number} _strokes @param {number} progress */
  #stroke(_strokes, progress) {
    this.#feedback.give("stroke");
    this.#view.fillRing(progress);
  }

  /** @param {string | undefined} token */
  #setToken(token) {
    this.#token = token ?? "";
    this.#setFormValue();
    this.#tell("passwave-token");
    this.dispatchEvent(new Event("change", { bubbles: true }));
  }

  #setFormValue() {
    if (!this.#internals) return;
    const field = new FormData();
    if (this.#token) field.append(this.name, this.#token);
    this.#internals.setFormValue(field);
    if (this.hasAttribute("required") && !this.#token) this.#internals.setValidity({ valueMissing: true }, this.#words.strings.required, this.#view.start);
    else this.#internals.setValidity({});
  }

  /** Tells the page what went wrong, as a code. @param {string} code */
  error(code) {
    this.#tell("passwave-error", { code });
  }

  /** @param {string} type @param {object} [detail] */
  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { bubbles: true, composed: true, detail }));
  }

  /** A page in another language never shows English first, unless that language does not come. @param {string} language */
  #translate(language) {
    if (language === this.#language) return;
    this.#language = language;
    if (language === ENGLISH.language) this.#speak(ENGLISH);
    else if (this.#view.isMute) setTimeout(() => this.#view.isMute && this.#speak(ENGLISH), ENGLISH_AFTER_MS);
    void this.#loadWords();
  }

  /** What is at hand, should the language not come. */
  async #loadWords() {
    const language = this.#language;
    const words = await wordsOf(PassWave.base, language).catch(() => this.#words);
    if (language === this.#language && (words !== this.#words || this.#view.isMute)) this.#speak(words);
    return words;
  }

  /** @param {import("./strings.js").Words} words */
  #speak(words) {
    this.#words = words;
    this.#view.translate(words);
    this.#write();
  }

  /** Writes what depends on the attributes as well. */
  #write() {
    const { strings } = this.#words;
    this.#view.enlarge(this.isElder);
    this.#view.offerHelp(this.getAttribute("help-href") ?? "", this.getAttribute("help-text") ?? strings.talk);
    this.#view.detail.textContent = this.#detail();
    this.#setFormValue();
  }

  #detail() {
    const { startDetail, askDetail } = this.#words.strings;
    return systemWillAsk() ? `${startDetail} ${askDetail}` : startDetail;
  }
}

/** @param {import("./strings.js").Strings} strings @param {string} key */
function sentence(strings, key) {
  return strings[/** @type {keyof typeof strings} */ (key)] ?? "";
}

/** @param {KeyboardEvent} event */
function ignoreHeldKey(event) {
  if (event.repeat) event.preventDefault();
}

/** @param {MouseEvent} event */
function isTouch(event) {
  return /** @type {PointerEvent} */ (event).pointerType === "touch";
}

/** Motion is not listened to while a text field has the focus, and a shake there would offer an undo. */
function leaveTextField() {
  const focused = document.activeElement;
  if (focused instanceof HTMLElement && focused.matches("input, textarea, [contenteditable]")) focused.blur();
}
