// What `cargo xtask dist` made.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./paths.mjs";

export const ARTEFACTS = process.env.PASSWAVE_ARTEFACTS ?? join(ROOT, "target/dist");

/** The one artefact whose name fits. @param {RegExp} name */
export function artefact(name) {
  const found = readdirSync(ARTEFACTS).filter((file) => name.test(file));
  if (found.length !== 1)
    throw new Error(`${found.length} files in ${ARTEFACTS} fit ${name}: run \`cargo xtask dist\``);
  return join(ARTEFACTS, String(found[0]));
}

/** Debian's name of this machine. */
export const MACHINE = process.arch === "arm64" ? "arm64" : "amd64";
