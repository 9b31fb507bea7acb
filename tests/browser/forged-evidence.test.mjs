// A client that skips the widget: the server judges what it is sent, whatever the client says of it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { DEMO_SECRET, startDemo } from "../support/passwave-server.mjs";
import { siteverify } from "../support/siteverify.mjs";
import { fixtures } from "../support/fixtures.mjs";
import { evidence } from "../support/evidence-encoder.mjs";
import { generated, inTurns, real, REAL, report, waves } from "../support/recordings.mjs";
import { solved } from "../support/solve-work.mjs";

const on = fixtures({ server: startDemo });

/** A challenge to wave, with its work done as it should be. */
async function challengeSolved() {
  const answer = await fetch(`${on.server.url}/challenge?sitekey=demo&way=wave`);
  const challenge = await answer.json();
  return { challenge: challenge.challenge, work: await solved(challenge) };
}

/** @param {object} proof */
async function redeem(proof) {
  const answer = await fetch(`${on.server.url}/redeem`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: on.server.url },
    body: JSON.stringify(proof),
  });
  return answer.json();
}

const walks = () =>
  REAL
    ? inTurns(
        real("motionsense").filter(({ label }) => label === "walk"),
        4,
      )
    : generated("walk", 4);

/** @param {import("../support/recordings.mjs").Recording} recording */
const sent = (recording) => evidence("wave", recording, { from_ms: 4000, to_ms: 8000 });

test("walking, sent as an accepted wave, is refused and has spent its challenge", async (context) => {
  context.diagnostic(report("walking", walks()));
  for (const recording of walks()) {
    const proof = await challengeSolved();
    const refused = await redeem({ ...proof, evidence: sent(recording) });
    assert.deepEqual(refused["error-codes"], ["evidence-refused"], recording.id);
    assert.ok(!("token" in refused) && !("score" in refused), JSON.stringify(refused));
    const other = evidence("wave", recording, { from_ms: 4000, to_ms: 7000 });
    const again = await redeem({ ...proof, evidence: other });
    assert.deepEqual(again["error-codes"], ["challenge-spent"], recording.id);
  }
});

test("a wave sent the same way passes once, and is refused when it comes again", async (context) => {
  context.diagnostic(report("waves", waves(1)));
  const [wave] = waves(1);
  assert.ok(wave);
  const granted = await redeem({ ...(await challengeSolved()), evidence: sent(wave) });
  assert.equal((await siteverify(on.server.url, DEMO_SECRET, granted.token)).success, true, JSON.stringify(granted));
  const repeated = await redeem({ ...(await challengeSolved()), evidence: sent(wave) });
  assert.ok(!("token" in repeated), JSON.stringify(repeated));
});

test("work that was not done is refused", async () => {
  const { challenge, work } = await challengeSolved();
  const refused = await redeem({ challenge, work: work.map((nonce) => nonce + 1) });
  assert.deepEqual(refused["error-codes"], ["invalid-work"]);
});
