import { assetUrl } from "../shared/asset-url.js";
import { importModule } from "../shared/import-module.js";

/** @typedef {typeof import("passwave-core")} Core */

/** The compiled widget, whole or without the recogniser. @typedef {"passwave-core" | "passwave-press"} Module */

/** @type {Map<Module, Promise<Core>>} */
const loading = new Map();

/**
 * Loads the compiled widget once per page; after a failure the next call tries again.
 * @param {string} base
 * @param {boolean} withMotion Whether a gesture may be asked for. The widget that can judge one is three times as
 * large, and serves the other ways as well once it is there.
 */
export function loadCore(base, withMotion) {
  const name = withMotion || loading.has("passwave-core") ? "passwave-core" : "passwave-press";
  const core = loading.get(name) ?? load(base, name);
  loading.set(name, core);
  core.catch(() => loading.delete(name));
  return core;
}

/**
 * Loads the recogniser by itself, without a widget. Pages that verify never do, so that it has a script of its own.
 * @param {string} base
 */
export function loadRecogniser(base) {
  return load(base, "passwave-core", "passwave-recogniser");
}

/**
 * Where WebAssembly is forbidden, by a page's policy or because a person has locked the phone down, the same Rust
 * code comes as JavaScript.
 * @param {string} base @param {Module} name @param {string} script @returns {Promise<Core>}
 */
async function load(base, name, script = name) {
  const loadAsJavaScript = () => importModule(assetUrl(base, "passwave-plain.js"));
  if (!(await canCompileWasm())) return loadAsJavaScript();
  const [core, wasm] = await Promise.all([
    importModule(assetUrl(base, `${script}.js`)),
    fetchBytes(assetUrl(base, `${name}.wasm`), WASM_INTEGRITY[name]),
  ]);
  // An old browser may lack a feature of WebAssembly.
  return core.default({ module_or_path: wasm }).then(() => core, loadAsJavaScript);
}

/** The smallest valid module: the magic number and the version. */
const EMPTY_MODULE = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);

async function canCompileWasm() {
  try {
    await WebAssembly.compile(EMPTY_MODULE);
    return true;
  } catch {
    return false;
  }
}

/**
 * Fetches a file of this build; another one is refused. A second try goes past the browser's cache, where such a one
 * may lie.
 * @param {string} url @param {string} integrity
 */
async function fetchBytes(url, integrity) {
  /** @type {RequestInit} */
  const options = { credentials: "omit", integrity };
  const response = await fetch(url, options).catch(() => fetch(url, { ...options, cache: "reload" }));
  if (!response.ok) throw new Error(`passwave: ${url} answered with HTTP ${response.status}`);
  return response.arrayBuffer();
}
