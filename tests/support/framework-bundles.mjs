// What npm has for sites, installed in tests/frameworks by its lock file.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { ROOT } from "./paths.mjs";

export const FRAMEWORKS = join(ROOT, "tests/frameworks");

if (!existsSync(join(FRAMEWORKS, "node_modules"))) {
  throw new Error(
    "tests/frameworks/node_modules is missing: run `cargo xtask setup`, or npm ci --ignore-scripts there",
  );
}

/** A script of tests/frameworks with all that it imports, for a browser. @param {string} path */
export async function bundled(path) {
  const result = await build({
    entryPoints: [join(FRAMEWORKS, path)],
    bundle: true,
    write: false,
    format: "iife",
    define: { "process.env.NODE_ENV": '"development"' },
    logLevel: "error",
  });
  return result.outputFiles[0]?.text ?? "";
}
