// The shipped wasm, outside a browser.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { DIST } from "./programs.mjs";

/** @typedef {typeof import("passwave-core")} Core */

/** Loads what `cargo xtask build` has made. @returns {Promise<Core>} */
export async function loadCore() {
  const core = await import(pathToFileURL(join(DIST, "passwave-core.js")).href);
  await core.default({ module_or_path: await readFile(join(DIST, "passwave-core.wasm")) });
  return core;
}
