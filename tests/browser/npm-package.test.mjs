// The package as it is published, in the hands of a site's developer: made, built, served, verified.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { test } from "node:test";
import { build } from "esbuild";
import { launch } from "../support/chromium.mjs";
import { program } from "../support/code-blocks.mjs";
import { FRAMEWORKS } from "../support/framework-bundles.mjs";
import { fixtures } from "../support/fixtures.mjs";
import { temporaryFolder } from "../support/temporary-folder.mjs";
import { pack } from "../support/npm-pack.mjs";
import { createVite, tool, workFolder } from "../support/npm-package.mjs";
import { ROOT } from "../support/paths.mjs";
import { FastServer, SITEKEY } from "../support/fast-server.mjs";
import { openPage } from "../support/open-page.mjs";
import { Site } from "../support/static-site.mjs";
import { verify } from "../support/widget-actions.mjs";

/** Several times what it takes on a calm machine. */
const LIMIT_MS = 180_000;

/** The package, packed, and installed in a folder below tests/frameworks. */
async function packed() {
  const { path: empty, stop } = temporaryFolder();
  const packed = await pack(empty);
  const work = await workFolder(packed.tarball);
  return { ...packed, empty, work, stop: () => (stop(), rmSync(work, { recursive: true, force: true })) };
}

const on = fixtures({ browser: launch, server: () => FastServer.start(), packed });

/**
 * Serves a folder, verifies on its page, and has the token checked.
 * @param {string} folder @param {(page: import("playwright-core").Page) => Promise<unknown>} [look]
 */
async function assertWorks(folder, look) {
  const site = await Site.start(folder);
  site.files = { "favicon.ico": "" };
  const { page, faults, close } = await openPage(on.browser, `${site.url}/`);
  try {
    await verify(page);
    await look?.(page);
    const token = await page.evaluate(() =>
      new FormData(/** @type {HTMLFormElement} */ (document.forms[0])).get("passwave-response"),
    );
    const answer = await on.server.verify(String(token));
    assert.equal(answer.success, true, JSON.stringify(answer));
    // Where a page may not start a worker from another origin, the browser says so; the work is then done in slices.
    assert.deepEqual(
      faults.filter((fault) => !/Worker/.test(fault)),
      [],
    );
  } finally {
    await close();
    site.stop();
  }
}

/** The page's own script has heard of the token. @param {import("playwright-core").Page} page */
const buttonIsEnabled = (page) => page.waitForSelector("form > button:not(:disabled)");

test("what is published is what is needed, and small", (context) => {
  const needed = [
    "package.json",
    "README.md",
    "LICENSE-MIT",
    "LICENSE-APACHE",
    "dist/passwave.js",
    "dist/passwave.mjs",
    "dist/passwave-core.js",
    "dist/passwave-core.wasm",
    "dist/passwave-press.js",
    "dist/passwave-press.wasm",
    "dist/passwave-worker.js",
    "dist/strings/en.json",
    "dist/strings/zh-Hans.json",
    "dist/compat/recaptcha.js",
    "dist/compat/hcaptcha.js",
    "dist/compat/turnstile.js",
    "types/passwave.d.ts",
  ];
  assert.deepEqual(
    needed.filter((file) => !on.packed.files.includes(file)),
    [],
    "missing",
  );
  assert.deepEqual(
    on.packed.files.filter(
      (file) => !/^(components|dist|server|types)\/|^(package\.json|README\.md|LICENSE-(MIT|APACHE))$/.test(file),
    ),
    [],
  );
  context.diagnostic(`${on.packed.files.length} files, ${on.packed.size} bytes`);
  assert.ok(on.packed.size < 400_000, `${on.packed.size} bytes`);
});

test("every entry of the exports map is there", () => {
  const require = createRequire(join(on.packed.work, "entry.cjs"));
  for (const entry of [
    "passwave",
    "passwave/passwave.mjs",
    "passwave/passwave.js",
    "passwave/compat/recaptcha.js",
    "passwave/react",
    "passwave/vue",
    "passwave/svelte",
    "passwave/dist/passwave-core.wasm",
    "passwave/package.json",
  ]) {
    assert.ok(readFileSync(require.resolve(entry)).length > 0, entry);
  }
  const { exports } = JSON.parse(readFileSync(join(on.packed.work, "node_modules/passwave/package.json"), "utf8"));
  for (const { types } of Object.values(exports).filter((entry) => entry.types)) {
    assert.ok(readFileSync(join(on.packed.work, "node_modules/passwave", types)).length > 0, types);
  }
});

test("from an empty folder: create-vite, the package, the lines of its readme", { timeout: LIMIT_MS }, async () => {
  const app = await createVite(on.packed.empty, "vanilla", on.packed.tarball);
  writeFileSync(join(app, "src/main.js"), program("../pkg/README.md", "js", on.server.url, "innerHTML"));
  await tool(app, "vite", ["build"]);
  await assertWorks(join(app, "dist"));
});

test(
  "from an empty folder: create-vite for React, the package, the lines of its readme and of the document",
  { timeout: LIMIT_MS },
  async () => {
    const app = await createVite(on.packed.empty, "react", on.packed.tarball);
    for (const [document, then] of /** @type {const} */ ([
      ["../pkg/README.md", undefined],
      ["frameworks.md", buttonIsEnabled],
    ])) {
      writeFileSync(join(app, "src/App.jsx"), program(document, "jsx", on.server.url, "export default"));
      await tool(app, "vite", ["build"]);
      await assertWorks(join(app, "dist"), then);
    }
  },
);

for (const [name, file, config] of /** @type {const} */ ([
  ["vue", "App.vue", "isCustomElement"],
  ["svelte", "App.svelte", ""],
])) {
  test(`${name}: the program of the document`, { timeout: LIMIT_MS }, async () => {
    const app = join(on.packed.work, name);
    cpSync(join(FRAMEWORKS, name), app, { recursive: true });
    writeFileSync(join(app, file), program("frameworks.md", name, on.server.url, "passwave"));
    if (config) writeFileSync(join(app, "vite.config.js"), program("frameworks.md", "js", on.server.url, config));
    await tool(app, "vite", ["build"], FRAMEWORKS);
    await assertWorks(join(app, "dist"), buttonIsEnabled);
  });
}

/** A page that loads one built script. @param {string} name @param {string} script */
function folderFor(name, script) {
  const folder = join(on.packed.work, name);
  mkdirSync(join(folder, "dist"), { recursive: true });
  writeFileSync(join(folder, "main.js"), script);
  writeFileSync(
    join(folder, "dist/index.html"),
    '<!doctype html><html lang="en"><meta charset="utf-8"><title>A page</title><div id="app"></div><script src="main.js"></script></html>',
  );
  return folder;
}

/** Has webpack make `dist/main.js` of `main.js`. @param {string} folder */
async function runWebpack(folder) {
  const webpack = createRequire(join(FRAMEWORKS, "package.json"))("webpack");
  const output = { path: join(folder, "dist"), filename: "main.js" };
  const stats = await new Promise((resolve, reject) => {
    webpack(
      { mode: "production", context: folder, entry: "./main.js", output },
      (/** @type {unknown} */ error, /** @type {any} */ result) => (error ? reject(error) : resolve(result)),
    );
  });
  const { errors, warnings } = stats.toJson({ all: false, errors: true, warnings: true });
  assert.deepEqual([...errors, ...warnings], []);
}

test("webpack, without a warning", { timeout: LIMIT_MS }, async () => {
  const folder = folderFor("webpack", program("getting-started.md", "js", on.server.url, "innerHTML"));
  await runWebpack(folder);
  await assertWorks(join(folder, "dist"));
});

/**
 * A page with a bundled module, which runs once the page is parsed.
 * @param {string} name @param {string} script @param {string} place
 */
function moduleFolder(name, script, place) {
  const folder = join(on.packed.work, name);
  mkdirSync(folder);
  writeFileSync(join(folder, "main.js"), script);
  writeFileSync(
    join(folder, "index.html"),
    `<!doctype html><html lang="en"><meta charset="utf-8"><title>A page</title><form>${place}</form><script type="module" src="./main.js"></script></html>`,
  );
  return folder;
}

/** Each makes `dist` of `index.html` and `main.js`. @type {Record<string, (folder: string) => Promise<unknown>>} */
const BUNDLERS = {
  vite: (folder) => tool(folder, "vite", ["build"], FRAMEWORKS),
  webpack: (folder) =>
    runWebpack(folder).then(() => cpSync(join(folder, "index.html"), join(folder, "dist/index.html"))),
  async esbuild(folder) {
    await build({
      entryPoints: [join(folder, "main.js")],
      bundle: true,
      format: "esm",
      outfile: join(folder, "dist/main.js"),
      logLevel: "silent",
    });
    cpSync(join(folder, "index.html"), join(folder, "dist/index.html"));
  },
};

for (const [name, run] of Object.entries(BUNDLERS)) {
  test(`the functions, bundled by ${name}: the program of the document`, { timeout: LIMIT_MS }, async () => {
    const folder = moduleFolder(
      `functions-${name}`,
      program("options.md", "js", on.server.url, "passwave.render"),
      '<div id="check"></div>',
    );
    await run(folder);
    await assertWorks(join(folder, "dist"));
  });
}

test(
  "an element of the class, where a bundler has taken the script in: it becomes a check by itself",
  { timeout: LIMIT_MS },
  async () => {
    const script = program("getting-started.md", "js", on.server.url, "PassWave.base").replace(
      "/passwave/",
      `${on.server.url}/`,
    );
    const folder = moduleFolder("class", script, `<div class="passwave" data-sitekey="${SITEKEY}"></div>`);
    await BUNDLERS.esbuild?.(folder);
    await assertWorks(join(folder, "dist"));
  },
);

test("esbuild, with the files on the site's own pages: the work runs in a worker", { timeout: LIMIT_MS }, async () => {
  const start = program("getting-started.md", "js", on.server.url, "innerHTML");
  const base = program("getting-started.md", "js", on.server.url, "PassWave.base");
  const folder = folderFor("esbuild", start.replace('import "passwave";\n', base));
  await build({
    entryPoints: [join(folder, "main.js")],
    bundle: true,
    minify: true,
    format: "iife",
    outfile: join(folder, "dist/main.js"),
    logLevel: "silent",
  });
  cpSync(join(on.packed.work, "node_modules/passwave/dist"), join(folder, "dist/passwave"), { recursive: true });
  await assertWorks(join(folder, "dist"), async (page) => {
    const loaded = await page.evaluate(() =>
      performance.getEntriesByType("resource").map(({ name }) => new URL(name).pathname),
    );
    assert.ok(loaded.includes("/passwave/passwave-press.wasm"), loaded.join(" "));
  });
});

test(
  "types: the element, its events, the functions, and the tag in React, Vue and Svelte",
  { timeout: LIMIT_MS },
  () => {
    const folder = join(on.packed.work, "types");
    cpSync(join(ROOT, "tests/types/package"), folder, { recursive: true });
    const tsc = join(ROOT, "node_modules/.bin/tsc");
    execFileSync(tsc, ["--project", folder], { encoding: "utf8", stdio: "pipe" });
  },
);

test("nothing of the package is dropped as unused, and an import for its effect is kept", async () => {
  const folder = folderFor(
    "shaken",
    'import "passwave"; document.body.innerHTML = `<form><pass-wave sitekey="' +
      SITEKEY +
      '" server="' +
      on.server.url +
      '/"></pass-wave></form>`;',
  );
  const { metafile } = await build({
    entryPoints: [join(folder, "main.js")],
    bundle: true,
    treeShaking: true,
    metafile: true,
    write: false,
    format: "esm",
    outdir: folder,
    logLevel: "silent",
  });
  assert.ok(Object.keys(metafile.inputs).some((input) => input.endsWith("dist/passwave.mjs")));
});
