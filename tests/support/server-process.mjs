// Programs that serve pages, and say "Listening on" as soon as they do.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

const START_LIMIT_MS = 60_000;

/**
 * Starts it and waits for its word.
 * @param {string} program @param {string[]} options
 * @param {{ env?: Record<string, string>, cwd?: string, listening?: RegExp }} [where] `listening` matches the line that
 *   says where it listens.
 */
export async function start(program, options, { env = {}, cwd, listening = /Listening on (http:\S+)/ } = {}) {
  const child = spawn(program, options, { cwd, env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] });
  /** @type {string[]} */
  const log = [];
  const said = new Promise((resolve, reject) => {
    const gaveUp = setTimeout(
      () => reject(new Error(`${program} does not listen:\n${log.join("\n")}`)),
      START_LIMIT_MS,
    );
    const read = (/** @type {string} */ line) => {
      log.push(line);
      const found = listening.exec(line);
      if (found) resolve(found[1] ?? "");
      if (found) clearTimeout(gaveUp);
    };
    createInterface(child.stdout).on("line", read);
    createInterface(child.stderr).on("line", read);
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`${program} ended with ${code}:\n${log.join("\n")}`)));
  });
  const stop = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, "exit");
    child.kill("SIGTERM");
    await ended;
  };
  const url = await said.catch(async (cause) => {
    await stop();
    throw cause;
  });
  return { url: String(url), log, stop };
}
