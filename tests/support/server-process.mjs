// A program that serves, as its operator starts and ends it; it is ready as soon as it says so.
import { once } from "node:events";
import { createInterface } from "node:readline";
import { stripVTControlCharacters } from "node:util";
import { spawn } from "./child-process.mjs";

/** @typedef {import("node:stream").Readable} Readable */

const START_LIMIT_MS = 60_000;
const LOOK_AGAIN_MS = 20;

export class ServerProcess {
  #child;
  /**
   * All that it has written, line by line, without the colours that some programs write wherever `CI` is set.
   * @type {string[]}
   */
  log = [];
  /** What it said about where it listens. */
  url = "";

  /** @param {import("node:child_process").ChildProcessByStdio<null, Readable, Readable>} child */
  constructor(child) {
    this.#child = child;
    for (const stream of [child.stdout, child.stderr])
      createInterface(stream).on("line", (line) => this.log.push(stripVTControlCharacters(line)));
  }

  /**
   * Starts it and waits for its word.
   * @param {string} program @param {string[]} options
   * @param {{ env?: NodeJS.ProcessEnv, cwd?: string, listening?: RegExp }} [where] listening: if it says it otherwise
   */
  static async start(program, options, { env = {}, cwd, listening = /Listening on (http:\/\/[^\s/]+)/ } = {}) {
    const child = spawn(program, options, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const server = new this(child);
    server.url = await server.said(listening).catch(async (cause) => {
      if (server.#isRunning) await server.stop();
      throw cause;
    });
    return server;
  }

  /** What the first line it has written that fits says in its group; waits for it. @param {RegExp} words */
  async said(words) {
    /** @type {Error | undefined} */
    let fault;
    this.#child.once("error", (error) => (fault = error));
    for (
      const end = Date.now() + START_LIMIT_MS;
      ;
      await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS))
    ) {
      const found = this.log.map((line) => words.exec(line)).find(Boolean);
      if (found) return found[1] ?? "";
      if (fault) throw fault;
      if (!this.#isRunning || Date.now() > end) throw new Error(`it did not say ${words}${this.#lastWords()}`);
    }
  }

  /** The process, as the system numbers it. */
  get pid() {
    return this.#child.pid;
  }

  get #isRunning() {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  #lastWords() {
    const end = this.#child.signalCode ?? this.#child.exitCode;
    return `${end === null ? "" : `, and ended with ${end}`}:\n${this.log.slice(-40).join("\n")}`;
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
    if (!this.#isRunning) throw new Error(`it had ended before${this.#lastWords()}`);
    const ended = once(this.#child, "exit");
    this.#child.kill(signal);
    await ended;
  }
}
