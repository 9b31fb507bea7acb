// What all tests of a file use: started before the first of them, and ended after the last in the order in which it is
// named.
import { after, before } from "node:test";

/** @typedef {{ close(): unknown } | { stop(): unknown }} Ending */

/** @param {Ending} one */
const end = (one) => ("close" in one ? one.close() : one.stop());

/**
 * Starts all at once; what they give is there from the first test on.
 * @template {Record<string, () => Promise<Ending>>} Starts
 * @param {Starts} starts
 * @returns {{ [Name in keyof Starts]: Awaited<ReturnType<Starts[Name]>> }}
 */
export function fixtures(starts) {
  const started = /** @type {any} */ ({});
  before(async () => {
    const starting = Object.entries(starts).map(async ([name, start]) => (started[name] = await start()));
    // If one fails, the others are ended too, once they are there: else they would keep the tests from ending.
    await Promise.allSettled(starting);
    await Promise.all(starting);
  });
  after(async () => {
    for (const name of Object.keys(starts)) if (started[name]) await end(started[name]);
  });
  return started;
}
