// A script of each framework that puts <pass-wave> into a page with properties, and changes them:
// `mount(place, props)`.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { build } from "esbuild";
import { FRAMEWORKS } from "./framework-bundles.mjs";

const LATEST = "latest";

/** Where each has its packages. @type {Record<string, { script: string, packages: string }>} */
const SCRIPTS = {
  "React 18": { script: "react.js", packages: "." },
  "React 19": { script: "react.js", packages: LATEST },
  Preact: { script: "preact.js", packages: LATEST },
  Vue: { script: "vue.js", packages: "." },
  Svelte: { script: "svelte.js", packages: "." },
  Solid: { script: "solid.js", packages: LATEST },
  Lit: { script: "lit.js", packages: LATEST },
  "plain JavaScript": { script: "plain.js", packages: "." },
};

export const MOUNTING_FRAMEWORKS = Object.keys(SCRIPTS);

/** Compiles what only Svelte can read. @returns {import("esbuild").Plugin} */
function sveltePlugin() {
  const { compile, compileModule } = createRequire(join(FRAMEWORKS, "package.json"))("svelte/compiler");
  return {
    name: "svelte",
    setup(build) {
      build.onLoad({ filter: /\.svelte(\.js)?$/ }, ({ path }) => {
        const translate = path.endsWith(".js") ? compileModule : compile;
        return { contents: translate(readFileSync(path, "utf8"), { generate: "client" }).js.code };
      });
    },
  };
}

/** @param {string} framework one of MOUNTING_FRAMEWORKS */
export async function mountingBundle(framework) {
  const { script = "", packages = "" } = SCRIPTS[framework] ?? {};
  const result = await build({
    entryPoints: [join(FRAMEWORKS, "mount", script)],
    bundle: true,
    write: false,
    format: "iife",
    conditions: ["browser", "development"],
    define: { "process.env.NODE_ENV": '"development"' },
    plugins: [packagesOf(packages), sveltePlugin()],
    logLevel: "error",
  });
  return result.outputFiles[0]?.text ?? "";
}

/**
 * React stands there in two versions; the script says only "react".
 * @param {string} packages @returns {import("esbuild").Plugin}
 */
function packagesOf(packages) {
  return {
    name: "packages",
    setup(build) {
      build.onResolve({ filter: /^[a-z@]/ }, ({ path, kind, pluginData }) => {
        if (pluginData?.isOurs) return;
        return build.resolve(path, { kind, resolveDir: join(FRAMEWORKS, packages), pluginData: { isOurs: true } });
      });
    },
  };
}
