/** @type {AudioContext | undefined} */
let audio;

/**
 * Browsers let a page play sounds only if it starts inside a click, and give it only a few contexts: there is one, and
 * a new one only when an attempt has closed it. Undefined where there is no audio.
 */
export function unlockAudio() {
  try {
    if (!audio || audio.state === "closed") audio = new AudioContext();
    void audio.resume();
  } catch {}
  return audio;
}

/** Browsers let a page speak later only if it has spoken inside a click. */
export function unlockSpeech() {
  globalThis.speechSynthesis?.speak(new SpeechSynthesisUtterance(""));
}
