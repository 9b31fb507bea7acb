// npm, and our package as it is published.
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { ROOT } from "./paths.mjs";

const run = promisify(execFile);

/** @param {string} folder @param {string[]} options */
export async function npm(folder, ...options) {
  const program = process.platform === "win32" ? "npm.cmd" : "npm";
  const { stdout } = await run(program, options, { cwd: folder, maxBuffer: 1 << 26 });
  return stdout;
}

/**
 * `npm pack`: the tarball's path, and what is in it.
 * @param {string} folder
 * @returns {Promise<{ tarball: string, files: string[], size: number }>}
 */
export async function pack(folder) {
  const [{ filename, files, size }] = JSON.parse(
    await npm(join(ROOT, "pkg"), "pack", "--json", "--pack-destination", folder),
  );
  return {
    tarball: join(folder, filename),
    files: files.map((/** @type {{ path: string }} */ { path }) => path),
    size,
  };
}
