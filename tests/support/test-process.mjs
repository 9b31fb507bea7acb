// What the process of each test file has for itself; loaded before the file (`node --import`).
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import "./child-process.mjs"; // At the end, programs are ended before their files are removed.

/** The runner starts a process for each file, and says so in its environment. */
const RUNS_A_FILE = process.env.NODE_TEST_CONTEXT !== undefined;

/** As the system's own: what runs as another user may write there, and removes only what is its own. */
const OPEN_TO_ALL = 0o1777;

/**
 * Programs of others keep files of fixed names in the folder for temporary files, and remove what they find there:
 * MariaDB does, when it starts. Two test files at a time would be in each other's way.
 */
function ownTemporaryFolder() {
  const folder = mkdtempSync(join(tmpdir(), "pw-"));
  chmodSync(folder, OPEN_TO_ALL);
  process.env.TMPDIR = folder;
  process.on("exit", () => {
    try {
      rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
    } catch {
      // A program that is just ending still writes there: what is left is in the system's folder for such files.
    }
  });
}

if (RUNS_A_FILE) {
  ownTemporaryFolder();
  // The runner ends a file that takes too long; what the file has started ends with it.
  process.on("SIGTERM", () => process.exit(1));
}
