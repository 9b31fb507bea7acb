// What the widget makes of a server's answers: the compiled widget by itself, with a page that only listens.
import assert from "node:assert/strict";
import { test } from "node:test";
import { loadCore } from "../support/widget-wasm.mjs";

/** @typedef {[name: string, ...details: any[]]} Call */

const CHALLENGE = { challenge: "signed", id: "id", way: "press", mode: "standard", work: { puzzles: 2, bits: 3 } };
const GRANTED = { token: "the token", renew: "proof", expires_in_s: 300 };

/** A widget that was pressed, and what it asked of its page since. */
async function pressed() {
  const { Widget } = await loadCore();
  const calls = /** @type {Call[]} */ ([]);
  const page = new Proxy(
    {},
    {
      get:
        (_, name) =>
        (/** @type {any[]} */ ...details) =>
          void calls.push([String(name), ...details]),
    },
  );
  const widget = new Widget(page, page, "press", "standard");
  widget.press(false);
  const generation = Number(calls.find(([name]) => name === "fetchChallenge")?.[1]);
  return {
    widget,
    generation,
    of: (/** @type {string} */ wanted) => calls.filter(([name]) => name === wanted).map(([, ...details]) => details),
  };
}

test("an answer of the known shape goes on to a token, and no question is asked that the server has not asked for", async () => {
  const { widget, generation, of } = await pressed();
  widget.challenge(generation, CHALLENGE);
  assert.deepEqual(of("startWork"), [["id", 2, 3]]);
  widget.workSolved(Uint32Array.of(4, 5));
  widget.redeemed(generation, GRANTED);
  assert.deepEqual(of("token").at(-1), ["the token"]);
  assert.deepEqual([of("error"), of("askEasy")], [[], []]);
});

for (const answer of [
  null,
  "text",
  7,
  [],
  {},
  { ...CHALLENGE, id: 5 },
  { ...CHALLENGE, work: null },
  { ...CHALLENGE, work: { puzzles: "2", bits: 3 } },
]) {
  test(`a challenge that reads ${JSON.stringify(answer)} counts as none, and the server is asked again`, async () => {
    const { widget, generation, of } = await pressed();
    widget.challenge(generation, answer);
    assert.deepEqual([of("startWork"), of("error")], [[], [["server-unreachable"]]]);
  });
}

for (const answer of [
  null,
  {},
  { ...GRANTED, token: 1 },
  { ...GRANTED, renew: undefined },
  { ...GRANTED, expires_in_s: "300" },
]) {
  test(`a grant that reads ${JSON.stringify(answer)} counts as none`, async () => {
    const { widget, generation, of } = await pressed();
    widget.challenge(generation, CHALLENGE);
    widget.workSolved(Uint32Array.of(4, 5));
    widget.redeemed(generation, answer);
    assert.deepEqual([of("token"), of("error")], [[], [["server-unreachable"]]]);
  });
}
