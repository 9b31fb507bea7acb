/** Browsers let a page play sounds only if it starts inside a click. Undefined where there is no audio. */
export function unlockAudio() {
  try {
    const audio = new AudioContext();
    void audio.resume();
    return audio;
  } catch {
    return undefined;
  }
}

/** Browsers let a page speak later only if it has spoken inside a click. */
export function unlockSpeech() {
  globalThis.speechSynthesis?.speak(new SpeechSynthesisUtterance(""));
}
