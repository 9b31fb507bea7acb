// The package as it is published, and npm as a site's developer runs it.
import { execFile } from "node:child_process";
import { cpSync, mkdtempSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { FRAMEWORKS } from "./framework-bundles.mjs";
import { npm } from "./npm-pack.mjs";

const QUIET = ["--no-audit", "--no-fund", "--ignore-scripts"];
const run = promisify(execFile);

/**
 * A tool that is installed in a folder.
 * @param {string} folder @param {string} name @param {string[]} options @param {string} [installed]
 */
export async function tool(folder, name, options, installed = folder) {
  const { stdout } = await run(join(installed, "node_modules/.bin", name), options, { cwd: folder });
  return stdout;
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
  const folder = mkdtempSync(join(FRAMEWORKS, "work-"));
  cpSync(join(FRAMEWORKS, "work-folder.package.json"), join(folder, "package.json"));
  await npm(folder, "install", "--no-save", "--no-package-lock", "--offline", ...QUIET, tarball);
  return folder;
}
