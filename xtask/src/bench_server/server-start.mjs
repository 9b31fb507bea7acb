// Starts the benchmark's servers, and says what of them is missing.

import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";

/** The servers that run; none outlives this program. */
const children = new Set();
process.on("exit", () => children.forEach((child) => child.kill("SIGKILL")));

/** The other servers, by the package that each measures. */
const PEERS = { "@cap.js/server": "cap-server.mjs", "altcha-lib": "altcha-server.mjs" };

/** What the benchmark needs and does not find, each with what to do. @param {string} program @param {string} folder */
export function missing(program, folder) {
  const found = [];
  if (spawnSync(program, ["--version"]).status !== 0)
    found.push(`${program} does not run: cargo build --release -p passwave-server`);
  if (spawnSync("wrk", ["-v"]).error) found.push("wrk, the load generator, is not on PATH: apt-get install wrk");
  for (const [name, script] of Object.entries(PEERS)) {
    if (!existsSync(join(folder, script))) found.push(`${script} is not in ${folder}: start cargo xtask bench-server`);
    if (!existsSync(join(folder, "node_modules", name, "package.json")))
      found.push(`${name} is not installed: npm ci in ${folder}`);
  }
  return found;
}

/**
 * Starts a server and waits until it has printed so many addresses. Its warnings, such as of limits that are off, are
 * meant.
 * @param {string} command @param {string[]} args @param {number} count @param {string} [cwd]
 */
export async function started(command, args, count, cwd) {
  const env = { ...process.env, RUST_LOG: "error" };
  const child = spawn(command, args, { cwd, env, stdio: ["ignore", "pipe", "inherit"] });
  await once(child, "spawn").catch(({ message }) => {
    throw new Error(`${command} did not start: ${message}`);
  });
  children.add(child);
  const ended = once(child, "close");
  const addresses = [];
  for await (const line of createInterface({ input: child.stdout })) {
    addresses.push(/http:\/\/[^/\s]+/.exec(line)?.[0]);
    if (addresses.length === count) return { child, addresses };
  }
  throw new Error(`${[command, ...args].join(" ")} ended with ${(await ended)[0]} before it listened`);
}

/** @param {import("node:child_process").ChildProcess} child */
export async function stopped(child) {
  child.kill("SIGKILL");
  await once(child, "exit");
  children.delete(child);
}
