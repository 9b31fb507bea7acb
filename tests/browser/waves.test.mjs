// Real people's waves, played to the demo page through the browser's own sensors, up to the site's backend.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { DEMO_SECRET, inParallel, siteverify } from "../support/siteverify.mjs";
import { launch } from "../support/chromium.mjs";
import { report, waves } from "../support/recordings.mjs";
import { Server } from "../support/passwave-server.mjs";
import { untorn } from "../support/retry-on-stall.mjs";
import { Visit } from "../support/page-object.mjs";

const AT_ONCE = 2;
const WAVES = 20;

/** @type {import("playwright-core").Browser} */
let browser;
/** @type {Server} */
let server;
before(async () => {
  [browser, server] = await Promise.all([launch(), Server.demo()]);
});
after(async () => {
  await browser.close();
  await server.stop();
});

/** @param {import("../support/recordings.mjs").Recording} recording */
async function playOnce(recording) {
  const visit = await Visit.open(browser, `${server.url}/demo/`, { recording });
  try {
    const state = await visit.wave();
    const { gap_ms } = visit;
    if (state !== "verified") return { id: recording.id, state, gap_ms, story: await visit.story() };
    const token = await visit.token();
    const first = await visit.submit();
    return {
      id: recording.id,
      state,
      gap_ms,
      first,
      second: await siteverify(server.url, DEMO_SECRET, token),
      faults: visit.faults,
    };
  } finally {
    await visit.close();
  }
}

test("twenty waves end verified, and each token is good exactly once", { timeout: 400_000 }, async (context) => {
  const recordings = waves(WAVES, ["wave_lr", "arc_convex", "arc_concave"]);
  context.diagnostic(report("waves", recordings));
  assert.equal(recordings.length, WAVES);
  const results = await inParallel(recordings, AT_ONCE, (recording) => untorn(() => playOnce(recording)));
  const refused = results.filter(({ state }) => state !== "verified");
  assert.deepEqual(refused, [], "every wave is verified");
  for (const { id, first, second, faults } of results) {
    assert.equal(first?.success, true, `${id}: ${JSON.stringify(first)}`);
    assert.deepEqual(second?.["error-codes"], ["timeout-or-duplicate"], id);
    assert.equal(second?.success, false, id);
    assert.deepEqual(faults, [], id);
  }
});
