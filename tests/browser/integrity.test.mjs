// What is shipped is what was built: a page may insist on it, and nothing in it tells where that was done.
import assert from "node:assert/strict";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { homedir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { freshPage, launch } from "./lib/chromium.mjs";
import { DIST, ROOT } from "./lib/programs.mjs";
import { Server } from "./lib/server.mjs";

/** @type {{ build: string, files: Record<string, string> }} */
const about = JSON.parse(readFileSync(join(DIST, "integrity.json"), "utf8"));

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

/** A site of another origin whose page insists on what it loads. @param {string} name @param {string} [type] */
async function site(name, type = "text/javascript") {
  const html = `<!doctype html><html lang="en"><title>A site</title><link rel="icon" href="data:,"><script>let outcome = new Promise(() => {});</script>
    <script src="${server.url}/${name}" type="${type}" integrity="${about.files[name]}" crossorigin
      onload="outcome = Promise.resolve('loaded')" onerror="outcome = Promise.resolve('refused')"></script>
    <pass-wave sitekey="demo"></pass-wave></html>`;
  const pages = createServer((_, response) => response.setHeader("content-type", "text/html").end(html));
  await new Promise((resolve) => pages.listen(0, "127.0.0.1", () => resolve(undefined)));
  const { port } = /** @type {import("node:net").AddressInfo} */ (pages.address());
  return { address: `http://127.0.0.1:${port}/`, close: () => pages.close() };
}

/** @param {string} name @param {string} type @param {boolean} isChanged */
async function outcome(name, type, isChanged) {
  const { address, close } = await site(name, type);
  const { page, context } = await freshPage(browser);
  if (isChanged) {
    await page.route(`**/${name}`, async (route) => {
      const response = await route.fetch();
      return route.fulfill({ response, body: (await response.text()) + " " });
    });
  }
  await page.goto(address);
  const outcome = await page.evaluate("outcome");
  const isDefined = await page.evaluate(() => Boolean(customElements.get("pass-wave")));
  await context.close();
  close();
  return { outcome, isDefined };
}

for (const [name, type] of [["passwave.js", "text/javascript"], ["passwave.mjs", "module"]]) {
  test(`a page of another origin that names the hash of ${name} gets it, and not one with a byte more`, { timeout: 60_000 }, async () => {
    assert.deepEqual(await outcome(String(name), String(type), false), { outcome: "loaded", isDefined: true });
    assert.deepEqual(await outcome(String(name), String(type), true), { outcome: "refused", isDefined: false });
  });
}

test("the server lets browsers keep the parts of this build for good, and asks again about the loader", async () => {
  const cached = async (/** @type {string} */ path) => (await fetch(server.url + path)).headers.get("cache-control") ?? "";
  assert.match(await cached(`/passwave-core.wasm?v=${about.build}`), /immutable/);
  assert.doesNotMatch(await cached("/passwave-core.wasm?v=another"), /immutable/);
  assert.doesNotMatch(await cached("/passwave.js"), /immutable/);
});

test("no file that is shipped names a folder of the machine that built it", () => {
  const names = readdirSync(DIST, { recursive: true }).map(String).filter((name) => statSync(join(DIST, name)).isFile());
  const plain = names.filter((name) => !/\.(br|gz)$/.test(name));
  assert.ok(plain.includes("passwave-core.wasm") && plain.includes("passwave.js"));
  const folders = [homedir(), ROOT.replace(/\/$/, ""), process.env.CARGO_HOME, "/registry/src/", "\\registry\\src\\"];
  for (const name of plain) {
    const text = readFileSync(join(DIST, name), "latin1");
    for (const folder of folders.filter(Boolean)) assert.ok(!text.includes(String(folder)), `${name} names ${folder}`);
  }
});
