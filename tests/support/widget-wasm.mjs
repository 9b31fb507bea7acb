// The shipped wasm, and the same as JavaScript, outside a browser.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { DIST } from "./paths.mjs";

/** @typedef {typeof import("passwave-core")} Core */

/** The bundler writes the name of the build in; outside a bundle any will do. */
Object.assign(globalThis, { BUILD: "test" });

/**
 * Loads what `cargo xtask build` has made: the whole widget with the recogniser's own class, or the one without.
 * @param {"core" | "press"} [name] @returns {Promise<Core>}
 */
export async function loadCore(name = "core") {
  const script = name === "core" ? "passwave-recogniser.js" : "passwave-press.js";
  const core = await import(pathToFileURL(join(DIST, script)).href);
  await core.default({ module_or_path: await readFile(join(DIST, `passwave-${name}.wasm`)) });
  return core;
}

/** Loads the version for browsers without WebAssembly. @returns {Promise<Core>} */
export const loadPlain = () => import(pathToFileURL(join(DIST, "passwave-plain.js")).href);
