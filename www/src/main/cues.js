import { LONGEST_CUE_MS } from "../shared/timing.js";

/** @typedef {[frequency_hz: number, after_s: number, for_s: number]} Tone */
/** @typedef {"prompt" | "stroke" | "verified" | "failed"} CueName */

/**
 * The vibration at a stroke falls into the movement that is being judged, so it is far shorter than a stroke. Longer
 * ones come after the verdict.
 * @type {Record<CueName, { tones: Tone[], vibration_ms: number[] }>}
 */
const CUES = {
  prompt: { tones: [[523, 0, 0.1]], vibration_ms: [40] },
  stroke: { tones: [[880, 0, 0.05]], vibration_ms: [15] },
  verified: {
    tones: [
      [659, 0, 0.3],
      [831, 0.12, 0.3],
      [988, 0.24, 0.4],
    ],
    vibration_ms: [60, 60, 60],
  },
  failed: {
    tones: [
      [330, 0, 0.25],
      [247, 0.25, 0.35],
    ],
    vibration_ms: [200],
  },
};

const VOLUME = 0.2;

/** Short tones and vibrations where the platform has them. Nothing depends on either. */
export class Cues {
  /** @type {AudioContext | undefined} */
  #audio;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #closing;
  hasSound = true;
  hasVibration = true;

  /** @param {AudioContext} [audio] Unlocked inside a click, see `unlock-audio.js`. */
  open(audio) {
    clearTimeout(this.#closing);
    this.#audio = audio;
  }

  /**
   * At rest no audio runs: the attempt's is closed once its last cue has sounded. One that never began, as a script has
   * begun the check, is left as it is: closing it would break the promise of its beginning.
   */
  rest() {
    clearTimeout(this.#closing);
    this.#closing = setTimeout(() => {
      // Another check of the page may have closed it.
      if (this.#audio?.state !== "suspended") void this.#audio?.close().catch(() => {});
      this.#audio = undefined;
    }, LONGEST_CUE_MS);
  }

  /** @param {CueName} name */
  play(name) {
    const { tones, vibration_ms } = CUES[name];
    if (this.hasSound) tones.forEach((tone) => this.#playTone(tone));
    if (this.hasVibration && mayVibrate()) navigator.vibrate?.(vibration_ms);
  }

  /** @param {Tone} tone */
  #playTone([frequency_hz, after_s, for_s]) {
    const audio = this.#audio;
    if (!audio || audio.state === "closed") return;
    const start_s = audio.currentTime + after_s;
    const [oscillator, gain] = [audio.createOscillator(), audio.createGain()];
    oscillator.frequency.value = frequency_hz;
    gain.gain.setValueAtTime(VOLUME, start_s);
    gain.gain.exponentialRampToValueAtTime(0.001, start_s + for_s);
    oscillator.connect(gain).connect(audio.destination);
    oscillator.start(start_s);
    oscillator.stop(start_s + for_s);
  }
}

/** Before a page has been touched, browsers refuse to vibrate and log a warning. */
function mayVibrate() {
  return navigator.userActivation?.hasBeenActive !== false;
}
