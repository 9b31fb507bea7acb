// What the process of each test file has for itself; loaded before the file (`node --import`).
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The runner starts a process for each file, and says so in its environment. */
const RUNS_A_FILE = process.env.NODE_TEST_CONTEXT !== undefined;

/**
 * Programs of others keep files of fixed names in the folder for temporary files, and remove what they find there:
 * MariaDB does, when it starts. Two test files at a time would be in each other's way.
 */
function ownTemporaryFolder() {
  const folder = mkdtempSync(join(tmpdir(), "pw-"));
  process.env.TMPDIR = folder;
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
}

if (RUNS_A_FILE) {
  ownTemporaryFolder();
  // The runner ends a file that takes too long; what the file has started ends with it.
  process.on("SIGTERM", () => process.exit(1));
}
