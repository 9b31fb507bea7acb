// The programs of docs/frameworks.md for frameworks that render on a server: built, served, hydrated, verified.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { launch } from "../../support/chromium.mjs";
import { program } from "../../support/code-blocks.mjs";
import { FastServer } from "../../support/fast-server.mjs";
import { fixtures } from "../../support/fixtures.mjs";
import { freePort } from "../../support/free-port.mjs";
import { pack } from "../../support/npm-pack.mjs";
import { openPage } from "../../support/open-page.mjs";
import { run } from "../../support/run-program.mjs";
import { ServerProcess } from "../../support/server-process.mjs";
import { temporaryFolder } from "../../support/temporary-folder.mjs";
import { token, verify } from "../../support/widget-actions.mjs";

const HERE = dirname(fileURLToPath(import.meta.url));
/** Several times what they build in on a calm machine. */
const LIMIT_MS = 300_000;
const QUIET = { ASTRO_TELEMETRY_DISABLED: "1", NUXT_TELEMETRY_DISABLED: "1" };

async function packed() {
  const { path, stop } = temporaryFolder();
  const { tarball } = await pack(path);
  return { tarball, stop };
}

const on = fixtures({ browser: launch, check: () => FastServer.start(), packed });

/** @param {string} language @param {string} words */
const documented = (language, words) => program("frameworks.md", language, on.check.url, words);

const APP_HTML = `<!doctype html><html lang="en">
<head><meta charset="utf-8"><title>A page</title>%sveltekit.head%</head>
<body>%sveltekit.body%</body></html>`;

/** A page that links to another. @param {string} other */
const astroPage = (other) => `---
import { ClientRouter } from "astro:transitions";
import Check from "../Check.astro";
---
<html lang="en"><head><meta charset="utf-8" /><title>A page</title><ClientRouter /></head>
<body><Check /><a href="${other}">To ${other}</a></body></html>`;

/**
 * What stands in the folder beside the documented programs, and how it is built and started.
 * @type {Record<string, { files: () => Record<string, string>, build: string[], start: (port: string) => string[] }>}
 */
const FRAMEWORKS = {
  sveltekit: {
    files: () => ({
      "vite.config.js": `import { sveltekit } from "@sveltejs/kit/vite"; export default { plugins: [sveltekit()] };`,
      "src/app.html": APP_HTML,
      "src/routes/+page.svelte": documented("html", "onMount"),
    }),
    build: ["vite/bin/vite.js", "build"],
    start: (port) => ["../node_modules/vite/bin/vite.js", "preview", "--port", port],
  },
  astro: {
    files: () => ({
      "src/Check.astro": documented("astro", "pass-wave"),
      "src/pages/index.astro": astroPage("/two/"),
      "src/pages/two.astro": astroPage("/"),
    }),
    build: ["astro/bin/astro.mjs", "build"],
    start: (port) => ["../node_modules/astro/bin/astro.mjs", "preview", "--port", port],
  },
  nuxt: {
    files: () => ({
      "nuxt.config.ts": documented("ts", "defineNuxtConfig"),
      "app/plugins/passwave.client.ts": documented("ts", "defineNuxtPlugin"),
      "app/app.vue": documented("vue", "<pass-wave sitekey"),
    }),
    build: ["nuxt/bin/nuxt.mjs", "build"],
    start: () => [".output/server/index.mjs"],
  },
};

/**
 * An empty folder with the programs and our package in it.
 * @param {string} name @param {Record<string, string>} files
 */
function newFolder(name, files) {
  const folder = join(HERE, name, "work");
  rmSync(folder, { recursive: true, force: true });
  const installed = join(folder, "node_modules/passwave");
  mkdirSync(installed, { recursive: true });
  execFileSync("tar", ["-xzf", on.packed.tarball, "-C", installed, "--strip-components=1"]);
  for (const [file, text] of Object.entries({ "package.json": `{ "private": true, "type": "module" }`, ...files })) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  return folder;
}

for (const [name, { files, build, start }] of Object.entries(FRAMEWORKS)) {
  test(`${name}: rendered on the server, taken over without a fault, verifies`, { timeout: LIMIT_MS }, async (t) => {
    const folder = newFolder(name, files());
    t.after(() => rmSync(folder, { recursive: true, force: true }));
    const [file = "", ...options] = build;
    const program = [process.execPath, join(HERE, name, "node_modules", file), ...options];
    const began = Date.now();
    const built = await run(program, { cwd: folder, env: QUIET });
    assert.equal(built.code, 0, `${built.said}\n${built.complained}`);
    t.diagnostic(`built in ${Math.round((Date.now() - began) / 1000)} s`);
    const port = String(await freePort());
    const site = await ServerProcess.start(process.execPath, start(port), {
      cwd: folder,
      env: { ...QUIET, PORT: port, NITRO_PORT: port },
      listening: /(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::\]):(\d+)/,
    });
    t.after(() => site.stop());
    const url = `http://localhost:${port}/`;
    assert.match(await (await fetch(url)).text(), /<pass-wave [^>]*sitekey="test-site"/, "rendered on the server");
    const { page, faults, close } = await openPage(on.browser, url);
    t.after(close);
    const verifies = async () => {
      await page.waitForFunction(() => document.querySelectorAll("pass-wave").length === 1);
      await verify(page);
      assert.equal((await on.check.verify(await token(page))).success, true);
    };
    await verifies();
    if (name === "astro") {
      await page.evaluate(() => Object.assign(globalThis, { isSamePage: true }));
      for (const other of ["/two/", "/"]) {
        await page.click(`text=To ${other}`);
        await page.waitForURL(`**${other}`);
        await page.waitForFunction(() => /** @type {any} */ (document.querySelector("pass-wave")).state === "idle");
        await verifies();
      }
      assert.equal(await page.evaluate("isSamePage"), true, "pages are swapped");
    }
    assert.deepEqual(
      faults.filter((fault) => !/Worker|favicon|404/.test(fault)),
      [],
    );
  });
}
