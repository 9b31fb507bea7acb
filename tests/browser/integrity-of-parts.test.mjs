// Parts that are fetched later are those of this build: one that was changed on its way is refused, and a press tries
// again.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { launch } from "../support/chromium.mjs";
import { FastServer } from "../support/fast-server.mjs";
import { fixtures } from "../support/fixtures.mjs";
import { serveInline } from "../support/open-page.mjs";
import { WidgetPage } from "../support/page-object.mjs";
import { DIST } from "../support/paths.mjs";

const on = fixtures({ browser: launch, server: () => FastServer.start() });

/** Still valid: WebAssembly ignores a section of its own kind at the end, JavaScript a space. */
const MORE = { wasm: Buffer.of(0, 2, 1, 0x61), js: Buffer.from(" ") };

/** As a site's developer copies it. */
const IMPORT_MAP = readFileSync(join(DIST, "importmap.json"), "utf8");

/** The import map with this server's address in it. */
const importMap = () => IMPORT_MAP.replaceAll("https://check.example.org/", `${on.server.url}/`);

/** @param {string} way @param {{ map?: string, changed?: string }} options The name of a part that comes changed. */
async function openPage(way, { map = "", changed }) {
  const address = `${on.server.url}/a-page`;
  const head = `${map && `<script type="importmap">${map}</script>`}<script src="/passwave.js" async></script>
    <script>const codes = []; addEventListener("passwave-error", ({ detail }) => codes.push(detail.code));</script>`;
  return WidgetPage.open(on.browser, address, {
    async prepare(page) {
      await serveInline(page, address, on.server.widget(`way="${way}"`), { head });
      if (changed) await page.route(`**/${changed}?*`, (route) => fulfillChanged(route, changed));
    },
  });
}

/** @param {import("playwright-core").Route} route @param {string} name */
async function fulfillChanged(route, name) {
  const response = await route.fetch();
  const more = name.endsWith(".wasm") ? MORE.wasm : MORE.js;
  await route.fulfill({ response, body: Buffer.concat([await response.body(), more]) });
}

/** @param {WidgetPage} widgetPage @param {string} changed */
async function isRefusedAndPressedAgain(widgetPage, changed) {
  await widgetPage.press();
  assert.equal(await widgetPage.reach(["verified", "failed"]), "failed", await widgetPage.story());
  assert.match((await widgetPage.part("message").textContent()) ?? "", /Press to try again/);
  assert.deepEqual(await widgetPage.page.evaluate("codes"), ["core-unavailable"]);
  await widgetPage.page.unroute(`**/${changed}?*`);
  await widgetPage.verify();
  await widgetPage.close();
}

for (const [way, changed] of /** @type {const} */ ([
  ["press", "passwave-press.wasm"],
  ["wave", "passwave-core.wasm"],
])) {
  test(`a changed ${changed} is refused, and a press tries again`, { timeout: 60_000 }, async () => {
    await isRefusedAndPressedAgain(await openPage(way, { changed }), changed);
  });
}

for (const changed of ["passwave-main.js", "passwave-press.js"]) {
  test(
    `with the import map a changed ${changed} is refused, and a press tries again`,
    { timeout: 60_000 },
    async () => {
      await isRefusedAndPressedAgain(await openPage("press", { changed, map: importMap() }), changed);
    },
  );
}

test("without the import map a changed script is not noticed: it is the map that refuses it", async () => {
  const widgetPage = await openPage("press", { changed: "passwave-main.js" });
  await widgetPage.verify();
  await widgetPage.close();
});

for (const way of ["press", "wave"]) {
  test(`with the import map the parts for a ${way} are taken, and a press verifies`, { timeout: 60_000 }, async () => {
    const widgetPage = await openPage(way, { map: importMap() });
    await widgetPage.verify();
    assert.deepEqual(widgetPage.faults, []);
    await widgetPage.close();
  });
}

test("the server hands out the import map, to pages of any origin", async () => {
  const answer = await fetch(`${on.server.url}/importmap.json`);
  assert.equal(answer.headers.get("access-control-allow-origin"), "*");
  assert.equal(await answer.text(), IMPORT_MAP);
});

test("the import map names every script that the widget imports, under the build's name", () => {
  const { build, files } = JSON.parse(readFileSync(join(DIST, "integrity.json"), "utf8"));
  const { integrity } = JSON.parse(IMPORT_MAP);
  const imported = Object.keys(files).filter(
    (name) => /\.m?js$/.test(name) && !["passwave.js", "passwave-worker.js"].includes(name),
  );
  assert.ok(imported.includes("passwave-main.js") && imported.includes("passwave-plain.js"), imported.join(" "));
  assert.deepEqual(
    integrity,
    Object.fromEntries(imported.map((name) => [`https://check.example.org/${name}?v=${build}`, files[name]])),
  );
});
