// Pages with a strict policy, pages of another origin, and browsers without WebAssembly.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fixtures } from "../support/fixtures.mjs";
import { launch } from "../support/chromium.mjs";
import { loadCore } from "../support/widget-wasm.mjs";
import { FORM, serveInline } from "../support/open-page.mjs";
import { WidgetPage } from "../support/page-object.mjs";
import { startDemo } from "../support/passwave-server.mjs";
import { retryOnStall } from "../support/retry-on-stall.mjs";
import { DIST } from "../support/paths.mjs";
import { generated, inTurns, real, REAL, waves } from "../support/recordings.mjs";
import { rows } from "../support/replay.mjs";
import { Site } from "../support/static-site.mjs";

/** @typedef {import("../support/recordings.mjs").Recording} Recording */
/** @typedef {import("playwright-core").Page} Page */

const STRICT =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; worker-src 'self'";
const TRUSTED = `${STRICT}; require-trusted-types-for 'script'; trusted-types passwave`;
const WITHOUT_WASM = STRICT.replace(" 'wasm-unsafe-eval'", "");

const on = fixtures({ browser: launch, server: startDemo });

/**
 * Opens a page with this policy, on the server's own origin.
 * @param {string} policy
 * @param {{ recording?: Recording, body?: string, prepare?: (page: Page) => Promise<unknown> }} [options]
 */
function openPage(policy, { recording, body = FORM, prepare } = {}) {
  const address = `${on.server.url}/a-strict-page`;
  return WidgetPage.open(on.browser, address, {
    recording,
    async prepare(page) {
      // The browser asks every origin for an icon, which is no affair of the page's.
      const head = `<link rel="icon" href="data:,"><script src="/passwave.js" async></script>`;
      await serveInline(page, address, body, { head, policy: `${policy}; img-src data:` });
      await prepare?.(page);
    },
  });
}

/** @param {WidgetPage} widgetPage @returns {Promise<string[]>} What the page's policy has stopped. */
// @ts-expect-error: set by `watch`
const violations = ({ page }) => page.evaluate(() => policyViolations);

/** @param {WidgetPage} widgetPage Whether the work was done in a worker. */
const usedWorker = (widgetPage) =>
  widgetPage.page.evaluate(() =>
    performance.getEntriesByType("resource").some(({ name }) => name.includes("/passwave-worker.js")),
  );

for (const [name, policy] of Object.entries({ "the strict policy": STRICT, "trusted types": TRUSTED })) {
  test(`under ${name} waving and pressing verify, in a worker, with no violation`, { timeout: 90_000 }, async () => {
    const [recording] = waves(1);
    const { state, story, stopped } = await retryOnStall(async () => {
      const wave = await openPage(policy, { recording });
      const result = {
        state: await wave.wave(),
        gap_ms: wave.gap_ms,
        story: await wave.story(),
        stopped: await violations(wave),
      };
      await wave.close();
      return result;
    });
    assert.equal(state, "verified", story);
    assert.deepEqual(stopped, []);
    const press = await openPage(policy);
    await press.verify();
    assert.ok(await usedWorker(press));
    assert.deepEqual(await violations(press), []);
    assert.deepEqual(press.faults, []);
    await press.close();
  });
}

/**
 * What one version makes of a movement.
 * @param {import("../support/widget-wasm.mjs").Core} core @param {Float64Array} movement
 */
function judgeRows({ GestureRecogniser }, movement) {
  const session = new GestureRecogniser("wave", "standard");
  session.push(movement);
  return {
    accepted: session.accepted,
    at_ms: session.at_ms ?? null,
    score: session.score,
    strokes: session.strokes,
    reason: session.reason,
  };
}

/** The same, inside a page. @param {{ address: string, all: number[][] }} asked */
async function judgeAll({ address, all }) {
  const { GestureRecogniser } = /** @type {import("../support/widget-wasm.mjs").Core} */ (await import(address));
  return all.map((movement) => {
    const session = new GestureRecogniser("wave", "standard");
    session.push(new Float64Array(movement.map((value) => value ?? NaN)));
    return {
      accepted: session.accepted,
      at_ms: session.at_ms ?? null,
      score: session.score,
      strokes: session.strokes,
      reason: session.reason,
    };
  });
}

test("where WebAssembly is forbidden, the same Rust as JavaScript verifies a wave", { timeout: 90_000 }, async () => {
  const [recording] = waves(1);
  const { state, story, requests } = await retryOnStall(async () => {
    /** @type {string[]} */
    const requests = [];
    const wave = await openPage(WITHOUT_WASM, {
      recording,
      prepare: async (page) => page.on("request", (request) => requests.push(request.url())),
    });
    const result = { state: await wave.wave(30_000), gap_ms: wave.gap_ms, story: await wave.story(), requests };
    await wave.close();
    return result;
  });
  assert.equal(state, "verified", story);
  assert.ok(
    requests.some((url) => url.includes("/passwave-plain.js?")),
    "the JavaScript was fetched",
  );
  assert.ok(!requests.some((url) => url.includes(".wasm")), "and the wasm was not");
});

test("in such a browser the JavaScript judges as the wasm does", { timeout: 60_000 }, async () => {
  const core = await loadCore();
  const some = REAL ? inTurns(real("handwaving"), 24) : [...generated("wave_ud", 6), ...generated("circle", 6)];
  const page = await openPage(WITHOUT_WASM);
  const found = await page.page.evaluate(judgeAll, {
    address: `${on.server.url}/passwave-plain.js`,
    all: some.map((recording) => [...rows(recording)]),
  });
  await page.close();
  assert.ok(found.some(({ accepted }) => accepted) && found.some(({ accepted }) => !accepted), "both verdicts occur");
  found.forEach((verdict, nth) =>
    assert.deepEqual(verdict, judgeRows(core, rows(/** @type {Recording} */ (some[nth]))), some[nth]?.id),
  );
});

test("in a browser that compiles nothing at all, pressing verifies", { timeout: 120_000 }, async () => {
  const slow = await launch(["--js-flags=--jitless"]);
  try {
    const press = await WidgetPage.open(slow, `${on.server.url}/demo/`);
    assert.equal(await press.page.evaluate(() => typeof WebAssembly), "undefined");
    await press.verify();
  } finally {
    await slow.close();
  }
});

/**
 * A site of another origin than the server's, with copies of these of our files.
 * @param {string} element @param {{ files?: string[], policy?: string }} [options]
 */
function site(element, { files = [], policy } = {}) {
  const html = `<!doctype html><html lang="en"><title>A site</title><link rel="icon" href="data:,">
    <script src="${on.server.url}/passwave.js" async></script><form>${element}</form></html>`;
  const copies = files.map((name) => [name, readFileSync(join(DIST, name), "utf8")]);
  return Site.ofPage(html, { policy, files: Object.fromEntries(copies) });
}

test("from another origin the work is done on the page's own thread", { timeout: 90_000 }, async () => {
  const other = await site(`<pass-wave sitekey="demo"></pass-wave>`);
  const press = await WidgetPage.open(on.browser, other.url);
  await press.verify();
  assert.ok(!(await usedWorker(press)), "no worker");
  assert.deepEqual(press.faults, []);
  await press.close();
  other.stop();
});

test("from another origin, with worker-src, a worker of the site's own does it", { timeout: 90_000 }, async () => {
  const other = await site(`<pass-wave sitekey="demo" worker-src="/passwave-worker.js"></pass-wave>`, {
    files: ["passwave-worker.js"],
  });
  const press = await WidgetPage.open(on.browser, other.url);
  await press.verify();
  assert.ok(await usedWorker(press), "the site's own worker");
  assert.deepEqual(press.faults, []);
  await press.close();
  other.stop();
});

test("from another origin, a worker-src that is no script is no error of the page's", { timeout: 90_000 }, async () => {
  const other = await site(`<pass-wave sitekey="demo" worker-src="/a-page.js"></pass-wave>`);
  other.files["a-page.js"] = "<!doctype html><title>Not found</title>";
  const press = await WidgetPage.open(on.browser, other.url);
  // A worker's error that nobody handles goes on to its page, where it is no exception.
  await press.page.evaluate("errors = []; addEventListener('error', ({ message }) => errors.push(message))");
  await press.verify();
  assert.deepEqual(await press.page.evaluate("errors"), []);
  await press.close();
  other.stop();
});

test(
  "from another origin, a policy that names the server and nothing else stops nothing",
  { timeout: 90_000 },
  async () => {
    const policy = `default-src 'none'; script-src ${on.server.url} 'wasm-unsafe-eval'; connect-src ${on.server.url}; img-src data:`;
    const other = await site(`<pass-wave sitekey="demo"></pass-wave>`, { policy });
    const press = await WidgetPage.open(on.browser, other.url);
    await press.verify();
    assert.deepEqual(await violations(press), []);
    assert.deepEqual(press.faults, []);
    await press.close();
    other.stop();
  },
);
