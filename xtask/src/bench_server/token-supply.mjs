// How many unused tokens a run needs is known only after it: a fast machine uses more of them.

/** How many more than a run was seen to use are made for the next. */
const RESERVE = 1.5;

/**
 * Runs with a supply of tokens, and again with a larger one until none is lacking.
 * @template {{ requests: number, lacking: number }} Result
 * @param {number} tokens the first supply @param {(tokens: number) => Promise<Result>} run
 * @returns {Promise<{ result: Result, tokens: number }>}
 */
export async function withEnoughTokens(tokens, run) {
  for (;;) {
    const result = await run(tokens);
    if (result.lacking === 0) return { result, tokens };
    // Requests without a token may be answered faster or more slowly than those with one.
    tokens = Math.ceil(Math.max(tokens, result.requests) * RESERVE);
  }
}
