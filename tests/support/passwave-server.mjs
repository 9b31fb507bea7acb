// The real server, as an operator runs it.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { passwave, ROOT } from "./paths.mjs";

const START_LIMIT_MS = 20_000;

/** A server that is running, at `url`. */
export class Server {
  #process;

  /** @param {import("node:child_process").ChildProcess} process @param {string} url @param {string[]} log */
  constructor(process, url, log) {
    this.#process = process;
    this.url = url;
    this.log = log;
  }

  /**
   * Starts `passwave serve` and waits for its "Listening on".
   * @param {string[]} options @param {string} [folder] @param {NodeJS.ProcessEnv} [more] to the environment
   */
  static async start(options, folder = ROOT, more = {}) {
    const process = spawn(passwave(), ["serve", ...options], {
      cwd: folder,
      env: { ...globalThis.process.env, ...more },
      stdio: ["ignore", "pipe", "pipe"],
    });
    /** @type {string[]} */
    const log = [];
    const address = new Promise((resolve, reject) => {
      const gaveUp = setTimeout(
        () => reject(new Error(`no "Listening on" in time:\n${log.join("\n")}`)),
        START_LIMIT_MS,
      );
      const read = (/** @type {string} */ line) => {
        log.push(line);
        const found = /Listening on (http:\/\/[^\s/]+)/.exec(line);
        if (found) resolve(found[1]);
        if (found) clearTimeout(gaveUp);
      };
      createInterface(process.stdout).on("line", read);
      createInterface(process.stderr).on("line", read);
      process.once("exit", (code) => reject(new Error(`the server ended with ${code}:\n${log.join("\n")}`)));
    });
    return new Server(process, await address, log);
  }

  /** The demo: one site for this computer, nothing kept. */
  static demo() {
    return Server.start(["--demo", "--listen", "127.0.0.1:0"]);
  }

  /** What the first line it has written that fits says in its group; waits for it. @param {RegExp} words */
  async said(words) {
    const deadline = Date.now() + START_LIMIT_MS;
    for (;;) {
      const found = this.log.map((line) => words.exec(line)?.[1]).find(Boolean);
      if (found) return found;
      if (Date.now() > deadline) throw new Error(`no ${words} in time:\n${this.log.join("\n")}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  /** The process, as the system numbers it. */
  get pid() {
    return this.#process.pid;
  }

  /** Ends it as an operator does. */
  stop() {
    return this.#end("SIGTERM");
  }

  /** Ends it as a crash does: it gets no chance to write anything. */
  kill() {
    return this.#end("SIGKILL");
  }

  /** @param {NodeJS.Signals} signal */
  async #end(signal) {
    const { exitCode, signalCode } = this.#process;
    if (exitCode !== null || signalCode !== null) {
      throw new Error(`the server had ended before (${signalCode ?? exitCode}):\n${this.log.slice(-40).join("\n")}`);
    }
    const ended = once(this.#process, "exit");
    this.#process.kill(signal);
    await ended;
  }
}
