/** A token that there is not does not expire, either. */
const FOR_A_DAY_S = 86_400;

/**
 * Stands in for the server where a site wants the verdict of the phone alone: nothing is sent, and there is no token.
 * @param {import("./errands.js").Errands} errands
 */
export function stayOnDevice(errands) {
  console.info(
    "passwave: evidence=none is a courtesy, not a defence: no server checks anything, and there is no token.",
  );
  const granted = { token: "", renew: "", expires_in_s: FOR_A_DAY_S };
  /** @type {Partial<import("./errands.js").Errands>} */
  const answers = {
    async fetchChallenge(generation, way = "wave", mode) {
      // Where the arrow of a slide points follows from the id.
      const id = String(Math.random());
      errands.widget?.challenge(generation, { challenge: "", id, way, mode, work: { puzzles: 0, bits: 0 } });
    },
    // Work buys a token, and there is none to be had.
    startWork: () => queueMicrotask(() => errands.widget?.workSolved(new Uint32Array())),
    redeem: async (generation) => errands.widget?.redeemed(generation, granted),
    renew: async (generation) => errands.widget?.renewed(generation, granted),
  };
  Object.assign(errands, answers);
}
