// The widget's own way of solving the work, outside a browser.
import { webcrypto } from "node:crypto";
import { searchNonces } from "../../www/src/pow/search.js";

/** @param {Uint8Array<ArrayBuffer>} block */
const hash = async (block) => new Uint8Array(await webcrypto.subtle.digest("SHA-256", block));

/**
 * The nonces for a challenge as the server sends it.
 * @param {{ id: string, work: { puzzles: number, bits: number } }} challenge
 */
export async function solved({ id, work: { puzzles, bits } }) {
  const nonces = Array(puzzles).fill(0);
  // @ts-expect-error: the library knows byte arrays over other buffers as well
  await searchNonces({ id, puzzles, bits }, hash, (puzzle, nonce) => (nonces[puzzle] = nonce >>> 0));
  return nonces;
}
