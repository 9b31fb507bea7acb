// A folder for the files of one test.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Whoever makes it removes it. */
export const newFolder = () => mkdtempSync(join(tmpdir(), "passwave-"));

/** The same, as a fixture. */
export function temporaryFolder() {
  const path = newFolder();
  return { path, stop: () => rmSync(path, { recursive: true, force: true }) };
}
