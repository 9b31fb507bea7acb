/** Must be called inside a click: that is when browsers let a page make sounds. None where there are none. */
export function openAudio() {
  try {
    const audio = new AudioContext();
    void audio.resume();
    return audio;
  } catch {
    return undefined;
  }
}

/** A voice that is to speak later must have been used inside a click. */
export function openVoice() {
  globalThis.speechSynthesis?.speak(new SpeechSynthesisUtterance(""));
}
