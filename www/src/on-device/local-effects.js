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
  /** @type {Partial<Effects>} */
  const replacements = {
    async fetchChallenge(generation, way = "wave", mode) {
      // The direction of a slide is derived from the id.
      const id = String(Math.random());
      effects.widget?.challenge(generation, id, way, mode, 0, 0);
    },
    // Proof of work pays for a token, and there is none.
    startWork: () => queueMicrotask(() => effects.widget?.workSolved()),
    redeem: async (generation) => effects.widget?.redeemed(generation, PLACEHOLDER_TOKEN_S, false),
    renew: async (generation) => effects.widget?.renewed(generation, PLACEHOLDER_TOKEN_S),
  };
  Object.assign(effects, replacements);
}
