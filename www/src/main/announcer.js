import { SPEECH_START_MS } from "../shared/timing.js";

/** Slightly slower than usual. */
const SPEECH_RATE = 0.9;

/** @typedef {"off" | "polite" | "assertive"} Live The values of aria-live. */

/**
 * Announces messages: visibly, to screen readers (the message is a live region), and by the page's own voice. Each
 * message has one spoken channel: while the voice speaks, the region is not live.
 */
export class Announcer {
  #region;
  #text = "";
  #isAloud = false;
  #caution = "";
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /** @param {HTMLElement} region A live region that is in the page already. */
  constructor(region) {
    this.#region = region;
  }

  get isAloud() {
    return this.#isAloud;
  }

  /** Switching the voice off silences it. */
  set isAloud(isAloud) {
    if (!isAloud) this.#stopSpeaking();
    this.#isAloud = isAloud;
  }

  /** What the voice says once, before the next message. @param {string} text */
  set caution(text) {
    this.#caution = text;
  }

  /** The last message. */
  get text() {
    return this.#text;
  }

  /** @param {string} text @param {boolean} isVerdict @param {string} language */
  announce(text, isVerdict, language) {
    const live = isVerdict ? "assertive" : "polite";
    this.#text = text;
    this.#stopSpeaking();
    if (!text || !this.#hasVoice) return this.#show(text, live);
    this.#show(text, "off");
    this.#speak(text, language, () => this.#show(text, live));
  }

  /** Announces the last message again. @param {string} language */
  repeat(language) {
    this.announce(this.#text, false, language);
  }

  /** Shows a text that is not to be spoken. @param {string} text */
  showSilently(text) {
    this.#stopSpeaking();
    this.#show(text, "off");
  }

  /** @param {string} text */
  isShowing(text) {
    return this.#region.textContent === text;
  }

  /** Removes the message. */
  clear() {
    this.announce("", false, "");
  }

  /** Reads text that is shown elsewhere, caution included. @param {string} text @param {string} language */
  read(text, language) {
    this.#stopSpeaking();
    this.#caution = "";
    if (this.#hasVoice) this.#speak(text, language, () => this.#show(text, "polite"));
  }

  get #hasVoice() {
    return this.isAloud && "speechSynthesis" in globalThis;
  }

  #stopSpeaking() {
    clearTimeout(this.#timer);
    if (this.#hasVoice) speechSynthesis.cancel();
  }

  /** A text that stands there already is spoken again only if it differs. @param {string} text @param {Live} live */
  #show(text, live) {
    this.#region.setAttribute("aria-live", live);
    const isRepeat = Boolean(text) && live !== "off" && this.#region.textContent === text;
    this.#region.textContent = isRepeat ? `${text}\u00a0` : text;
  }

  /**
   * @param {string} text @param {string} language @param {() => void} onSilence Called when the voice does not begin.
   */
  #speak(text, language, onSilence) {
    const utterance = new SpeechSynthesisUtterance([this.#caution, text].filter(Boolean).join("\n"));
    this.#caution = "";
    utterance.lang = language;
    utterance.rate = SPEECH_RATE;
    utterance.onstart = () => clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      speechSynthesis.cancel();
      onSilence();
    }, SPEECH_START_MS);
    speechSynthesis.speak(utterance);
  }
}

/** What the voice reads before anything has been announced. @param {import("../loader/view.js").View} view */
export function introduction({ caution, label, detail }) {
  const texts = [caution, label, detail].map(({ textContent }) => textContent);
  return texts.filter(Boolean).join("\n");
}
