/** @typedef {import("./voice.js").Voice} Voice */
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
  #loadVoice;
  /** @type {Promise<Voice> | undefined} */
  #voice;

  /** @param {HTMLElement} region A live region that is in the page already. @param {() => Promise<Voice>} loadVoice */
  constructor(region, loadVoice) {
    this.#region = region;
    this.#loadVoice = loadVoice;
  }

  get isAloud() {
    return this.#isAloud;
  }

  /** Switching the voice off silences it. */
  set isAloud(isAloud) {
    this.#isAloud = isAloud;
    if (this.#hasVoice) this.#voice ??= this.#loadVoice();
    else this.#stopSpeaking();
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
    this.#voice?.then(
      (voice) => voice.stop(),
      () => {},
    );
  }

  /** A text that stands there already is spoken again only if it differs. @param {string} text @param {Live} live */
  #show(text, live) {
    this.#text = text;
    this.#region.setAttribute("aria-live", live);
    const isRepeat = Boolean(text) && live !== "off" && this.#region.textContent === text;
    this.#region.textContent = isRepeat ? `${text}\u00a0` : text;
  }

  /**
   * @param {string} text @param {string} language @param {() => void} onSilence Called when the voice does not begin.
   */
  #speak(text, language, onSilence) {
    const words = [this.#caution, text].filter(Boolean).join("\n");
    this.#caution = "";
    this.#voice?.then((voice) => voice.speak(words, language, onSilence), onSilence);
  }
}
