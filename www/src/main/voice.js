import { SPEAK_AFTER_CANCEL_MS, SPEECH_START_MS } from "../shared/timing.js";

/** Slightly slower than usual. */
const SPEECH_RATE = 0.9;

/** The page's own voice, which it shares with its other scripts. */
export class Voice {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  /** Kept while it is spoken: some engines drop one that nobody holds. @type {SpeechSynthesisUtterance | undefined} */
  #utterance;

  /** Silences its own words, and no other script's. */
  stop() {
    clearTimeout(this.#timer);
    if (this.#utterance) speechSynthesis.cancel();
    this.#utterance = undefined;
  }

  /**
   * Says it, and once more if another script cuts it off.
   * @param {string} words @param {string} language @param {() => void} onSilence Called when the voice does not begin.
   */
  speak(words, language, onSilence) {
    this.#utter(words, language, onSilence, () => this.#utter(words, language, onSilence, onSilence));
  }

  /** @param {string} words @param {string} language @param {() => void} onSilence @param {() => void} onCut */
  #utter(words, language, onSilence, onCut) {
    const utterance = (this.#utterance = new SpeechSynthesisUtterance(words));
    utterance.lang = language;
    utterance.rate = SPEECH_RATE;
    const unlessReplaced = (/** @type {() => void} */ then) => () => {
      if (utterance !== this.#utterance) return;
      clearTimeout(this.#timer);
      then();
    };
    const atEnd = (/** @type {() => void} */ then) =>
      unlessReplaced(() => {
        this.#utterance = undefined;
        then();
      });
    utterance.onstart = unlessReplaced(() => {});
    utterance.onend = atEnd(() => {});
    utterance.onerror = atEnd(onCut);
    const onNoVoice = atEnd(() => {
      speechSynthesis.cancel(); // Or it would speak later, on top of what is said instead.
      onSilence();
    });
    this.#timer = setTimeout(() => {
      this.#timer = setTimeout(onNoVoice, SPEECH_START_MS);
      speechSynthesis.speak(utterance);
    }, SPEAK_AFTER_CANCEL_MS);
  }
}
