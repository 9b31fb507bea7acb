/** @typedef {[frequency_hz: number, after_s: number, for_s: number]} Note */

/** @typedef {"prompt" | "stroke" | "verified" | "failed"} Cue */

/**
 * The burst at a stroke falls into what is being judged, so it is far shorter than a stroke; the long ones come
 * when all is judged.
 * @type {Record<Cue, { notes: Note[], vibration_ms: number[] }>}
 */
const CUES = {
  prompt: { notes: [[523, 0, 0.1]], vibration_ms: [40] },
  stroke: { notes: [[880, 0, 0.05]], vibration_ms: [15] },
  verified: {
    notes: [
      [659, 0, 0.3],
      [831, 0.12, 0.3],
      [988, 0.24, 0.4],
    ],
    vibration_ms: [60, 60, 60],
  },
  failed: {
    notes: [
      [330, 0, 0.25],
      [247, 0.25, 0.35],
    ],
    vibration_ms: [200],
  },
};

const LOUDNESS = 0.2;

/** Short sounds and vibrations, where the platform has them. Everything works with neither. */
export class Feedback {
  /** @type {AudioContext | undefined} Opened inside the click, see `audio.js`. */
  audio;
  hasSound = true;
  hasVibration = true;

  /** @param {Cue} name */
  give(name) {
    const { notes, vibration_ms } = CUES[name];
    if (this.hasSound) notes.forEach((note) => this.#play(note));
    // Before anyone has touched the page the browser would only complain.
    if (this.hasVibration && navigator.userActivation?.hasBeenActive !== false) navigator.vibrate?.(vibration_ms);
  }

  /** @param {Note} note */
  #play([frequency_hz, after_s, for_s]) {
    if (!this.audio) return;
    const start_s = this.audio.currentTime + after_s;
    const [tone, volume] = [this.audio.createOscillator(), this.audio.createGain()];
    tone.frequency.value = frequency_hz;
    volume.gain.setValueAtTime(LOUDNESS, start_s);
    volume.gain.exponentialRampToValueAtTime(0.001, start_s + for_s);
    tone.connect(volume).connect(this.audio.destination);
    tone.start(start_s);
    tone.stop(start_s + for_s);
  }
}
