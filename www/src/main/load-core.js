import initialise from "passwave-core";
import { assetUrl } from "../shared/asset-url.js";

/** @type {Promise<object | undefined> | undefined} */
let loading;

/**
 * Loads the compiled widget once per page; after a failure the next call tries again.
 * @template {object} Core
 * @param {string} base
 * @param {Core} core The classes that the caller uses; the rest need not be in its bundle.
 * @returns {Promise<Core>} The same classes, ready for use.
 */
export async function loadCore(base, core) {
  loading ??= load(base).catch((error) => {
    loading = undefined;
    throw error;
  });
  return /** @type {Core} */ (await loading) ?? core;
}

/**
 * Where WebAssembly is forbidden, by a page's policy or because a person has locked the phone down, the same Rust
 * code comes as JavaScript, which is then returned.
 * @param {string} base @returns {Promise<object | undefined>}
 */
async function load(base) {
  const loadAsJavaScript = () => import(assetUrl(base, "passwave-plain.js"));
  if (!(await canCompileWasm())) return loadAsJavaScript();
  const wasm = await fetchBytes(assetUrl(base, "passwave-core.wasm"));
  // An old browser may lack a feature of WebAssembly.
  return initialise({ module_or_path: wasm }).then(() => undefined, loadAsJavaScript);
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

/** @param {string} url */
async function fetchBytes(url) {
  const response = await fetch(url, { credentials: "omit" });
  if (!response.ok) throw new Error(`passwave: ${url} answered with HTTP ${response.status}`);
  return response.arrayBuffer();
}
