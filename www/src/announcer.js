/** So long may the page's own voice take to begin, before the screen reader is given the text. */
const VOICE_WITHIN_MS = 500;

/** A region that is to say the same again must have been empty for a moment. */
const EMPTY_FOR_MS = 100;

/** The visible message, which is itself the live region, and the page's own voice. */
export class Announcer {
  #region;
  #last = "";
  isAloud = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /** @param {HTMLElement} region A live region that is in the page already. */
  constructor(region) {
    this.#region = region;
  }

  /** @param {string} text @param {boolean} isVerdict @param {string} language */
  say(text, isVerdict, language) {
    clearTimeout(this.#timer);
    this.#last = text;
    if (this.isAloud && text && "speechSynthesis" in globalThis) this.#speak(text, isVerdict, language);
    else this.#show(text, isVerdict ? "assertive" : "polite");
  }

  /** Says the last sentence once more. @param {string} language */
  again(language) {
    this.say(this.#last, false, language);
  }

  /** Takes the message away. */
  clear() {
    this.say("", false, "");
  }

  /** @param {string} text @param {"off" | "polite" | "assertive"} urgency */
  #show(text, urgency) {
    this.#region.setAttribute("aria-live", urgency);
    if (this.#region.textContent !== text || !text) this.#region.textContent = text;
    else this.#repeat(text);
  }

  /** @param {string} text */
  #repeat(text) {
    this.#region.textContent = "";
    this.#timer = setTimeout(() => (this.#region.textContent = text), EMPTY_FOR_MS);
  }

  /** Each sentence has one channel: while the voice speaks, the text is not live. */
  /** @param {string} text @param {boolean} isVerdict @param {string} language */
  #speak(text, isVerdict, language) {
    const utterance = new SpeechSynthesisUtterance(text);
    utterance.lang = language;
    utterance.rate = 0.9;
    this.#show(text, "off");
    this.#timer = setTimeout(() => {
      speechSynthesis.cancel();
      this.#show(text, isVerdict ? "assertive" : "polite");
    }, VOICE_WITHIN_MS);
    utterance.onstart = () => clearTimeout(this.#timer);
    speechSynthesis.cancel();
    speechSynthesis.speak(utterance);
  }
}
