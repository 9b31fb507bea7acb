import start from "passwave-core";
import { part } from "./part.js";

/** @type {Promise<object | undefined> | undefined} */
let loading;

/**
 * The compiled widget, fetched once a page; after a failure the next call tries again.
 * @template {object} Core
 * @param {string} base @param {Core} core What is used of the compiled widget; the rest need not be in the bundle.
 * @returns {Promise<Core>} The same, ready for use.
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
 * comes as JavaScript, which is then returned.
 * @param {string} base @returns {Promise<object | undefined>}
 */
async function load(base) {
  const plain = () => import(part(base, "passwave-plain.js"));
  if (!(await mayCompile())) return plain();
  const wasm = await fetched(part(base, "passwave-core.wasm"));
  return start({ module_or_path: wasm }).then(() => undefined, plain); // An old browser may lack a part of it.
}

/** The smallest module there is. */
const EMPTY_MODULE = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);

async function mayCompile() {
  try {
    await WebAssembly.compile(EMPTY_MODULE);
    return true;
  } catch {
    return false;
  }
}

/** @param {string} address */
async function fetched(address) {
  const response = await fetch(address, { credentials: "omit" });
  if (!response.ok) throw new Error(`${address}: HTTP ${response.status}`);
  return response.arrayBuffer();
}
