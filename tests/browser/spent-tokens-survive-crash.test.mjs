// What has been spent stays spent, also when the server dies without a word.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { launch } from "../support/chromium.mjs";
import { FastServer } from "../support/fast-server.mjs";
import { fixtures } from "../support/fixtures.mjs";
import { inParallel } from "../support/in-parallel.mjs";
import { WidgetPage } from "../support/page-object.mjs";
import { waves } from "../support/recordings.mjs";
import { retryOnStall } from "../support/retry-on-stall.mjs";
import { Site } from "../support/static-site.mjs";

const WAVES = 20;
const AT_ONCE = 2;

const on = fixtures({ browser: launch, server: () => FastServer.start(), site: () => Site.start() });

/** The site's own page, of another origin than the server's. */
const page = () => `<!doctype html><html lang="en"><title>A site</title>
  <script src="${on.server.url}/passwave.js" async></script><form>${on.server.widget()}</form></html>`;

/** A person's token. @param {string} address @param {import("../support/recordings.mjs").Recording} recording */
async function tokenBy(address, recording) {
  const { state, token, story } = await retryOnStall(async () => {
    const widgetPage = await WidgetPage.open(on.browser, address, { recording });
    const state = await widgetPage.wave();
    const token = state === "verified" ? await widgetPage.token() : "";
    const result = { state, token, gap_ms: widgetPage.gap_ms, story: await widgetPage.story() };
    await widgetPage.close();
    return result;
  });
  assert.equal(state, "verified", `${recording.id}: ${story}`);
  return token;
}

test(
  "of twenty waves' tokens, those spent before a SIGKILL are duplicates after it, and the unspent one is good",
  { timeout: 600_000 },
  async () => {
    const { server, site } = on;
    assert.ok(!readFileSync(server.file, "utf8").includes(server.secret), "the secret is shown, not kept");
    site.files = { "index.html": page() };
    const recordings = waves(WAVES, ["wave_lr", "arc_convex", "arc_concave"]);
    const tokens = await inParallel(recordings, AT_ONCE, (recording) => tokenBy(site.url, recording));
    assert.equal(tokens.length, WAVES);
    const [unspent = "", ...spent] = tokens;
    for (const token of spent) assert.equal((await server.verify(token)).success, true);
    await server.crash();
    await server.up();
    for (const token of spent) {
      assert.deepEqual((await server.verify(token))["error-codes"], ["timeout-or-duplicate"]);
    }
    assert.equal((await server.verify(unspent)).success, true, "an unspent token is still good");
    assert.deepEqual((await server.verify(unspent))["error-codes"], ["timeout-or-duplicate"]);
  },
);
