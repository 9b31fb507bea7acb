// The package as it is published, and npm as a site's developer runs it.
import { execFile } from "node:child_process";
import { cpSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { FRAMEWORKS } from "./framework-bundles.mjs";
import { ROOT } from "./paths.mjs";

const QUIET = ["--no-audit", "--no-fund", "--ignore-scripts"];
const run = promisify(execFile);

/** @param {string} folder @param {string[]} options */
export async function npm(folder, ...options) {
  const program = process.platform === "win32" ? "npm.cmd" : "npm";
  const { stdout } = await run(program, options, { cwd: folder, maxBuffer: 1 << 26 });
  return stdout;
}

/**
 * A tool that is installed in a folder.
 * @param {string} folder @param {string} name @param {string[]} options @param {string} [installed]
 */
export async function tool(folder, name, options, installed = folder) {
  const { stdout } = await run(join(installed, "node_modules/.bin", name), options, { cwd: folder });
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

/**
 * What create-vite makes in an empty folder, with the packages that a lock file pins, and ours.
 * @param {string} folder @param {string} template @param {string} tarball
 */
export async function createVite(folder, template, tarball) {
  const app = join(folder, template);
  await tool(folder, "create-vite", [template, "--template", template], FRAMEWORKS);
  cpSync(join(FRAMEWORKS, `create-vite/${template}.lock.json`), join(app, "package-lock.json"));
  await npm(app, "ci", "--prefer-offline", ...QUIET);
  await npm(app, "install", "--no-save", "--prefer-offline", ...QUIET, tarball);
  return app;
}

/**
 * An empty folder below tests/frameworks, whose packages are found from there, with ours installed in it.
 * @param {string} tarball
 */
export async function workFolder(tarball) {
  const folder = join(FRAMEWORKS, "work");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  cpSync(join(FRAMEWORKS, "work-folder.package.json"), join(folder, "package.json"));
  await npm(folder, "install", "--no-save", "--no-package-lock", "--offline", ...QUIET, tarball);
  return folder;
}
