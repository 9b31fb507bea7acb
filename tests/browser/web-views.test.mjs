// Inside an app's web view: what the app is told, the sensors it hands over; and a server that is away for a while.
import assert from "node:assert/strict";
import { test } from "node:test";
import { freshPage, launch } from "../support/chromium.mjs";
import { FastServer, SITEKEY } from "../support/fast-server.mjs";
import { fixtures } from "../support/fixtures.mjs";
import { openInlinePage, openPage } from "../support/open-page.mjs";
import { startDemo } from "../support/passwave-server.mjs";
import { report, waves } from "../support/recordings.mjs";
import { DIST } from "../support/paths.mjs";
import { Site } from "../support/static-site.mjs";
import { part, pressOnly, reach } from "../support/widget-actions.mjs";

/** @typedef {import("playwright-core").Page} Page */
/** @typedef {{ source: string, type: string, state?: string, token?: string, code?: string }} Message */

const G_MPS2 = 9.80665;

const on = fixtures({ browser: launch, server: FastServer.start, demo: startDemo });

/** Stands for the objects that apps put into a page; each notes what it is sent. */
function mockedHosts() {
  const heard = {
    webkit: /** @type {unknown[]} */ ([]),
    reactNative: /** @type {unknown[]} */ ([]),
    android: /** @type {unknown[]} */ ([]),
  };
  const port = (/** @type {unknown[]} */ list) => ({
    postMessage: (/** @type {unknown} */ message) => list.push(message),
  });
  Object.assign(globalThis, {
    heardByHosts: heard,
    webkit: { messageHandlers: { passwave: port(heard.webkit) } },
    ReactNativeWebView: port(heard.reactNative),
    PasswaveHost: port(heard.android),
  });
}

/** @param {(page: Page) => Promise<unknown>} [prepare] */
const open = (prepare) =>
  openInlinePage(
    on.browser,
    on.server.url,
    `<!doctype html><html lang="en"><title>Page</title><script src="/passwave.js"></script>
    <pass-wave sitekey="${SITEKEY}"></pass-wave></html>`,
    { prepare },
  );

test("each kind of app is told the same: objects or JSON, from the press to the token", async () => {
  const { page, faults, close } = await open((page) => page.addInitScript(mockedHosts));
  await pressOnly(page);
  await reach(page, "verified");
  /** @type {{ webkit: Message[], reactNative: string[], android: string[] }} */
  // @ts-expect-error: set by mockedHosts
  const { webkit, reactNative, android } = await page.evaluate(() => heardByHosts);
  assert.deepEqual(
    reactNative.map((text) => JSON.parse(text)),
    webkit,
  );
  assert.deepEqual(android, reactNative);
  const states = webkit.filter(({ type }) => type === "passwave-state").map(({ state }) => state);
  assert.deepEqual(states.slice(-2), ["checking", "verified"]);
  assert.ok(webkit.every(({ source }) => source === "passwave"));
  const token = webkit.find(({ type }) => type === "passwave-verified")?.token;
  assert.equal((await on.server.verify(token ?? "")).success, true);
  assert.deepEqual(faults, []);
  await close();
});

test("an app hears of a token that was there before the script that tells it", async () => {
  /** @type {() => void} */
  let release = () => {};
  const released = new Promise((resolve) => (release = () => resolve(undefined)));
  const { page, faults, close } = await open(async (page) => {
    await page.addInitScript(mockedHosts);
    await page.route("**/passwave-extras.js*", (route) => released.then(() => route.continue()));
  });
  await pressOnly(page);
  await reach(page, "verified");
  release();
  // @ts-expect-error: set by mockedHosts
  const told = await page.waitForFunction(() => heardByHosts.webkit.find(({ type }) => type === "passwave-verified"));
  assert.equal((await on.server.verify((await told.jsonValue()).token)).success, true);
  assert.deepEqual(faults, []);
  await close();
});

test(
  "the example's app feeds Core Motion's units between press and verdict, and verifies by waving",
  { timeout: 60_000 },
  async () => {
    const { page, faults, close } = await openPage(on.browser, `${on.demo.url}/examples/web-view.html`);
    await page.waitForFunction(() => customElements.get("pass-wave"));
    await part(page).click();
    await reach(page, "verified");
    const told = await page.locator("#messages li").allTextContents();
    assert.ok(told.includes("passwave-state: progress"), `strokes were felt: ${told.join(", ")}`);
    assert.equal(told.filter((line) => line === "passwave-verified").length, 1);
    assert.deepEqual(faults, []);
    await close();
  },
);

/** A person's wave, as an app measures it that reads Core Motion. @param {import("node:test").TestContext} context */
function wave(context) {
  const recordings = waves(1);
  context.diagnostic(report("waves", recordings));
  const [{ grav, t_ms, ax, ay, az, gx, gy, gz }] = /** @type {[import("../support/recordings.mjs").Recording]} */ (
    recordings
  );
  const axes = (/** @type {number} */ at) => ({
    x: -Number(ax[at]) / G_MPS2,
    y: -Number(ay[at]) / G_MPS2,
    z: -Number(az[at]) / G_MPS2,
  });
  const radians = (/** @type {(number | null)[] | undefined} */ rates, /** @type {number} */ at) =>
    rates ? (Number(rates[at]) * Math.PI) / 180 : null;
  return t_ms.map((at_ms, at) => ({
    timeStamp: at_ms / 1000,
    [grav ? "accelerationIncludingGravity" : "acceleration"]: axes(at),
    rotationRate: { alpha: radians(gx, at), beta: radians(gy, at), gamma: radians(gz, at) },
  }));
}

/**
 * Presses, and hands the samples over in batches as soon as they are asked for.
 * @param {Page} page @param {object[]} samples
 */
async function handOver(page, samples) {
  const pushed = (/** @type {object[]} */ batch) => {
    const check = /** @type {any} */ (document.querySelector("pass-wave"));
    check.pushMotion(batch, { time: "s", acceleration: "g", rotation: "rad/s" });
    return check.state === "listening";
  };
  await page.evaluate(pushed, /** @type {object[]} */ ([]));
  await part(page).click();
  // The prompt waits for the sensor's first word.
  await page.waitForFunction(pushed, samples.slice(0, 1), { timeout: 30_000 });
  for (let from = 1; from < samples.length; from += 6) await page.evaluate(pushed, samples.slice(from, from + 6));
}

test("a person's wave, handed over in batches with g, radians and seconds", { timeout: 60_000 }, async (context) => {
  const { page, faults, close } = await open();
  await handOver(page, wave(context));
  await reach(page, "verified");
  assert.deepEqual(faults, []);
  await close();
});

test(
  "on this device only: a wave is judged with no server at all, and there is no token",
  { timeout: 60_000 },
  async (context) => {
    const files = await Site.start(DIST);
    files.files = {
      "favicon.ico": "",
      "page.html": `<!doctype html><html lang="en"><meta charset="utf-8"><title>Page</title><script src="/passwave.js"></script>
      <form action="/page.html"><pass-wave evidence="none" required></pass-wave><button>Go on</button></form></html>`,
    };
    const { page, faults, context: window } = await freshPage(on.browser);
    const said = /** @type {string[]} */ ([]);
    const asked = /** @type {string[]} */ ([]);
    page.on("console", (line) => said.push(line.text()));
    page.on("request", (request) => asked.push(new URL(request.url()).pathname));
    await page.goto(`${files.url}/page.html`);
    await page.evaluate(() =>
      document.addEventListener("passwave-verified", (event) =>
        Object.assign(globalThis, { verified: /** @type {CustomEvent} */ (event).detail }),
      ),
    );
    await page.click("form > button");
    assert.equal(new URL(page.url()).search, "", "required holds the form back");
    await handOver(page, wave(context));
    await reach(page, "verified");
    assert.deepEqual(await page.evaluate("verified"), { token: "" });
    assert.equal(
      await page.evaluate(() => [...new FormData(/** @type {HTMLFormElement} */ (document.forms[0])).keys()].length),
      0,
      "no field",
    );
    assert.ok(
      said.some((line) => /courtesy, not a defence/.test(line)),
      said.join(" | "),
    );
    assert.deepEqual(
      asked.filter((path) => /challenge|redeem|renew/.test(path)),
      [],
    );
    await page.click("form > button");
    await page.waitForURL(/\?$/);
    assert.deepEqual(faults, []);
    await window.close();
    files.stop();
  },
);

test("a unit that there is not gets a clear error", async () => {
  const { page, close } = await open();
  await pressOnly(page);
  await reach(page, "verified");
  const said = page.waitForEvent("console", { predicate: (line) => line.type() === "error" });
  await page.evaluate(() => {
    /** @type {any} */ (document.querySelector("pass-wave")).pushMotion([], { acceleration: "ft" });
  });
  assert.match((await said).text(), /unknown unit ft/);
  await close();
});

/** Notes every event and every message of the widget. */
function watch() {
  /** @type {{ codes: string[], messages: string[] }} */
  const seen = { codes: [], messages: [] };
  Object.assign(globalThis, { seen });
  document.addEventListener("passwave-error", (event) =>
    seen.codes.push(/** @type {CustomEvent} */ (event).detail.code),
  );
  const look = () => {
    const message =
      document.querySelector("pass-wave")?.shadowRoot?.querySelector("[part~=message]")?.textContent ?? "";
    if (message && message !== seen.messages.at(-1)) seen.messages.push(message);
    requestAnimationFrame(look);
  };
  look();
}

/** @param {Page} page @returns {Promise<{ codes: string[], messages: string[] }>} */
// @ts-expect-error: set by watch
const seen = (page) => page.evaluate(() => globalThis.seen);

test("a server that is away: it says so once, tells the page, and goes on by itself", { timeout: 90_000 }, async () => {
  const { page, close } = await open((page) => page.addInitScript(watch));
  await page.waitForFunction(() =>
    performance.getEntriesByType("resource").some(({ name }) => name.includes("/strings/en.json")),
  );
  await page.waitForFunction(() =>
    performance.getEntriesByType("resource").some(({ name }) => /passwave-(core|press)\.wasm/.test(name)),
  );
  await page.waitForLoadState("networkidle");
  await on.server.down();
  await pressOnly(page);
  // It has tried again, too, before the server comes back.
  for (let tries = 0; tries < 2; tries += 1) {
    await page.waitForEvent("requestfailed", {
      predicate: (request) => request.url().includes("/challenge"),
      timeout: 20_000,
    });
  }
  await page.waitForFunction("seen.messages.some((message) => /Trying again/.test(message))");
  assert.deepEqual((await seen(page)).codes, ["server-unreachable"]);
  await on.server.up();
  await reach(page, "verified");
  const { codes, messages } = await seen(page);
  assert.deepEqual(codes, ["server-unreachable"], "told once");
  assert.equal(messages.filter((message) => /Trying again/.test(message)).length, 1, messages.join(" | "));
  const token = await page.evaluate(() => /** @type {any} */ (document.querySelector("pass-wave")).value);
  assert.equal((await on.server.verify(token)).success, true);
  await close();
});

test("files that do not arrive: it says so, tells the page, and a press tries again", { timeout: 60_000 }, async () => {
  const { page, close } = await open(async (page) => {
    await page.addInitScript(watch);
    await page.route(/passwave-(core|press)\.wasm/, (route) => route.abort());
  });
  await pressOnly(page);
  await reach(page, "failed");
  await page.waitForFunction("/Press to try again/.test(seen.messages.at(-1))");
  assert.deepEqual((await seen(page)).codes, ["core-unavailable"]);
  await page.unroute(/passwave-(core|press)\.wasm/);
  await pressOnly(page);
  await reach(page, "verified");
  await close();
});
