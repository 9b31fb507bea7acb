import { PLACEHOLDER_TOKEN_S } from "../shared/timing.js";

/** @typedef {import("../main/effects.js").Effects} Effects */

/**
 * Answers requests locally where a site wants the phone's verdict alone (`evidence="none"`): nothing is sent to a
 * server, and there is no token.
 * @param {Effects} effects
 */
export function answerLocally(effects) {
  console.info(
    "passwave: evidence=none is a courtesy, not a defence: no server checks anything, and there is no token.",
  );
  const placeholder = { token: "", renew: "", expires_in_s: PLACEHOLDER_TOKEN_S };
  /** @type {Partial<Effects>} */
  const replacements = {
    async fetchChallenge(generation, way = "wave", mode) {
      // The direction of a slide is derived from the id.
      const id = String(Math.random());
      effects.widget?.challenge(generation, { challenge: "", id, way, mode, work: { puzzles: 0, bits: 0 } });
    },
    // Proof of work pays for a token, and there is none.
    startWork: () => queueMicrotask(() => effects.widget?.workSolved(new Uint32Array())),
    redeem: async (generation) => effects.widget?.redeemed(generation, placeholder),
    renew: async (generation) => effects.widget?.renewed(generation, placeholder),
  };
  Object.assign(effects, replacements);
}
