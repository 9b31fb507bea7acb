// Where the programs under test are. `cargo xtask test` says so; by hand the usual target folder serves.
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = join(dirname(fileURLToPath(import.meta.url)), "../..");
export const DIST = join(ROOT, "pkg/dist");

const suffix = process.platform === "win32" ? ".exe" : "";

/** @param {string | undefined} given @param {string} usual @param {string} advice */
function program(given, usual, advice) {
  const path = given ?? join(ROOT, "target", usual + suffix);
  if (!existsSync(path)) throw new Error(`${path} is missing: ${advice}`);
  return path;
}

/** The server's binary. */
export const passwave = () =>
  program(process.env.PASSWAVE_BINARY, "debug/passwave", "run `cargo build -p passwave-server`");

/** The project's own commands. */
export const xtask = () => program(process.env.PASSWAVE_XTASK, "debug/xtask", "run `cargo build -p xtask`");
