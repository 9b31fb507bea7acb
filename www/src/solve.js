/** @typedef {[id: string, puzzles: number, bits: number]} Order One challenge's work, see `docs/protocol.md`. */
/** @typedef {(block: Uint8Array) => Promise<Uint8Array>} Hash */

const BLOCK_BYTES = 16 * 1024;

/** Tries that are under way at once: the browser's own hash answers some time after it is asked. */
const LANES = 4;

/**
 * Solves every puzzle of an order, a few at a time.
 * @param {Order} order @param {Hash} hash SHA-256.
 * @param {(share: number) => void} report After each puzzle; it may throw to end the work.
 */
export async function solve([id, puzzles, bits], hash, report) {
  const seed = await hash(new TextEncoder().encode(id));
  const nonces = new Uint32Array(puzzles);
  let [next, solved] = [0, 0];
  const lane = async () => {
    const block = filled(seed);
    while (next < puzzles) {
      const puzzle = next++;
      nonces[puzzle] = await search(block, puzzle, bits, hash);
      report(++solved / puzzles);
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return nonces;
}

/** @param {Uint8Array} seed */
function filled(seed) {
  const block = new Uint8Array(BLOCK_BYTES);
  for (let at = 0; at < BLOCK_BYTES; at += seed.length) block.set(seed, at);
  return block;
}

/** Where to begin does not matter. @param {Uint8Array} block @param {number} puzzle @param {number} bits @param {Hash} hash */
async function search(block, puzzle, bits, hash) {
  const start = new DataView(block.buffer);
  start.setUint32(0, puzzle, true);
  for (let nonce = Math.floor(Math.random() * 2 ** 32); ; nonce += 1) {
    start.setUint32(4, nonce, true);
    if (leadingZeroBits(await hash(block)) >= bits) return nonce;
  }
}

/** The first 32 are more than any puzzle asks for. @param {Uint8Array} digest */
function leadingZeroBits({ buffer, byteOffset }) {
  return Math.clz32(new DataView(buffer, byteOffset).getUint32(0));
}
