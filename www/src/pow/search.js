/**
 * @typedef {{ id: string, puzzles: number, bits: number }} PowTask One challenge's proof of work, see docs/protocol.md.
 */
/** @typedef {(block: Uint8Array) => Promise<Uint8Array>} Hash */
/** @typedef {(puzzle: number, nonce: number) => void} OnSolved */

const BLOCK_BYTES = 16 * 1024;
/** Each block of SHA-256 itself begins with the puzzle's index, the nonce and its own number. */
const HEADER_WORDS_APART = 16;
/** Hashes that are pending at once, because WebCrypto answers asynchronously. */
const CONCURRENT_HASHES = 4;

/**
 * Finds a nonce for every puzzle of a task, or for every `step`th from `first` on: the share of one of several workers.
 * @param {PowTask} task @param {Hash} hash SHA-256. @param {OnSolved} onSolved
 */
export async function searchNonces({ id, puzzles, bits }, hash, onSolved, first = 0, step = 1) {
  const seed = await hash(new TextEncoder().encode(id));
  let next = first;
  const solvePuzzles = async () => {
    const block = repeatSeed(seed);
    while (next < puzzles) {
      const puzzle = next;
      next += step;
      onSolved(puzzle, await searchNonce(block, puzzle, bits, hash));
    }
  };
  await Promise.all(Array.from({ length: CONCURRENT_HASHES }, solvePuzzles));
}

/** @param {Uint8Array} seed */
function repeatSeed(seed) {
  const block = new Uint8Array(BLOCK_BYTES);
  for (let offset = 0; offset < BLOCK_BYTES; offset += seed.length) block.set(seed, offset);
  return block;
}

/** Any first nonce will do. @param {Uint8Array} block @param {number} puzzle @param {number} bits @param {Hash} hash */
async function searchNonce(block, puzzle, bits, hash) {
  const words = new Uint32Array(block.buffer); // Every browser is little endian, as the block is.
  for (let at = 0; at < words.length; at += HEADER_WORDS_APART) {
    words[at] = puzzle;
    words[at + 2] = at / HEADER_WORDS_APART;
  }
  for (let nonce = Math.floor(Math.random() * 2 ** 32); ; nonce += 1) {
    for (let at = 1; at < words.length; at += HEADER_WORDS_APART) words[at] = nonce;
    if (leadingZeroBits(await hash(block)) >= bits) return nonce;
  }
}

/** Counts within the first 32 bits, more than any puzzle asks for. @param {Uint8Array} digest */
function leadingZeroBits({ buffer, byteOffset }) {
  return Math.clz32(new DataView(buffer, byteOffset).getUint32(0));
}
