// The shipped wasm, and the same as JavaScript, outside a browser.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { DIST } from "./paths.mjs";

/** @typedef {typeof import("passwave-core")} Core */

/** Loads what `cargo xtask build` has made. @returns {Promise<Core>} */
export async function loadCore() {
  const core = await import(pathToFileURL(join(DIST, "passwave-core.js")).href);
  await core.default({ module_or_path: await readFile(join(DIST, "passwave-core.wasm")) });
  return core;
}

/** Loads the version for browsers without WebAssembly. @returns {Promise<Core>} */
export const loadPlain = () => import(pathToFileURL(join(DIST, "passwave-plain.js")).href);
