// Lines that are slow, and pages whose own scripts stand between the check and its server.
import assert from "node:assert/strict";
import { test } from "node:test";
import { launch } from "../support/chromium.mjs";
import { FastServer, SITEKEY } from "../support/fast-server.mjs";
import { fixtures } from "../support/fixtures.mjs";
import { openPage } from "../support/open-page.mjs";
import { Site } from "../support/static-site.mjs";
import { token, verify } from "../support/widget-actions.mjs";

/** @typedef {import("playwright-core").Page} Page */
/** @typedef {import("playwright-core").Route} Route */

const on = fixtures({ browser: launch, server: () => FastServer.start() });

/**
 * Answers the first request to this endpoint when `release` is called, and later ones never.
 * @param {Page} page @param {string} endpoint
 */
async function heldEndpoint(page, endpoint) {
  let isFirst = true;
  let release = () => {};
  const released = new Promise((resolve) => (release = () => resolve(undefined)));
  /** @type {() => void} */
  let note = () => {};
  const arrived = new Promise((resolve) => (note = () => resolve(undefined)));
  const answer = async (/** @type {Route} */ route) => {
    if (!isFirst) return;
    isFirst = false;
    const response = await route.fetch();
    note();
    await released;
    await route.fulfill({ response });
  };
  await page.route(`${on.server.url}/${endpoint}*`, answer);
  return { arrived, release };
}

test("answers that take twelve seconds count, and meanwhile the person hears that it goes on", async () => {
  const widget = await on.server.open(on.browser, on.server.widget(), { prepare: (page) => page.clock.install() });
  const { page } = widget;
  const message = widget.part("message");
  for (const endpoint of ["challenge", "redeem"]) {
    const { arrived, release } = await heldEndpoint(page, endpoint);
    await widget.press();
    await arrived;
    // In case the first request was lost.
    const askedOnceMore = page.waitForRequest(`${on.server.url}/${endpoint}*`);
    await page.clock.runFor(12_500);
    await message.filter({ hasText: "One moment." }).waitFor();
    assert.equal(await message.getAttribute("aria-live"), "polite");
    assert.equal(await widget.state(), "checking");
    await askedOnceMore;
    await page.clock.resume();
    release();
    assert.equal(await widget.reach(["verified", "failed"]), "verified", await widget.story());
    assert.equal((await on.server.verify(await widget.token())).success, true);
    await page.unroute(`${on.server.url}/${endpoint}*`);
    await page.evaluate(() => /** @type {any} */ (document.querySelector("pass-wave")).reset());
  }
  assert.deepEqual(widget.faults, []);
  await widget.close();
});

/** Answers everything that it has seen before out of its cache, as some service workers do. */
const CACHE_FIRST = `
  addEventListener("install", () => skipWaiting());
  addEventListener("activate", (event) => event.waitUntil(clients.claim()));
  async function answer(request) {
    const cache = await caches.open("everything");
    const kept = await cache.match(request);
    if (kept) return kept;
    const response = await fetch(request);
    if (request.method === "GET") await cache.put(request, response.clone());
    return response;
  }
  addEventListener("fetch", (event) => event.respondWith(answer(event.request)));
`;

test("a service worker that answers out of its cache first breaks no later visit", async () => {
  const html = `<!doctype html><html lang="en"><title>A site</title>
    <script src="${on.server.url}/passwave.js"></script><pass-wave sitekey="${SITEKEY}"></pass-wave>
    <script>navigator.serviceWorker.register("/worker.js")</script>`;
  const site = await Site.ofPage(html, { files: { "worker.js": CACHE_FIRST, "favicon.ico": "" } });
  const { page, close } = await openPage(on.browser, `${site.url}/`);
  try {
    await page.waitForFunction(() => navigator.serviceWorker.controller);
    /** @type {Set<string>} */
    const tokens = new Set();
    for (const visit of ["first", "second", "third"]) {
      await page.reload();
      await verify(page);
      tokens.add(await token(page));
      assert.equal((await on.server.verify(await token(page))).success, true, visit);
    }
    assert.equal(tokens.size, 3);
    const kept = await page.evaluate(async () =>
      (await (await caches.open("everything")).keys()).map(({ url }) => url),
    );
    assert.equal(kept.filter((url) => url.includes("/challenge?")).length, 3, "the worker has seen the requests");
  } finally {
    await close();
    site.stop();
  }
});
