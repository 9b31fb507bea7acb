// What the tests of a file share: started before the first of them, ended after the last.
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
export function together(starts) {
  const shared = /** @type {any} */ ({});
  before(async () => {
    await Promise.all(Object.entries(starts).map(async ([name, start]) => (shared[name] = await start())));
  });
  after(async () => {
    for (const one of /** @type {Ending[]} */ (Object.values(shared))) await end(one);
  });
  return shared;
}
