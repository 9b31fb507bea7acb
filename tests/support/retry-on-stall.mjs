// A stall of the machine breaks a movement: what reached the page then is nobody's wave.

/** A longer gap than this is a stall. */
const STALL_MS = 200;
const TRIES = 3;

/**
 * Plays again, but only where the machine has stalled.
 * @template {{ state: string, gap_ms: number }} Result
 * @param {() => Promise<Result>} playOnce
 */
export async function retryOnStall(playOnce) {
  let result = await playOnce();
  for (let tries = 1; tries < TRIES && result.state !== "verified" && result.gap_ms > STALL_MS; tries += 1) {
    result = await playOnce();
  }
  return result;
}
