// The bench of siteverify makes as many tokens as the machine can use.
import assert from "node:assert/strict";
import { test } from "node:test";
import { withEnoughTokens } from "../../xtask/src/bench_server/token-supply.mjs";

/** A server that could verify so many in the time of a run. @param {number} capacity */
function server(capacity) {
  const supplies = /** @type {number[]} */ ([]);
  const run = async (/** @type {number} */ tokens) => {
    supplies.push(tokens);
    return { requests: capacity, lacking: Math.max(0, capacity - tokens) };
  };
  return { supplies, run };
}

test("a machine that uses up the supply is given a larger one, until it suffices", async () => {
  for (const capacity of [80_001, 160_654, 5_000_000]) {
    const { supplies, run } = server(capacity);
    const { result, tokens } = await withEnoughTokens(80_000, run);
    assert.deepEqual([result.requests, result.lacking], [capacity, 0]);
    assert.ok(tokens >= capacity && supplies.at(-1) === tokens && supplies.length === 2, String(supplies));
  }
});

test("a supply that suffices is used once", async () => {
  const { supplies, run } = server(79_999);
  assert.equal((await withEnoughTokens(80_000, run)).tokens, 80_000);
  assert.deepEqual(supplies, [80_000]);
});

test("a supply grows even if few requests are seen to lack a token", async () => {
  const supplies = /** @type {number[]} */ ([]);
  await withEnoughTokens(100, async (tokens) => {
    supplies.push(tokens);
    return { requests: 10, lacking: tokens < 1000 ? 1 : 0 };
  });
  assert.ok(supplies.every((supply, nth) => nth === 0 || supply > (supplies[nth - 1] ?? 0)));
});
