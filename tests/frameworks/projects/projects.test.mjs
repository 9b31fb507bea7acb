// The programs of docs/frameworks.md for frameworks that build by themselves: from an empty folder to a token.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { suite, test } from "node:test";
import { fileURLToPath } from "node:url";
import { launch } from "../../support/chromium.mjs";
import { program } from "../../support/code-blocks.mjs";
import { FastServer } from "../../support/fast-server.mjs";
import { fixtures } from "../../support/fixtures.mjs";
import { freePort } from "../../support/free-port.mjs";
import { pack } from "../../support/npm-pack.mjs";
import { openPage } from "../../support/open-page.mjs";
import { ROOT } from "../../support/paths.mjs";
import { run } from "../../support/run-program.mjs";
import { ServerProcess } from "../../support/server-process.mjs";
import { Site } from "../../support/static-site.mjs";
import { temporaryFolder } from "../../support/temporary-folder.mjs";
import { reach, token, verify } from "../../support/widget-actions.mjs";

/** @typedef {import("playwright-core").Page} Page */
/** @typedef {{ url: string, stop(): unknown }} Served */
/**
 * @typedef {object} Framework
 * @property {string} title as the document names it
 * @property {string} package whose version the document names
 * @property {() => string[]} [make] the command that makes the project, if there is one
 * @property {() => Record<string, string>} files the documented programs and what stands beside them
 * @property {string[]} build
 * @property {(folder: string) => Promise<Served>} serve
 * @property {(page: Page, verifies: () => Promise<void>) => Promise<unknown>} [then] what else its page must do
 */

const HERE = dirname(fileURLToPath(import.meta.url));
/** Several times what they build in on a calm machine. */
const LIMIT_MS = 300_000;
const QUIET = { ASTRO_TELEMETRY_DISABLED: "1", NG_CLI_ANALYTICS: "false", NUXT_TELEMETRY_DISABLED: "1" };

async function packed() {
  const { path, stop } = temporaryFolder();
  const { tarball } = await pack(path);
  return { tarball, stop };
}

const on = fixtures({ browser: launch, check: () => FastServer.start(), packed });

/** @param {string} language @param {string} words */
const documented = (language, words) => program("frameworks.md", language, on.check.url, words);

/** What a project's page is served by: a program, started in its folder. @param {(port: string) => string[]} command */
const byProgram = (command) => async (/** @type {string} */ folder) => {
  const port = String(await freePort());
  const site = await ServerProcess.start(process.execPath, command(port), {
    cwd: folder,
    env: { ...QUIET, PORT: port, NITRO_PORT: port },
    listening: /(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::\]):(\d+)/,
  });
  const url = `http://localhost:${port}`;
  const rendered = await (await fetch(url)).text();
  assert.match(rendered, /<pass-wave [^>]*sitekey="test-site"/, "rendered on the server");
  return { url, stop: () => site.stop() };
};

/** Files alone. @param {string} built */
const byFiles = (built) => async (/** @type {string} */ folder) => {
  const site = await Site.start(join(folder, built));
  site.files = { "favicon.ico": "" };
  return site;
};

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

/** The pages are swapped, and each has its check. @param {Page} page @param {() => Promise<void>} verifies */
async function swapsPages(page, verifies) {
  await page.evaluate(() => Object.assign(globalThis, { isSamePage: true }));
  for (const other of ["/two/", "/"]) {
    await page.click(`text=To ${other}`);
    await page.waitForURL(`**${other}`);
    await reach(page, "idle");
    await verifies();
  }
  assert.equal(await page.evaluate("isSamePage"), true, "pages are swapped");
}

/** The documented `ng new`, without the packages, which the lock file pins. */
function ngNew() {
  const [, options = ""] = /^npx @angular\/cli@\d+ (new .+)$/m.exec(documented("sh", "@angular/cli")) ?? [];
  assert.match(options, /^new contact /);
  return ["@angular/cli/bin/ng.js", ...options.split(" "), "--skip-install", "--directory", "work"];
}

/** @type {Record<string, Framework>} */
const FRAMEWORKS = {
  angular: {
    title: "Angular",
    package: "@angular/core",
    make: ngNew,
    files: () => ({
      "src/main.ts": documented("ts", "bootstrapApplication"),
      "src/app/app.ts": documented("ts", "CUSTOM_ELEMENTS_SCHEMA"),
    }),
    build: ["@angular/cli/bin/ng.js", "build"],
    serve: byFiles("dist/contact/browser"),
    then: (page) => page.waitForSelector("form > button:not(:disabled)"),
  },
  sveltekit: {
    title: "SvelteKit",
    package: "@sveltejs/kit",
    files: () => ({
      "svelte.config.js": "export default {};",
      "vite.config.js": `import { sveltekit } from "@sveltejs/kit/vite"; export default { plugins: [sveltekit()] };`,
      "src/app.html": APP_HTML,
      "src/routes/+page.svelte": documented("html", "onMount"),
    }),
    build: ["vite/bin/vite.js", "build"],
    serve: byProgram((port) => ["../node_modules/vite/bin/vite.js", "preview", "--port", port]),
  },
  astro: {
    title: "Astro",
    package: "astro",
    files: () => ({
      "src/Check.astro": documented("astro", "pass-wave"),
      "src/pages/index.astro": astroPage("/two/"),
      "src/pages/two.astro": astroPage("/"),
    }),
    build: ["astro/astro.js", "build"],
    serve: byProgram((port) => ["../node_modules/astro/astro.js", "preview", "--port", port]),
    then: swapsPages,
  },
  nuxt: {
    title: "Nuxt",
    package: "nuxt",
    files: () => ({
      "nuxt.config.ts": documented("ts", "defineNuxtConfig"),
      "app/plugins/passwave.client.ts": documented("ts", "defineNuxtPlugin"),
      "app/app.vue": documented("vue", "<pass-wave sitekey"),
    }),
    build: ["nuxt/bin/nuxt.mjs", "build"],
    serve: byProgram(() => [".output/server/index.mjs"]),
  },
};

/** Runs a program of the framework's packages. @param {string} name @param {string[]} command @param {string} cwd */
async function runOf(name, [file = "", ...options], cwd) {
  const { code, said, complained } = await run([process.execPath, join(HERE, name, "node_modules", file), ...options], {
    cwd,
    env: QUIET,
  });
  assert.equal(code, 0, `${said}\n${complained}`);
}

/**
 * A new folder with the project, the documented programs, and our package in it.
 * @param {string} name @param {Framework} framework
 */
async function newProject(name, { make, files }) {
  const folder = join(HERE, name, "work");
  rmSync(folder, { recursive: true, force: true });
  if (make) await runOf(name, make(), join(HERE, name));
  const installed = join(folder, "node_modules/passwave");
  mkdirSync(installed, { recursive: true });
  execFileSync("tar", ["-xzf", on.packed.tarball, "-C", installed, "--strip-components=1"]);
  const manifest = make ? {} : { "package.json": `{ "private": true, "type": "module" }` };
  for (const [file, text] of Object.entries({ ...manifest, ...files() })) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  return folder;
}

/**
 * A person verifies on the page, and the token counts.
 * @param {import("node:test").TestContext} t @param {string} url @param {Framework["then"]} then
 */
async function assertVerifies(t, url, then) {
  const { page, faults, close } = await openPage(on.browser, `${url}/`, { limit_ms: LIMIT_MS });
  t.after(close);
  const verifies = async () => {
    await page.waitForFunction(() => document.querySelectorAll("pass-wave").length === 1);
    await verify(page);
    assert.equal((await on.check.verify(await token(page))).success, true);
  };
  await verifies();
  await then?.(page, verifies);
  assert.deepEqual(
    faults.filter((fault) => !/Worker|favicon|404/.test(fault)),
    [],
  );
}

// Two builds at a time, as there are two cores.
suite("from an empty folder to a token", { concurrency: 2 }, () => {
  for (const [name, framework] of Object.entries(FRAMEWORKS)) {
    test(name, { timeout: LIMIT_MS }, async (t) => {
      const folder = await newProject(name, framework);
      t.after(() => rmSync(folder, { recursive: true, force: true }));
      await runOf(name, framework.build, folder);
      const site = await framework.serve(folder);
      t.after(() => site.stop());
      await assertVerifies(t, site.url, framework.then);
    });
  }
});

test("the document names the versions that are built here", () => {
  const text = readFileSync(join(ROOT, "docs/frameworks.md"), "utf8");
  for (const [name, { title, package: of }] of Object.entries(FRAMEWORKS)) {
    const { packages } = JSON.parse(readFileSync(join(HERE, name, "package-lock.json"), "utf8"));
    const [, version] = /^(\d+\.\d+)\./.exec(packages[`node_modules/${of}`].version) ?? [];
    assert.match(text, new RegExp(`${title} ${version}\\b`));
  }
});
