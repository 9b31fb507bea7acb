// The page's own voice, at moments that a browser's voice reaches only now and then. It stands for that voice, and for
// the clock.
import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { Voice } from "../../www/src/main/voice.js";
import { SPEAK_AFTER_CANCEL_MS } from "../../www/src/shared/timing.js";

/** @typedef {{ text: string, onstart?: () => void }} Utterance */

/** @type {Utterance[]} */
const spoken = [];

Object.assign(globalThis, {
  SpeechSynthesisUtterance: class {
    /** @param {string} text */
    constructor(text) {
      this.text = text;
    }
  },
  speechSynthesis: { speak: (/** @type {Utterance} */ utterance) => spoken.push(utterance), cancel: () => {} },
});

test("words that begin only after they were cut off do not take the next ones away", () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const voice = new Voice();
  const say = (/** @type {string} */ words) => voice.speak(words, "en", assert.fail);
  say("One moment.");
  mock.timers.tick(SPEAK_AFTER_CANCEL_MS);
  voice.stop();
  say("Verified.");
  spoken[0]?.onstart?.();
  mock.timers.tick(SPEAK_AFTER_CANCEL_MS);
  assert.deepEqual(
    spoken.map(({ text }) => text),
    ["One moment.", "Verified."],
  );
});
