import { ENTRY } from "./choices.js";

/** @typedef {import("./choices.js").Choices} Choices */

/** Keeps the choices on this phone. Returns whether that could be done. @param {Choices} choices */
export function keep(choices) {
  const { mode, sound, vibration, motion, voice } = choices;
  return attempt(() => localStorage.setItem(ENTRY, JSON.stringify({ mode, sound, vibration, motion, voice })));
}

export function forget() {
  return attempt(() => localStorage.removeItem(ENTRY));
}

/** A browser may forbid storage altogether. @param {() => void} act */
function attempt(act) {
  try {
    act();
    return true;
  } catch {
    return false;
  }
}
