/** @typedef {[frequency_hz: number, after_s: number, for_s: number]} Note */

/** @type {Record<"stroke" | "verified" | "failed", { notes: Note[], vibration_ms: number[] }>} */
const CUES = {
  stroke: { notes: [[880, 0, 0.05]], vibration_ms: [15] },
  verified: { notes: [[659, 0, 0.12], [988, 0.12, 0.25]], vibration_ms: [60, 60, 60] },
  failed: { notes: [[330, 0, 0.2], [247, 0.2, 0.3]], vibration_ms: [200] },
};

/** Short sounds and vibrations, where the platform has them. Everything works with neither. */
export class Feedback {
  /** @type {AudioContext | undefined} Opened inside the click, see `audio.js`. */
  audio;

  /** @param {"stroke" | "verified" | "failed"} name */
  give(name) {
    const { notes, vibration_ms } = CUES[name];
    notes.forEach((note) => this.#play(note));
    navigator.vibrate?.(vibration_ms);
  }

  /** @param {Note} note */
  #play([frequency_hz, after_s, for_s]) {
    if (!this.audio) return;
    const start_s = this.audio.currentTime + after_s;
    const [tone, volume] = [this.audio.createOscillator(), this.audio.createGain()];
    tone.frequency.value = frequency_hz;
    volume.gain.setValueAtTime(0.2, start_s);
    volume.gain.exponentialRampToValueAtTime(0.001, start_s + for_s);
    tone.connect(volume).connect(this.audio.destination);
    tone.start(start_s);
    tone.stop(start_s + for_s);
  }
}
