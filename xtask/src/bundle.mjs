// Bundles the widget's scripts: node bundle.mjs SOURCES GLUE OUT
// SOURCES is www/src, GLUE the script that wasm-bindgen made, OUT the folder for the results.
import { readFile, readdir } from "node:fs/promises";
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

/** The few strings of every language that stand in the page before the first press. @type {import("esbuild").Plugin} */
const firstStrings = {
  name: "first-strings",
  setup(bundle) {
    bundle.onResolve({ filter: /^first-strings$/ }, ({ path }) => ({ path, namespace: "strings" }));
    bundle.onLoad({ filter: /./, namespace: "strings" }, async () => {
      return { contents: JSON.stringify(await readFirstStrings()), loader: "json" };
    });
  },
};

async function readFirstStrings() {
  const keys = /** @type {string[]} */ (await readJson(join(sources, "first-keys.json")));
  const folder = join(sources, "../strings");
  const files = (await readdir(folder)).filter((file) => file.endsWith(".json")).sort();
  const languages = files.map(async (file) => {
    const strings = await readJson(join(folder, file));
    return [file.replace(".json", ""), Object.fromEntries(keys.map((key) => [key, strings[key]]))];
  });
  return Object.fromEntries(await Promise.all(languages));
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
    target: "es2020",
    charset: "utf8",
    legalComments: "none",
    alias: { "passwave-core": glue },
    plugins: [styles, firstStrings],
    logLevel: "warning",
  });

await Promise.all([
  bundle(join(sources, "classic.js"), "passwave.js", "iife"),
  bundle(join(sources, "module.js"), "passwave.mjs", "esm"),
  bundle(join(sources, "worker.js"), "passwave-worker.js", "iife"),
  bundle(glue, "passwave-core.js", "esm"),
]);
