// The work as the page does it: what it finds is right, and it never holds up a page for long.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { yieldRegularly } from "../../www/src/pow/hash.js";
import { sha256 } from "../../www/src/pow/sha256-fallback.js";
import { searchNonces } from "../../www/src/pow/search.js";

const BLOCK_BYTES = 16 * 1024;
const LONGEST_SLICE_MS = 10;

/**
 * As `docs/protocol.md` has it, written a second time.
 * @param {string} id @param {number} puzzle @param {number} nonce
 */
function digest(id, puzzle, nonce) {
  const seed = createHash("sha256").update(id).digest();
  const block = Buffer.concat(Array.from({ length: BLOCK_BYTES / seed.length }, () => seed));
  for (let at = 0; at < BLOCK_BYTES; at += 64) {
    block.writeUInt32LE(puzzle, at);
    block.writeUInt32LE(nonce, at + 4);
    block.writeUInt32LE(at / 64, at + 8);
  }
  return createHash("sha256").update(block).digest();
}

/** @param {number} puzzle @param {number} nonce @param {number} bits */
function assertSolved(puzzle, nonce, bits) {
  assert.equal(digest("an id", puzzle, nonce >>> 0).readUInt32BE(0) >>> (32 - bits), 0, `puzzle ${puzzle}`);
}

for (const workers of [1, 3, 4]) {
  test(`every puzzle is solved once, as the protocol has it, by ${workers} that share the work`, async () => {
    const [puzzles, bits] = [18, 5];
    const task = { id: "an id", puzzles, bits };
    /** @type {number[]} */
    const found = [];
    for (let first = 0; first < workers; first++) {
      const onSolved = (/** @type {number} */ puzzle, /** @type {number} */ nonce) => {
        assertSolved(puzzle, nonce, bits);
        found.push(puzzle);
      };
      await searchNonces(task, async (block) => sha256(block), onSolved, first, workers);
    }
    found.sort((one, other) => one - other);
    assert.deepEqual(
      found,
      Array.from({ length: puzzles }, (_, puzzle) => puzzle),
    );
  });
}

test("without WebCrypto a page is held up for less than 10 ms at a time", async (context) => {
  // A stand-in for the clock: every hash takes one millisecond of it.
  let now_ms = 0;
  let turn_began_ms = 0;
  let longest_ms = 0;
  context.mock.method(performance, "now", () => now_ms);
  const later = setTimeout;
  context.mock.method(globalThis, "setTimeout", (/** @type {() => void} */ act) =>
    later(() => ((turn_began_ms = now_ms), act())),
  );
  const slow = (/** @type {Uint8Array} */ block) => {
    now_ms += 1;
    longest_ms = Math.max(longest_ms, now_ms - turn_began_ms);
    return sha256(block);
  };
  // Each puzzle takes one hash at least, however lucky the search is.
  await searchNonces({ id: "an id", puzzles: 4 * LONGEST_SLICE_MS, bits: 2 }, yieldRegularly(slow), () => {});
  assert.ok(now_ms > 3 * LONGEST_SLICE_MS, "there was more than one slice");
  assert.ok(longest_ms < LONGEST_SLICE_MS, `a slice of ${longest_ms} ms`);
});
