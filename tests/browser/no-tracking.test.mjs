// A whole verification leaves nothing behind and tells nobody else.
import assert from "node:assert/strict";
import { test } from "node:test";
import { launch } from "../support/chromium.mjs";
import { waves } from "../support/recordings.mjs";
import { fixtures } from "../support/fixtures.mjs";
import { WidgetPage } from "../support/page-object.mjs";
import { startDemo } from "../support/passwave-server.mjs";

const on = fixtures({ browser: launch, server: startDemo });

/** What a page can keep on a person's device. */
const kept = async () => ({
  cookie: document.cookie,
  local: localStorage.length,
  session: sessionStorage.length,
  databases: (await indexedDB.databases()).length,
  caches: (await caches.keys()).length,
  workers: (await navigator.serviceWorker.getRegistrations()).length,
});

const NOTHING = { cookie: "", local: 0, session: 0, databases: 0, caches: 0, workers: 0 };

/** @param {import("../support/recordings.mjs").Recording | undefined} recording */
async function verifyAndLook(recording) {
  /** @type {string[]} */
  const requests = [];
  const widgetPage = await WidgetPage.open(on.browser, `${on.server.url}/demo/`, {
    recording,
    prepare: async (page) => page.context().on("request", (request) => requests.push(request.url())),
  });
  assert.equal(await widgetPage.wave(), "verified", await widgetPage.story());
  assert.deepEqual(await widgetPage.page.evaluate(kept), NOTHING);
  // @ts-expect-error: set by `watch`
  assert.deepEqual(await widgetPage.page.evaluate(() => policyViolations), []);
  assert.deepEqual(await widgetPage.page.context().cookies(), []);
  assert.equal((await widgetPage.submit()).success, true);
  assert.deepEqual(await widgetPage.page.context().cookies(), []);
  assert.deepEqual(widgetPage.faults, []);
  await widgetPage.close();
  return requests;
}

/** @param {string[]} requests */
function assertOnlyToOwnServer(requests) {
  assert.ok(
    requests.some((url) => url.endsWith("/redeem")),
    "the page's requests are seen",
  );
  assert.deepEqual(
    requests.filter((url) => new URL(url).origin !== on.server.url),
    [],
  );
}

test(
  "by waving: no other origin, no cookie, no storage, no violation of the page's policy",
  { timeout: 60_000 },
  async () => {
    const [recording] = waves(1);
    assertOnlyToOwnServer(await verifyAndLook(recording));
  },
);

test("without a sensor: the same", { timeout: 60_000 }, async () => {
  assertOnlyToOwnServer(await verifyAndLook(undefined));
});
