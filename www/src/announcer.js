/** So long may the page's own voice take to begin, before the screen reader is given the text. */
const VOICE_WITHIN_MS = 500;

/** A region that is to say the same again must have been empty for a moment. */
const EMPTY_FOR_MS = 100;

/** A little slower than usual. */
const RATE = 0.9;

/** The visible message, which is itself the live region, and the page's own voice. */
export class Announcer {
  #region;
  #last = "";
  #isAloud = false;
  #warning = "";
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /** @param {HTMLElement} region A live region that is in the page already. */
  constructor(region) {
    this.#region = region;
  }

  get isAloud() {
    return this.#isAloud;
  }

  /** What the voice says once, before anything else. @param {string} text */
  warn(text) {
    this.#warning = text;
  }

  /** A voice that is switched off falls silent. */
  set isAloud(isAloud) {
    if (!isAloud) this.#hush();
    this.#isAloud = isAloud;
  }

  /** What stands there now. */
  get text() {
    return this.#last;
  }

  /**
   * Each sentence has one channel: while the voice speaks, the text is not live.
   * @param {string} text @param {boolean} isVerdict @param {string} language
   */
  say(text, isVerdict, language) {
    const urgency = isVerdict ? "assertive" : "polite";
    this.#last = text;
    this.#hush();
    if (!text || !this.#hasVoice) return this.#show(text, urgency);
    this.#show(text, "off");
    this.#speak(text, language, () => this.#show(text, urgency));
  }

  /** Says the last sentence once more. @param {string} language */
  again(language) {
    this.say(this.#last, false, language);
  }

  /** Takes the message away. */
  clear() {
    this.say("", false, "");
  }

  /** Reads what stands elsewhere on the screen. @param {string} text @param {string} language */
  read(text, language) {
    this.#hush();
    this.#warning = ""; // It is part of the text.
    if (this.#hasVoice) this.#speak(text, language, () => this.#show(text, "polite"));
  }

  get #hasVoice() {
    return this.isAloud && "speechSynthesis" in globalThis;
  }

  /** What is being said is out of date. */
  #hush() {
    clearTimeout(this.#timer);
    if (this.#hasVoice) speechSynthesis.cancel();
  }

  /** @param {string} text @param {"off" | "polite" | "assertive"} urgency */
  #show(text, urgency) {
    this.#region.setAttribute("aria-live", urgency);
    if (this.#region.textContent !== text || !text) this.#region.textContent = text;
    else if (urgency !== "off") this.#repeat(text);
  }

  /** @param {string} text */
  #repeat(text) {
    this.#region.textContent = "";
    this.#timer = setTimeout(() => (this.#region.textContent = text), EMPTY_FOR_MS);
  }

  /** @param {string} text @param {string} language @param {() => void} noVoice */
  #speak(text, language, noVoice) {
    const utterance = new SpeechSynthesisUtterance([this.#warning, text].filter(Boolean).join("\n"));
    this.#warning = "";
    utterance.lang = language;
    utterance.rate = RATE;
    utterance.onstart = () => clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      speechSynthesis.cancel();
      noVoice();
    }, VOICE_WITHIN_MS);
    speechSynthesis.speak(utterance);
  }
}
