// The time of day as one server reads it, which a test moves on. The server is the shipped one: the system's own clock
// is asked through libfaketime.
import { existsSync, mkdtempSync, readdirSync, renameSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const FOLDERS = ["/usr/lib", "/usr/lib64", "/usr/local/lib"];

/** Where the library lies depends on the system and its processor. */
function library() {
  const inside = FOLDERS.filter(existsSync).flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)));
  const found = [...FOLDERS, ...inside].map((folder) => join(folder, "faketime/libfaketimeMT.so.1")).find(existsSync);
  if (!found) throw new Error("libfaketime is missing; on Debian: `apt-get install faketime`");
  return found;
}

export class ServerClock {
  #file = join(mkdtempSync(join(tmpdir(), "passwave-clock-")), "time");
  environment = {
    LD_PRELOAD: library(),
    FAKETIME_TIMESTAMP_FILE: this.#file,
    FAKETIME_NO_CACHE: "1",
    FAKETIME_DONT_FAKE_MONOTONIC: "1",
  };

  constructor() {
    this.moveOn(0);
  }

  /** From here on it is so much later than it really is; nobody reads a half-written file. @param {number} ms */
  moveOn(ms) {
    const next = `${this.#file}.next`;
    writeFileSync(next, `+${ms / 1000}s`);
    renameSync(next, this.#file);
  }
}
