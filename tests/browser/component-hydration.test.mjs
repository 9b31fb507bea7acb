// The components on pages that a server has rendered: the browser takes over what stands there, without a warning.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { freshPage, launch } from "../support/chromium.mjs";
import { program } from "../support/code-blocks.mjs";
import { FastServer } from "../support/fast-server.mjs";
import { fixtures } from "../support/fixtures.mjs";
import { FRAMEWORKS } from "../support/framework-bundles.mjs";
import { pack } from "../support/npm-pack.mjs";
import { tool, workFolder } from "../support/npm-package.mjs";
import { Site } from "../support/static-site.mjs";
import { temporaryFolder } from "../support/temporary-folder.mjs";
import { verify } from "../support/widget-actions.mjs";

/** Several times what it takes on a calm machine. */
const LIMIT_MS = 180_000;

/** Only these builds warn of a page that differs from what the server wrote. */
process.env.NODE_ENV = "development";

async function packed() {
  const { path: empty, stop } = temporaryFolder();
  const work = await workFolder((await pack(empty)).tarball);
  return { work, stop: () => (stop(), rmSync(work, { recursive: true, force: true })) };
}

const on = fixtures({ browser: launch, server: () => FastServer.start(), packed });

const latest = (/** @type {string} */ name) => JSON.stringify(join(FRAMEWORKS, "latest/node_modules", name));

/** @param {string} plugin @param {string} more */
const config = (plugin, more) => `${plugin}
export default { ssr: { noExternal: true }, build: { minify: false }, ${more} };`;

const REACT = {
  extension: "jsx",
  server: `import { renderToString } from "react-dom/server";
import App from "./App.jsx";
console.log(renderToString(<App />));`,
  client: `import { hydrateRoot } from "react-dom/client";
import App from "./App.jsx";
hydrateRoot(document.querySelector("#app"), <App />);`,
};

/** @type {Record<string, { extension: string, server: string, client: string, config: string }>} */
const APPS = {
  "React 18": { ...REACT, config: config("", 'esbuild: { jsx: "automatic" }') },
  "React 19": {
    ...REACT,
    config: config(
      "",
      `esbuild: { jsx: "automatic" }, resolve: { alias: { "react-dom": ${latest("react-dom")}, react: ${latest("react")} } }`,
    ),
  },
  Vue: {
    extension: "vue",
    server: `import { createSSRApp } from "vue";
import { renderToString } from "vue/server-renderer";
import App from "./App.vue";
renderToString(createSSRApp(App)).then(console.log);`,
    client: `import { createSSRApp } from "vue";
import App from "./App.vue";
createSSRApp(App).mount("#app");`,
    config: config('import vue from "@vitejs/plugin-vue";', "plugins: [vue()]"),
  },
  Svelte: {
    extension: "svelte",
    server: `import { render } from "svelte/server";
import App from "./App.svelte";
console.log(render(App).body);`,
    client: `import { hydrate } from "svelte";
import App from "./App.svelte";
hydrate(App, { target: document.querySelector("#app") });`,
    config: config(
      'import { svelte } from "@sveltejs/vite-plugin-svelte";',
      "plugins: [svelte({ configFile: false, compilerOptions: { dev: true } })]",
    ),
  },
};

/** Builds the document's program for both sides. @returns the page's folder, and what the server writes into it */
async function build(/** @type {string} */ name) {
  const { extension, server, client, config: settings } = /** @type {(typeof APPS)[string]} */ (APPS[name]);
  const folder = join(on.packed.work, name.replace(" ", "-"));
  mkdirSync(folder, { recursive: true });
  const scripts = extension === "jsx" ? "jsx" : "js";
  const files = {
    [`App.${extension}`]: program("components.md", extension, on.server.url, "Passwave"),
    [`server.${scripts}`]: server,
    [`client.${scripts}`]: client,
    "vite.config.js": settings,
    "index.html": `<!doctype html><html lang="en"><meta charset="utf-8"><title>A page</title><div id="app"></div><script type="module" src="/client.${scripts}"></script></html>`,
  };
  for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text);
  await tool(folder, "vite", ["build"], FRAMEWORKS);
  await tool(folder, "vite", ["build", "--ssr", `server.${scripts}`, "--outDir", "server"], FRAMEWORKS);
  const html = execFileSync(process.execPath, ["server/server.js"], { cwd: folder, encoding: "utf8" }).trim();
  return { folder: join(folder, "dist"), html };
}

/** Each is built once. @type {Map<string, ReturnType<typeof build>>} */
const builds = new Map();

/** @param {string} name */
function built(name) {
  const found = builds.get(name) ?? build(name);
  builds.set(name, found);
  return found;
}

/** A page for what a server has written, and what the browser's console says once it is opened. */
async function pageWith(/** @type {string} */ folder, /** @type {string} */ html) {
  const site = await Site.start(folder);
  const index = readFileSync(join(folder, "index.html"), "utf8");
  site.files = { "favicon.ico": "", "rendered.html": index.replace('<div id="app">', () => `<div id="app">${html}`) };
  const { context, page } = await freshPage(on.browser);
  /** @type {string[]} */
  const said = [];
  page.on("console", (message) => ["warning", "error"].includes(message.type()) && said.push(message.text()));
  page.on("pageerror", (error) => said.push(String(error)));
  const close = async () => {
    await context.close();
    site.stop();
  };
  return { page, said, address: `${site.url}/rendered.html`, close };
}

/** What is said about a page that is not as the server wrote it. */
const MISMATCH = /hydrat|did(n't| not) match|expected server html/i;

for (const name of Object.keys(APPS)) {
  test(
    `${name}: what a server wrote is taken over without a warning, and verifies`,
    { timeout: LIMIT_MS },
    async () => {
      const { folder, html } = await built(name);
      assert.match(html, /<pass-wave [^>]*sitekey=/);
      const { page, said, address, close } = await pageWith(folder, html);
      await page.goto(address);
      await verify(page);
      await page.getByRole("button", { name: "Sign in" }).and(page.locator(":enabled")).waitFor();
      assert.deepEqual(
        said.filter((line) => !/Worker/.test(line)),
        [],
      );
      await close();
    },
  );

  test(`${name}: a page that is not as the server wrote it would be noticed`, { timeout: LIMIT_MS }, async () => {
    const { folder, html } = await built(name);
    const { page, address, close } = await pageWith(folder, html.replace(/<pass-wave[^]*<\/pass-wave>/, ""));
    const noticed = Promise.any([
      page.waitForEvent("console", (message) => MISMATCH.test(message.text())),
      page.waitForEvent("pageerror", (error) => MISMATCH.test(String(error))),
    ]);
    await page.goto(address);
    await noticed;
    await close();
  });
}
