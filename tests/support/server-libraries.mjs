// Our libraries for backends, as a site installs them: the npm package and the wheel, built from this checkout.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { spawn } from "./child-process.mjs";
import { pack } from "./npm-pack.mjs";
import { ROOT } from "./paths.mjs";
import { python, succeeds } from "./run-program.mjs";
import { newFolder } from "./temporary-folder.mjs";

/** What the packages beside it are found from. */
const BACKENDS = join(ROOT, "tests/backends");

/** Installs both. */
export async function installLibraries() {
  const folder = newFolder();
  // Below tests/backends, so that Express and the like are found from there; a new one each, since test files run
  // side by side.
  const app = mkdtempSync(join(BACKENDS, "node_modules/.passwave-app-"));
  const installed = join(app, "node_modules/passwave");
  mkdirSync(installed, { recursive: true });
  const { tarball } = await pack(folder);
  await succeeds(["tar", "-xzf", tarball, "-C", installed, "--strip-components=1"]);
  return {
    node: app,
    python: await installWheel(folder),
    stop() {
      rmSync(folder, { recursive: true });
      rmSync(app, { recursive: true });
    },
  };
}

/** Installs the wheel below a folder, and says where. @param {string} folder */
export async function installWheel(folder) {
  const wheel = [python(), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"];
  const site = join(folder, "site-packages");
  await succeeds([...wheel, "--no-build-isolation", "--target", site, join(ROOT, "integrations/python")]);
  return site;
}

/** A program that answers each line of JSON that it is sent by another. */
export class LineProgram {
  #child;
  #lines;

  /** @param {string} program @param {string[]} options @param {{ env?: NodeJS.ProcessEnv, cwd?: string }} where */
  constructor(program, options, { env = {}, cwd }) {
    this.#child = spawn(program, options, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ["pipe", "pipe", "inherit"],
    });
    this.#lines = createInterface(this.#child.stdout)[Symbol.asyncIterator]();
  }

  /** @param {object} question @returns {Promise<any>} */
  async ask(question) {
    this.#child.stdin.write(`${JSON.stringify(question)}\n`);
    const { value, done } = await this.#lines.next();
    if (done) throw new Error("the program ended without an answer");
    return JSON.parse(value);
  }

  stop() {
    this.#child.stdin.end();
  }
}

/** A program of the app's own folder. @param {string} folder @param {string} name @param {string} source */
export function writeProgram(folder, name, source) {
  const file = join(folder, name);
  writeFileSync(file, source);
  return file;
}
