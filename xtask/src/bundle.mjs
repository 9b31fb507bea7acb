// Bundles the widget's scripts: node bundle.mjs SOURCES GLUE OUT
// SOURCES is www/src, GLUE the script that wasm-bindgen made, OUT the folder for the results.
import { readFile, readdir, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { build, transform } from "esbuild";

const [sources = "", glue = "", out = ""] = process.argv.slice(2).map((path) => resolve(path));
if (!out) throw new Error("usage: node bundle.mjs SOURCES GLUE OUT");

/** Style sheets become text, without their comments and spaces. @type {import("esbuild").Plugin} */
const styles = {
  name: "styles",
  setup(bundle) {
    bundle.onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const { code } = await transform(await readFile(path, "utf8"), { loader: "css", minify: true });
      return { contents: code.trim(), loader: "text" };
    });
  },
};

/** Which languages there are, and what the widget says in English before the first press. @type {import("esbuild").Plugin} */
const languages = {
  name: "languages",
  setup(bundle) {
    bundle.onResolve({ filter: /^languages$/ }, ({ path }) => ({ path, namespace: "languages" }));
    bundle.onLoad({ filter: /./, namespace: "languages" }, async () => {
      return { contents: JSON.stringify({ tags: await tags(), english: await firstEnglish() }), loader: "json" };
    });
  },
};

async function tags() {
  const files = await readdir(join(sources, "../strings"));
  return files.filter((file) => file.endsWith(".json")).map((file) => file.replace(".json", "")).sort();
}

async function firstEnglish() {
  const keys = /** @type {string[]} */ (await readJson(join(sources, "first-keys.json")));
  const english = await readJson(join(sources, "../strings/en.json"));
  return Object.fromEntries(keys.map((key) => [key, english[key]]));
}

/** @param {string} path */
async function readJson(path) {
  return JSON.parse(await readFile(path, "utf8"));
}

/** @param {string} source @param {string} name @param {import("esbuild").Format} format */
const bundle = (source, name, format) =>
  build({
    entryPoints: [source],
    outfile: join(out, name),
    format,
    bundle: true,
    minify: true,
    // Older ones lack the WebAssembly that rustc writes; private methods would become helpers for them.
    target: ["chrome96", "firefox90", "safari15"],
    charset: "utf8",
    legalComments: "none",
    alias: { "passwave-core": glue },
    plugins: [styles, languages],
    logLevel: "warning",
  });

/** Minifying drops the comments by which other people's bundlers know that an import is not theirs to follow. */
async function bundleForBundlers() {
  await bundle(join(sources, "module.js"), "passwave.mjs", "esm");
  const file = join(out, "passwave.mjs");
  const script = await readFile(file, "utf8");
  await writeFile(file, script.replaceAll(/\bimport\(/g, "import(/*webpackIgnore:true*//*@vite-ignore*/"));
}

await Promise.all([
  bundle(join(sources, "classic.js"), "passwave.js", "iife"),
  bundleForBundlers(),
  bundle(join(sources, "main.js"), "passwave-main.js", "esm"),
  bundle(join(sources, "worker.js"), "passwave-worker.js", "iife"),
  bundle(glue, "passwave-core.js", "esm"),
  bundle(join(sources, "../practice/practice.js"), "practice/practice.js", "esm"),
  bundle(join(sources, "api-entry.js"), "passwave-api.js", "esm"),
  ...["recaptcha", "hcaptcha", "turnstile"].map((name) => bundle(join(sources, `../compat/${name}.js`), `compat/${name}.js`, "iife")),
]);
