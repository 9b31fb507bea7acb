// The components for React, Vue and Svelte: the programs of the document, built with the package as it is published.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { launch } from "../support/chromium.mjs";
import { program } from "../support/code-blocks.mjs";
import { FastServer } from "../support/fast-server.mjs";
import { fixtures } from "../support/fixtures.mjs";
import { FRAMEWORKS } from "../support/framework-bundles.mjs";
import { pack } from "../support/npm-pack.mjs";
import { tool, workFolder } from "../support/npm-package.mjs";
import { openPage } from "../support/open-page.mjs";
import { Site } from "../support/static-site.mjs";
import { temporaryFolder } from "../support/temporary-folder.mjs";
import { verify } from "../support/widget-actions.mjs";

/** Several times what it takes on a calm machine. */
const LIMIT_MS = 180_000;

async function packed() {
  const { path: empty, stop } = temporaryFolder();
  const work = await workFolder((await pack(empty)).tarball);
  return { work, stop: () => (stop(), rmSync(work, { recursive: true, force: true })) };
}

const on = fixtures({ browser: launch, server: () => FastServer.start(), packed });

const REACT = `import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import App from "./App.jsx";

createRoot(document.querySelector("#app")).render(<StrictMode><App /></StrictMode>);`;

const JSX = 'esbuild: { jsx: "automatic" }';
const REACT_18_CONFIG = `export default { ${JSX} };`;

/** React 19 stands in a folder of its own. */
const latest = (/** @type {string} */ name) => JSON.stringify(join(FRAMEWORKS, "latest/node_modules", name));
const REACT_19_CONFIG = `export default {
  ${JSX},
  resolve: { alias: { "react-dom": ${latest("react-dom")}, react: ${latest("react")} } },
};`;

const VUE_CONFIG = `import vue from "@vitejs/plugin-vue";

export default { plugins: [vue()] };`;

/** @param {string} script */
const page = (script) =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><title>A page</title><div id="app"></div><script type="module" src="/${script}"></script></html>`;

/** Writes an app, and says which folder it is in. @param {string} name @param {Record<string, string>} files */
function app(name, files) {
  const folder = join(on.packed.work, name);
  mkdirSync(folder, { recursive: true });
  for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text);
  return folder;
}

/** The program of the document. @param {string} language */
const documented = (language) => program("components.md", language, on.server.url, "Passwave");

const reactFiles = () => ({ "index.html": page("main.jsx"), "main.jsx": REACT, "App.jsx": documented("jsx") });

/** @type {Record<string, () => string>} */
const APPS = {
  "React 18": () => app("react-18", { ...reactFiles(), "vite.config.js": REACT_18_CONFIG }),
  "React 19": () => app("react-19", { ...reactFiles(), "vite.config.js": REACT_19_CONFIG }),
  Vue() {
    cpSync(join(FRAMEWORKS, "vue"), join(on.packed.work, "vue"), { recursive: true });
    return app("vue", { "App.vue": documented("vue"), "vite.config.js": VUE_CONFIG });
  },
  Svelte() {
    cpSync(join(FRAMEWORKS, "svelte"), join(on.packed.work, "svelte"), { recursive: true });
    return app("svelte", { "App.svelte": documented("svelte") });
  },
};

for (const [name, write] of Object.entries(APPS)) {
  test(`${name}: a person verifies, the page hears of it, and starts over`, { timeout: LIMIT_MS }, async () => {
    const folder = write();
    await tool(folder, "vite", ["build"], FRAMEWORKS);
    const site = await Site.start(join(folder, "dist"));
    site.files = { "favicon.ico": "" };
    const { page, faults, close } = await openPage(on.browser, `${site.url}/`);
    try {
      await verify(page);
      const send = page.getByRole("button", { name: "Sign in" });
      await send.and(page.locator(":enabled")).waitFor();
      const read = () => page.evaluate(() => new FormData(document.forms[0]).get("passwave-response"));
      const answer = await on.server.verify(String(await read()));
      assert.equal(answer.success, true, JSON.stringify(answer));
      await page.getByRole("button", { name: "Start over" }).click();
      assert.equal(await read(), null, "the token is gone");
      assert.deepEqual(
        faults.filter((fault) => !/Worker/.test(fault)),
        [],
      );
    } finally {
      await close();
      site.stop();
    }
  });
}

/** Programs that render on a server. @type {Record<string, string>} */
const SERVER_RENDERING = {
  react: `import { createElement } from "react";
import { renderToString } from "react-dom/server";
import { Passwave } from "passwave/react";
console.log(renderToString(createElement(Passwave, { sitekey: "key", helpHref: "tel:1", required: true, disabled: false })));`,
  vue: `import { createSSRApp, h } from "vue";
import { renderToString } from "vue/server-renderer";
import { Passwave } from "passwave/vue";
const props = { sitekey: "key", helpHref: "tel:1", required: true, disabled: false };
console.log(await renderToString(createSSRApp({ render: () => h(Passwave, props) })));`,
};

for (const [name, source] of Object.entries(SERVER_RENDERING)) {
  test(`${name}: a server writes the tag alone, without a warning`, () => {
    const folder = app(`server-${name}`, { "render.mjs": source });
    const html = execFileSync(process.execPath, ["render.mjs"], { cwd: folder, encoding: "utf8", stdio: "pipe" });
    assert.match(html.trim(), /^<pass-wave( sitekey="key"| help-href="tel:1"| required(="")?){3}><\/pass-wave>$/);
  });
}
