// Real people's waves, played to the demo page through the browser's own sensors, up to the site's backend.
import assert from "node:assert/strict";
import { test } from "node:test";
import { inParallel } from "../support/in-parallel.mjs";
import { WidgetPage } from "../support/page-object.mjs";
import { DEMO_SECRET, startDemo } from "../support/passwave-server.mjs";
import { retryOnStall } from "../support/retry-on-stall.mjs";
import { siteverify } from "../support/siteverify.mjs";
import { fixtures } from "../support/fixtures.mjs";
import { launch } from "../support/chromium.mjs";
import { report, waves } from "../support/recordings.mjs";

const AT_ONCE = 2;
const WAVES = 20;

const on = fixtures({ browser: launch, server: startDemo });

/** @param {import("../support/recordings.mjs").Recording} recording */
async function playOnce(recording) {
  const widgetPage = await WidgetPage.open(on.browser, `${on.server.url}/demo/`, { recording });
  try {
    const state = await widgetPage.wave();
    const { gap_ms } = widgetPage;
    if (state !== "verified") return { id: recording.id, state, gap_ms, story: await widgetPage.story() };
    const token = await widgetPage.token();
    const first = await widgetPage.submit();
    return {
      id: recording.id,
      state,
      gap_ms,
      first,
      second: await siteverify(on.server.url, DEMO_SECRET, token),
      faults: widgetPage.faults,
    };
  } finally {
    await widgetPage.close();
  }
}

test("twenty waves end verified, and each token is good exactly once", { timeout: 400_000 }, async (context) => {
  const recordings = waves(WAVES, ["wave_lr", "arc_convex", "arc_concave"]);
  context.diagnostic(report("waves", recordings));
  assert.equal(recordings.length, WAVES);
  const results = await inParallel(recordings, AT_ONCE, (recording) => retryOnStall(() => playOnce(recording)));
  const refused = results.filter(({ state }) => state !== "verified");
  assert.deepEqual(refused, [], "every wave is verified");
  for (const { id, first, second, faults } of results) {
    assert.equal(first?.success, true, `${id}: ${JSON.stringify(first)}`);
    assert.deepEqual(second?.["error-codes"], ["timeout-or-duplicate"], id);
    assert.equal(second?.success, false, id);
    assert.deepEqual(faults, [], id);
  }
});
