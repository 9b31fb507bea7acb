// A stall of the machine tears a movement: what reached the page then is nobody's wave.

/** A longer gap than this tears. */
const TORN_MS = 200;
const TRIES = 3;

/**
 * Plays again only what the machine has torn.
 * @template {{ state: string, gap_ms: number }} Result
 * @param {() => Promise<Result>} playOnce
 */
export async function untorn(playOnce) {
  let result = await playOnce();
  for (let tries = 1; tries < TRIES && result.state !== "verified" && result.gap_ms > TORN_MS; tries += 1) {
    result = await playOnce();
  }
  return result;
}
