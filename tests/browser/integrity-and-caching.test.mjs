// What is shipped is what was built: a page may insist on it.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { get } from "node:http";
import { join } from "node:path";
import { test } from "node:test";
import { freshPage, launch } from "../support/chromium.mjs";
import { DIST, ROOT } from "../support/paths.mjs";
import { fixtures } from "../support/fixtures.mjs";
import { openInlinePage } from "../support/open-page.mjs";
import { startDemo, startServer } from "../support/passwave-server.mjs";
import { Site } from "../support/static-site.mjs";

/** @type {{ build: string, files: Record<string, string> }} */
const about = JSON.parse(readFileSync(join(DIST, "integrity.json"), "utf8"));

const on = fixtures({ browser: launch, server: startDemo });

/** A site of another origin whose page insists on what it loads. @param {string} name @param {string} [type] */
function site(name, type = "text/javascript") {
  const html = `<!doctype html><html lang="en"><title>A site</title><link rel="icon" href="data:,"><script>let outcome = new Promise(() => {});</script>
    <script src="${on.server.url}/${name}" type="${type}" integrity="${about.files[name]}" crossorigin
      onload="outcome = Promise.resolve('loaded')" onerror="outcome = Promise.resolve('refused')"></script>
    <pass-wave sitekey="demo"></pass-wave></html>`;
  return Site.ofPage(html);
}

/** @param {string} name @param {string} type @param {boolean} isChanged */
async function outcome(name, type, isChanged) {
  const other = await site(name, type);
  const { page, context } = await freshPage(on.browser);
  if (isChanged) {
    await page.route(`**/${name}`, async (route) => {
      const response = await route.fetch();
      return route.fulfill({ response, body: (await response.text()) + " " });
    });
  }
  await page.goto(other.url);
  const outcome = await page.evaluate("outcome");
  const isDefined = await page.evaluate(() => Boolean(customElements.get("pass-wave")));
  await context.close();
  other.stop();
  return { outcome, isDefined };
}

for (const [name, type] of [
  ["passwave.js", "text/javascript"],
  ["passwave.mjs", "module"],
]) {
  test(
    `a page of another origin that names the hash of ${name} gets it, and not one with a byte more`,
    { timeout: 60_000 },
    async () => {
      assert.deepEqual(await outcome(String(name), String(type), false), { outcome: "loaded", isDefined: true });
      assert.deepEqual(await outcome(String(name), String(type), true), { outcome: "refused", isDefined: false });
    },
  );
}

test("the server lets browsers keep the parts of this build for good, and asks again about the loader", async () => {
  const cached = async (/** @type {string} */ path) =>
    (await fetch(on.server.url + path)).headers.get("cache-control") ?? "";
  assert.match(await cached(`/passwave-core.wasm?v=${about.build}`), /immutable/);
  assert.doesNotMatch(await cached("/passwave-core.wasm?v=another"), /immutable/);
  assert.doesNotMatch(await cached("/passwave.js"), /immutable/);
});

for (const script of [
  "passwave.js?onload=page",
  "compat/recaptcha.js?onload=page",
  "compat/turnstile.js",
  "compat/hcaptcha.js",
]) {
  test(`a page that begins with ${script} asks for the parts of that very build`, async () => {
    const asked = /** @type {URL[]} */ ([]);
    const { page, close } = await openInlinePage(
      on.browser,
      on.server.url,
      `<!doctype html><html lang="de"><title>Page</title>
      <script>const begun = new Promise((resolve) => (globalThis.page = resolve));</script>
      <script src="/${script}"></script><pass-wave sitekey="demo"></pass-wave>${script.includes("onload") ? "" : "<script>page()</script>"}</html>`,
      {
        prepare: async (page) => page.on("request", (request) => asked.push(new URL(request.url()))),
      },
    );
    await Promise.all([
      page.waitForFunction("begun.then(() => true)"),
      page.waitForFunction(() =>
        performance.getEntriesByType("resource").some(({ name }) => /(core|press)[.]wasm/.test(name)),
      ),
    ]);
    const parts = asked.filter(
      ({ pathname }) => /[.](js|mjs|wasm|json)$/.test(pathname) && pathname !== `/${script.split("?")[0]}`,
    );
    const names = parts.map(({ pathname }) => pathname);
    const expected = [
      "/passwave-main.js",
      "/strings/de.json",
      script.startsWith("compat") ? "/passwave.mjs" : "/passwave-api.js",
    ];
    assert.deepEqual(
      expected.filter((name) => !names.includes(name)),
      [],
      names.join(" "),
    );
    assert.ok(
      names.some((name) => /^\/passwave-(core|press)[.]wasm$/.test(name)),
      names.join(" "),
    );
    for (const part of parts) assert.equal(part.searchParams.get("v"), about.build, part.href);
    await close();
  });
}

/**
 * What comes over the wire.
 * @param {string} address @param {Record<string, string>} headers
 * @returns {Promise<{ coding: string, type: string, vary: string, bytes: Buffer }>}
 */
const raw = (address, headers) =>
  new Promise((resolve, reject) => {
    get(address, { headers }, async (response) => {
      const chunks = [];
      for await (const chunk of response) chunks.push(chunk);
      const { "content-encoding": coding = "", "content-type": type = "", vary = "" } = response.headers;
      resolve({ coding, type, vary, bytes: Buffer.concat(chunks) });
    }).on("error", reject);
  });

const CODINGS = [
  ["gzip, deflate, br", "br", ".br"],
  ["gzip;q=1, br;q=0", "gzip", ".gz"],
  ["identity", "", ""],
  ["", "", ""],
];

test("the files come as small as the browser takes them, out of the program and out of a folder", async () => {
  const folder = await startServer(["--demo", "--listen", "127.0.0.1:0", "--assets", DIST]);
  for (const { url } of [on.server, folder]) {
    for (const [accepted = "", coding = "", ending = ""] of CODINGS) {
      const sent = await raw(`${url}/passwave.js`, accepted ? { "accept-encoding": accepted } : {});
      assert.equal(sent.coding, coding, accepted);
      assert.match(sent.type, /^text\/javascript/);
      if (coding) assert.match(sent.vary, /accept-encoding/i);
      assert.deepEqual(sent.bytes, readFileSync(join(DIST, `passwave.js${ending}`)), accepted);
    }
  }
  await folder.stop();
});

/** What is installed, built, or made and taken away again by a test that runs beside this one. */
const NOT_OURS = /^(node_modules|target|\.git|work(-.*)?)$/;

/** All lock files of npm's that are ours. @param {string} folder @returns {string[]} */
function lockFiles(folder) {
  const entries = readdirSync(folder, { withFileTypes: true }).filter(({ name }) => !NOT_OURS.test(name));
  const here = entries
    .filter((entry) => entry.isFile() && /lock\.json$/.test(entry.name))
    .map(({ name }) => join(folder, name));
  return [
    ...here,
    ...entries.filter((entry) => entry.isDirectory()).flatMap(({ name }) => lockFiles(join(folder, name))),
  ];
}

test("every package from npm is pinned by its hash, and by no address", () => {
  const files = lockFiles(ROOT);
  assert.ok(files.includes(join(ROOT, "package-lock.json")));
  for (const file of files) {
    const packages = Object.entries(JSON.parse(readFileSync(file, "utf8")).packages).filter(([name]) => name);
    assert.ok(packages.length > 0, file);
    // What is bundled comes inside another package, whose hash holds it too.
    const isPinned = (/** @type {any} */ { integrity, inBundle, resolved }) => (integrity || inBundle) && !resolved;
    assert.deepEqual(
      packages.filter(([, entry]) => !isPinned(entry)).map(([name]) => name),
      [],
      file,
    );
  }
});
