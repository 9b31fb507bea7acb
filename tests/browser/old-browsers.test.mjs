// Browsers as old as the documents promise. Chromium plays them: what they did not have yet is taken away before the
// page is loaded.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { Script } from "node:vm";
import { transform } from "esbuild";
import { launch } from "../support/chromium.mjs";
import { DIST, ROOT } from "../support/paths.mjs";
import { fixtures } from "../support/fixtures.mjs";
import { growOld } from "../support/old-browser.mjs";
import { WidgetPage } from "../support/page-object.mjs";
import { startDemo } from "../support/passwave-server.mjs";

/** As `docs/getting-started.md` names them. */
const OLDEST = ["chrome96", "firefox90", "safari15"];

const on = fixtures({ browser: () => launch(), server: () => startDemo() });

/** A browser whose WebAssembly is too old for ours. */
function oldWebAssembly() {
  const refuse = () => Promise.reject(new WebAssembly.CompileError("unknown instruction"));
  Object.assign(WebAssembly, { instantiate: refuse, instantiateStreaming: refuse });
}

/** @param {string} path @param {() => void} [more] */
async function openPage(path, more) {
  const widgetPage = await WidgetPage.open(on.browser, on.server.url + path, {
    prepare: async (page) => {
      await page.addInitScript(growOld);
      if (more) await page.addInitScript(more);
    },
  });
  assert.deepEqual(await widgetPage.page.evaluate("keptDespiteAge"), [], "the browser is old");
  return widgetPage;
}

for (const [name, more] of /** @type {[string, (() => void) | undefined][]} */ ([
  ["", undefined],
  [", with an older WebAssembly too", oldWebAssembly],
])) {
  test(`in an old browser${name} pressing verifies, and the form carries the token`, { timeout: 60_000 }, async () => {
    const old = await openPage("/demo/", more);
    await old.press();
    assert.equal(await old.reach(["verified", "failed"]), "verified", await old.story());
    assert.equal((await old.submit()).success, true);
    // The demo's policy forbids the only style sheet that such a browser would take: there the check stands bare.
    assert.deepEqual(
      old.faults.filter((fault) => !/inline style/.test(fault)),
      [],
    );
    await old.close();
  });
}

test("in an old browser a form's reset takes the token back", { timeout: 60_000 }, async () => {
  const old = await openPage("/examples/form.html");
  const carried = () =>
    old.page.evaluate(() =>
      String(new FormData(/** @type {HTMLFormElement} */ (document.forms[0])).get("passwave-response") ?? ""),
    );
  await old.press();
  await old.reach(["verified"]);
  assert.ok((await carried()).length > 100);
  await old.page.evaluate(() => document.forms[0]?.reset());
  await old.reach(["idle"]);
  assert.equal(await carried(), "");
  await old.close();
});

const scripts = () =>
  readdirSync(DIST, { recursive: true })
    .map(String)
    .filter((name) => /\.m?js$/.test(name));

test("no shipped script needs more syntax than those browsers read", async () => {
  const lowered = (/** @type {string} */ code, /** @type {string[]} */ target) =>
    // For some engines alone a function stands in parentheses.
    transform(code, { target, charset: "utf8", legalComments: "none" }).then(({ code }) => code.replace(/[()]/g, ""));
  assert.notEqual(
    await lowered("class A { static { f(); } }", OLDEST),
    await lowered("class A { static { f(); } }", ["esnext"]),
    "newer syntax is noticed",
  );
  assert.ok(scripts().includes("passwave.js"));
  for (const name of scripts()) {
    const code = readFileSync(join(DIST, name), "utf8");
    assert.equal(await lowered(code, OLDEST), await lowered(code, ["esnext"]), name);
  }
});

test("a classic script is one: it awaits nothing at its top, imports nothing statically", () => {
  assert.throws(() => new Script("await 1"), SyntaxError);
  for (const name of [
    "passwave.js",
    "passwave-worker.js",
    "compat/recaptcha.js",
    "compat/hcaptcha.js",
    "compat/turnstile.js",
  ]) {
    assert.ok(new Script(readFileSync(join(DIST, name), "utf8")), name);
  }
});

test("the documents name the browsers that the build is for", () => {
  const said = readFileSync(join(ROOT, "docs/getting-started.md"), "utf8");
  const built = readFileSync(join(ROOT, "xtask/src/build/bundle.mjs"), "utf8");
  assert.ok(built.includes(JSON.stringify(OLDEST).replaceAll(",", ", ")));
  for (const name of ["Chrome 96", "Firefox 90", "Safari 15"]) assert.ok(said.includes(name), name);
});
