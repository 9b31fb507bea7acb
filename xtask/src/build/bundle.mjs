// Bundles the widget's scripts: node bundle.mjs SOURCES GENERATED OUT
// SOURCES is www/src, GENERATED the folder of what wasm-bindgen made, OUT the folder for the results.
import { createHash } from "node:crypto";
import { mkdir, readFile, readdir, writeFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { build, transform } from "esbuild";
import { minify } from "terser";

const [sources = "", generated = "", out = ""] = process.argv.slice(2).map((path) => resolve(path));
if (!out) throw new Error("usage: node bundle.mjs SOURCES GENERATED OUT");
/** The compiled modules, each with a script that calls it. */
const modules = ["passwave-core", "passwave-press"];
const plain = join(generated, "plain");

/**
 * The build's name is a hash of all its inputs, this script among them, so that browsers never mix files of two builds.
 * What an earlier version of it has left in the folder is none of them.
 */
async function nameOfBuild() {
  const rooms = (await readdir(sources)).sort().map((room) => join(sources, room));
  const folders = [...rooms, join(sources, "../strings"), generated, plain];
  const all = (await Promise.all(folders.map(filesOf))).flat();
  const inputs = all.filter((path) => dirname(path) !== generated || basename(path).startsWith("passwave-"));
  const name = createHash("sha256");
  const compiled = modules.map((module) => join(out, `${module}.wasm`));
  for (const path of [import.meta.filename, ...inputs, ...compiled]) name.update(await readFile(path));
  return name.digest("hex").slice(0, 12);
}

/** @param {string} folder */
async function filesOf(folder) {
  const names = (await readdir(folder)).filter((name) => /\.(js|css|json)$/.test(name));
  return names.sort().map((name) => join(folder, name));
}

/**
 * Writes the hashes for `integrity` attributes, and the import map for what is imported later.
 * @param {string} build
 */
async function writeIntegrity(build) {
  const names = (await readdir(out)).filter((name) => /\.(js|mjs|wasm)$/.test(name)).sort();
  const hashes = await Promise.all(names.map((name) => readFile(join(out, name)).then(hashOf)));
  const files = Object.fromEntries(names.map((name, index) => [name, hashes[index]]));
  await writeFile(join(out, "integrity.json"), JSON.stringify({ build, files }, undefined, 2));
  await writeFile(join(out, "importmap.json"), JSON.stringify(importMap(build, files), undefined, 2));
  for (const loader of ["passwave.js", "passwave.mjs"]) console.log(`${loader.padEnd(26)} ${files[loader]}`);
}

/** The docs' address of a server, in whose place a site writes its own. */
const SERVER = "https://check.example.org/";
/** Every other script is a module that is imported under the build's name. */
const NOT_IMPORTED = ["passwave.js", "passwave-worker.js"];

/** @param {string} build @param {Record<string, string | undefined>} files */
function importMap(build, files) {
  const imported = Object.entries(files).filter(([name]) => !name.endsWith(".wasm") && !NOT_IMPORTED.includes(name));
  return { integrity: Object.fromEntries(imported.map(([name, hash]) => [`${SERVER}${name}?v=${build}`, hash])) };
}

/** @param {Buffer} bytes */
const hashOf = (bytes) => `sha384-${createHash("sha384").update(bytes).digest("base64")}`;

const build_name = await nameOfBuild();

/** By which the page knows the compiled modules. @type {Record<string, string>} */
const moduleHashes = {};
for (const name of modules) {
  const bytes = await readFile(join(out, `${name}.wasm`));
  moduleHashes[name] = `sha256-${createHash("sha256").update(bytes).digest("base64")}`;
}

/** Those that esbuild leaves in the values of custom properties. */
const SPACES_OF_PROPERTIES = /(?<=--[\w-]+:) | (?=\})|(?<=,) /g;

/** Imports minified style sheets as text. @type {import("esbuild").Plugin} */
const styles = {
  name: "styles",
  setup(bundle) {
    bundle.onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const { code } = await transform(await readFile(path, "utf8"), { loader: "css", minify: true });
      return { contents: code.trim().replaceAll(SPACES_OF_PROPERTIES, ""), loader: "text" };
    });
  },
};

/**
 * The virtual module `languages`: the language tags, the English strings shown before the first press, and all of them.
 * @type {import("esbuild").Plugin}
 */
const languages = {
  name: "languages",
  setup(bundle) {
    bundle.onResolve({ filter: /^languages$/ }, ({ path }) => ({ path, namespace: "languages" }));
    bundle.onLoad({ filter: /./, namespace: "languages" }, async () => {
      const everything = await readJson(join(sources, "../strings/en.json"));
      const contents = { tags: await tags(), english: await firstEnglish(), everything };
      return { contents: JSON.stringify(contents), loader: "json" };
    });
  },
};

async function tags() {
  const files = await readdir(join(sources, "../strings"));
  return files
    .filter((file) => file.endsWith(".json"))
    .map((file) => file.replace(".json", ""))
    .sort();
}

async function firstEnglish() {
  const keys = /** @type {string[]} */ (await readJson(join(sources, "loader/inlined-string-keys.json")));
  const english = await readJson(join(sources, "../strings/en.json"));
  return Object.fromEntries(keys.map((key) => [key, english[key]]));
}

/** Replaces the wasm with wasm2js's output in the JavaScript build. @type {import("esbuild").Plugin} */
const wasmAsScript = {
  name: "wasm-as-script",
  setup(bundle) {
    bundle.onResolve({ filter: /_bg\.wasm$/ }, () => ({ path: join(plain, "wasm.js") }));
    bundle.onLoad({ filter: /passwave-plain_bg\.js$/ }, async ({ path }) => ({
      contents: seeingGrowth(await readFile(path, "utf8")),
    }));
  },
};

/**
 * wasm-bindgen's script detects stale views of the memory by their detached buffer. wasm2js cannot detach a buffer, so
 * the script must compare buffers instead.
 * @param {string} glue
 */
function seeingGrowth(glue) {
  const stale = /if \((cached\w+Memory0) === null \|\| .*\) \{$/gm;
  if (glue.match(stale)?.length !== glue.match(/^let cached\w+Memory0 = null/gm)?.length)
    throw new Error("wasm-bindgen looks after its views in another way");
  return glue.replace(stale, "if ($1?.buffer !== wasm.memory.buffer) {");
}

/** Leaves out what the scripts of the compiled modules are never asked for. @type {import("esbuild").Plugin} */
const glueToBytes = {
  name: "glue-to-bytes",
  setup(bundle) {
    bundle.onLoad({ filter: new RegExp(`(${modules.join("|")})\\.js$`) }, async ({ path }) => ({
      contents: withoutOldBrowsers(takingBytes(await readFile(path, "utf8"))),
    }));
  },
};

/**
 * wasm-bindgen's script takes addresses, requests, answers and compiled modules as well, with warnings for each. It is
 * handed bytes alone, and those four functions are most of what is not about the widget. It sets a module up once, as
 * wasm-bindgen's does: objects of a first instance would read the memory of a second.
 * @param {string} script
 */
function takingBytes(script) {
  const start = script.indexOf("async function __wbg_load(");
  if (start < 0 || !script.includes("function __wbg_finalize_init(instance, module) {"))
    throw new Error("wasm-bindgen loads its module in another way");
  return `${script.slice(0, start)}
let initialising;
export default ({ module_or_path }) => (initialising ??= initialise(module_or_path));
async function initialise(bytes) {
  try {
    const { instance, module } = await WebAssembly.instantiate(bytes, __wbg_get_imports());
    return __wbg_finalize_init(instance, module);
  } catch (error) {
    initialising = undefined;
    throw error;
  }
}`;
}

/**
 * What no browser of the build's targets needs: each has a finalisation registry and `encodeInto`. Strings that cross
 * the boundary are short, so neither the quick path for long ones nor the count of two gigabytes decoded is of use, and
 * none of them fails to cross it halfway, so nothing has to be freed then.
 * @type {[what: RegExp, instead: string][]}
 */
const FOR_OLD_BROWSERS = [
  [/^if \(Symbol\.dispose\) .*$/gm, ""],
  [/\(typeof FinalizationRegistry === 'undefined'\)\s+\? \{.*\}\s+: new/g, "/* @__PURE__ */ new"],
  [/^if \(!\('encodeInto' in cachedTextEncoder\)\) \{[^]*?^\}$/gm, ""],
  [/^ {4}numBytesDecoded \+=[^]*?^ {4}\}$/gm, ""],
  [/^ {4}if \(realloc === undefined\) \{([^]*?)^ {4}\}[^]*?^\}$/gm, "$1}"],
  [/ {8}try \{([^}]*)\} catch \(e\) \{(?:\s+if \(ptr\d\) .*)+\s+throw e;\s+\}/g, "$1"],
];

/** @param {string} script */
function withoutOldBrowsers(script) {
  return FOR_OLD_BROWSERS.reduce((left, [what, instead]) => {
    if (left.search(what) < 0) throw new Error(`wasm-bindgen's script has nothing like ${what} any more`);
    return left.replaceAll(what, instead);
  }, script);
}

/** @param {string} path */
async function readJson(path) {
  return JSON.parse(await readFile(path, "utf8"));
}

/**
 * @param {string} source @param {string} name
 * @param {import("esbuild").Format} format @param {import("esbuild").BuildOptions} [more]
 */
async function bundle(source, name, format, more) {
  const { outputFiles } = await build({
    entryPoints: [source],
    write: false,
    format,
    bundle: true,
    minify: true,
    // Older browsers lack WebAssembly features that rustc emits, and would need helpers for private methods.
    target: ["chrome96", "firefox90", "safari15"],
    charset: "utf8",
    legalComments: "none",
    define: { BUILD: JSON.stringify(build_name), WASM_INTEGRITY: JSON.stringify(moduleHashes) },
    plugins: [styles, languages, wasmAsScript, glueToBytes],
    logLevel: "warning",
    ...more,
  });
  await mkdir(dirname(join(out, name)), { recursive: true });
  await writeFile(join(out, name), await minified(outputFiles?.[0]?.text ?? "", format, name));
}

/** esbuild inlines little of what is called once: this makes the loader two hundredths smaller, and the rest alike. */
const COMPRESS = { ecma: /** @type {const} */ (2020), passes: 2, hoist_funs: true };
/** What makes these files smaller, and others larger. @type {Record<string, import("terser").CompressOptions>} */
const COMPRESS_FILE = {
  "passwave.js": { sequences: false },
  "passwave.mjs": { sequences: false },
  "passwave-core.js": { passes: 3, unsafe_arrows: true },
  "passwave-press.js": { passes: 3, unsafe_arrows: true },
};

/**
 * An import is handed over as a call: terser writes what it puts into one, `(a, b)`, as two arguments.
 * @param {string} script @param {import("esbuild").Format} format @param {string} name
 */
async function minified(script, format, name) {
  const calls = script.replaceAll(/\bimport\(/g, "IMPORT(");
  const { code = "" } = await minify(calls, {
    module: format === "esm",
    ecma: 2020,
    compress: { ...COMPRESS, ...COMPRESS_FILE[name] },
  });
  return code.replaceAll(/\bIMPORT\(/g, "import(");
}

/** Restores the comments, dropped by minification, that tell other bundlers not to follow an import. */
async function bundleForBundlers() {
  await bundle(join(sources, "loader/entry-esm.js"), "passwave.mjs", "esm");
  const file = join(out, "passwave.mjs");
  const script = await readFile(file, "utf8");
  await writeFile(file, script.replaceAll(/\bimport\(/g, "import(/*webpackIgnore:true*//*@vite-ignore*/"));
}

/** What a page loads: the whole widget, without the class with which the practice page asks the recogniser itself. */
const bundleWidgetOfCore = () =>
  bundle("", "passwave-core.js", "esm", {
    entryPoints: undefined,
    stdin: { contents: `export { default, Widget } from "./passwave-core.js";`, resolveDir: generated },
  });

await Promise.all([
  bundle(join(sources, "loader/entry-iife.js"), "passwave.js", "iife"),
  bundleForBundlers(),
  bundle(join(sources, "main/entry.js"), "passwave-main.js", "esm"),
  bundle(join(sources, "main/panels.js"), "passwave-panels.js", "esm"),
  bundle(join(sources, "main/extras.js"), "passwave-extras.js", "esm"),
  bundle(join(sources, "diagnostics/entry.js"), "passwave-diagnostics.js", "esm"),
  bundle(join(sources, "on-device/local-effects.js"), "passwave-on-device.js", "esm"),
  bundle(join(sources, "pow/worker.js"), "passwave-worker.js", "iife"),
  bundle(join(sources, "pow/on-page.js"), "passwave-solver.js", "esm"),
  bundle(join(sources, "pow/sha256-fallback.js"), "passwave-sha256.js", "esm", { legalComments: "inline" }),
  bundleWidgetOfCore(),
  bundle(join(generated, "passwave-core.js"), "passwave-recogniser.js", "esm"),
  bundle(join(generated, "passwave-press.js"), "passwave-press.js", "esm"),
  bundle(join(sources, "../practice/practice.js"), "practice/practice.js", "esm"),
  bundle(join(sources, "api/entry.js"), "passwave-api.js", "esm"),
  ...["recaptcha", "hcaptcha", "turnstile"].map((name) =>
    bundle(join(sources, `../compat/${name}.js`), `compat/${name}.js`, "iife"),
  ),
  bundle(join(plain, "passwave-plain.js"), "passwave-plain.js", "esm"),
]);
await writeIntegrity(build_name);
