// A MariaDB of its own, in a folder of its own, without a network.
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { spawn } from "../../../support/child-process.mjs";

const START_LIMIT_MS = 120_000;
/** What a test's database need not do: survive a crash, and hold much. */
const SMALL = ["--innodb-flush-log-at-trx-commit=0", "--innodb-buffer-pool-size=32M", "--performance-schema=off"];

/** Only root may run the server as root, and must say so. */
const user = () => (process.getuid?.() === 0 ? ["--user=root"] : []);

export class Database {
  #process;

  /** @param {import("node:child_process").ChildProcess} process @param {string} socket */
  constructor(process, socket) {
    this.#process = process;
    this.socket = socket;
  }

  /** @param {string} folder must be short: a socket's path has at most 107 characters */
  static async start(folder) {
    const data = join(folder, "data");
    const socket = join(folder, "sock");
    const folders = [`--datadir=${data}`, `--tmpdir=${temporary(folder)}`];
    const install = ["--no-defaults", ...folders, "--auth-root-authentication-method=normal"];
    execFileSync("mariadb-install-db", [...install, "--skip-test-db", ...user()], { stdio: "pipe" });
    const options = [...folders, `--socket=${socket}`, `--pid-file=${join(folder, "pid")}`];
    const server = spawn("mariadbd", ["--no-defaults", ...options, "--skip-networking", ...SMALL, ...user()], {
      stdio: ["ignore", "ignore", "pipe"],
    });
    await ready(server);
    const database = new Database(server, socket);
    database.query("CREATE DATABASE wordpress CHARACTER SET utf8mb4", "mysql");
    return database;
  }

  /** The rows, each a line with tabs. @param {string} sql @param {string} [name] */
  query(sql, name = "wordpress") {
    const options = ["--no-defaults", `--socket=${this.socket}`, "--user=root", "--batch", "--skip-column-names"];
    return execFileSync("mariadb", [...options, "--execute", sql, name], { encoding: "utf8", stdio: "pipe" });
  }

  /** Everything in it, as SQL. */
  dump() {
    const options = ["--no-defaults", `--socket=${this.socket}`, "--user=root", "--skip-extended-insert"];
    const most = { encoding: /** @type {const} */ ("utf8"), maxBuffer: 2 ** 28 };
    return execFileSync("mariadb-dump", [...options, "wordpress"], most);
  }

  async stop() {
    const ended = once(this.#process, "exit");
    this.#process.kill("SIGTERM");
    await ended;
  }
}

/**
 * A server that starts removes all temporary tables of this folder, also those of another server.
 * @param {string} folder
 */
function temporary(folder) {
  const path = join(folder, "tmp");
  mkdirSync(path);
  return path;
}

/** Waits until the server takes queries. @param {import("node:child_process").ChildProcess} server */
function ready(server) {
  /** @type {string[]} */
  const log = [];
  return new Promise((resolve, reject) => {
    const fail = (/** @type {string} */ why) => reject(new Error(`mariadbd ${why}:\n${log.join("\n")}`));
    const gaveUp = setTimeout(() => fail("does not start"), START_LIMIT_MS);
    server.once("error", reject);
    server.once("exit", (code) => fail(`ended with ${code}`));
    createInterface(/** @type {import("node:stream").Readable} */ (server.stderr)).on("line", (line) => {
      log.push(line);
      if (!line.includes("ready for connections")) return;
      clearTimeout(gaveUp);
      resolve(undefined);
    });
  });
}
