// The languages that the examples are written in, as `cargo xtask test` has set them up.
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./paths.mjs";

export const EXAMPLES = join(ROOT, "docs/examples");

/** The Python that has what requirements.txt asks for. */
export function python() {
  const path = process.env.PASSWAVE_PYTHON ?? join(ROOT, "target/backends/python/bin/python");
  if (!existsSync(path)) throw new Error(`${path} is missing: run \`cargo xtask test backends\` once`);
  return path;
}

/**
 * Runs a program to its end.
 * @param {string[]} command @param {{ env?: Record<string, string>, cwd?: string }} [where]
 * @returns {Promise<{ code: number, said: string, complained: string }>}
 */
export function run([program = "", ...options], { env = {}, cwd } = {}) {
  return new Promise((resolve, reject) => {
    execFile(program, options, { cwd, env: { ...process.env, ...env } }, (cause, said, complained) => {
      if (cause && typeof cause.code !== "number") return reject(cause);
      resolve({ code: Number(cause?.code ?? 0), said: said.trim(), complained: complained.trim() });
    });
  });
}

/**
 * Runs a program that must succeed, and returns what it said. Whatever else is being started goes on meanwhile: a
 * browser has a limit of its own for that.
 * @param {string[]} command @param {{ env?: Record<string, string>, cwd?: string }} [where]
 */
export async function succeeds(command, where) {
  const { code, said, complained } = await run(command, where);
  if (code !== 0) throw new Error(`${command.join(" ")} ended with ${code}:\n${said}\n${complained}`);
  return said;
}
