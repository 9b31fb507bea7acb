// Containers of an image that `cargo xtask dist` made: podman's, or where the machine allows none the image's root file
// system by chroot.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { notRun } from "./not-run.mjs";
import { run, succeeds } from "./run-program.mjs";
import { ServerProcess } from "./server-process.mjs";

/** The number of the image's user. */
export const USER = "65532";

/** @typedef {{ mounts?: [string, string][], env?: Record<string, string> }} Options */

/** What starts podman's containers, in the order in which they are tried; some machines let only one of them. */
const RUNTIMES = { runc: [], crun: ["--cgroups", "disabled"] };

/** Podman with a storage of its own. */
export class Podman {
  folder = mkdtempSync(join(tmpdir(), "podman-"));
  image = "";

  /** @param {"runc" | "crun"} runtime */
  constructor(runtime) {
    this.runtime = runtime;
    this.name = `podman with ${runtime}`;
  }

  /** @param {string[]} command */
  #line(...command) {
    const [root, runroot] = [join(this.folder, "root"), join(this.folder, "run")];
    const storage = ["--root", root, "--runroot", runroot, "--storage-driver", "vfs", "--cgroup-manager", "cgroupfs"];
    return ["podman", "--runtime", this.runtime, ...storage, ...command];
  }

  /** A program that does what podman does, with this storage. */
  script = () => `#!/bin/sh\nexec ${this.#line().join(" ")} "$@"\n`;

  /** @param {string} archive */
  async load(archive) {
    const said = await succeeds(this.#line("load", "--quiet", "--input", archive));
    this.image = String(/Loaded image: (\S+)/.exec(said)?.[1]);
  }

  /** As an operator starts it: nothing can be written but what is mounted. @param {Options} options */
  #run({ mounts = [], env = {} }) {
    const fixed = ["--rm", "--read-only", "--read-only-tmpfs=false", "--network", "host"];
    const limits = [
      "--ulimit",
      "nofile=1024:1024",
      "--ulimit",
      "nproc=1024:1024",
      "--cap-drop",
      "all",
      "--security-opt",
      "no-new-privileges",
    ];
    const volumes = mounts.flatMap(([from, to]) => ["--volume", `${from}:${to}`]);
    const variables = Object.entries(env).flatMap(([name, value]) => ["--env", `${name}=${value}`]);
    return this.#line(
      "run",
      ...RUNTIMES[this.runtime],
      ...fixed,
      ...limits,
      ...volumes,
      ...variables,
      "--name",
      "passwave",
      this.image,
    );
  }

  /** Runs a command of the image to its end. @param {string[]} command @param {Options} options */
  command(command, options) {
    return succeeds([...this.#run(options), ...command]);
  }

  /** @param {Options} options */
  serve(options) {
    const [program = "", ...rest] = this.#run(options);
    return ServerProcess.start(program, rest);
  }

  /** The image's own check of a server's health, in the server's container. */
  async isHealthy() {
    const check = ["/usr/bin/passwave", "healthcheck", "--config", "/etc/passwave/passwave.toml"];
    return (await run(this.#line("exec", "passwave", ...check))).code === 0;
  }

  async remove() {
    await run(this.#line("system", "reset", "--force"));
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** The root file system of an image, as its user, with the mounts' folders in it. */
class Chroot {
  folder = mkdtempSync(join(tmpdir(), "image-"));
  name = "chroot";
  #root = join(this.folder, "root");
  /** @type {{ Env: string[], Entrypoint: string[], Cmd: string[] }} */
  #image = { Env: [], Entrypoint: [], Cmd: [] };
  /** @type {string[]} */
  #env = [];

  /** @param {string} archive */
  async load(archive) {
    const blobs = join(this.folder, "archive");
    mkdirSync(blobs);
    mkdirSync(this.#root);
    await succeeds(["tar", "--extract", "--file", archive, "--directory", blobs]);
    const [{ Config, Layers }] = JSON.parse(readFileSync(join(blobs, "manifest.json"), "utf8"));
    this.#image = JSON.parse(readFileSync(join(blobs, Config), "utf8")).config;
    for (const layer of Layers)
      await succeeds(["tar", "--extract", "--gzip", "--file", join(blobs, layer), "--directory", this.#root]);
  }

  /** @param {string[]} command @param {Options} options */
  async #line(command, { mounts = [], env = {} }) {
    for (const [from, to] of mounts) {
      const [place = "", , rights = ""] = [to.replace(/:.*/, ""), "", to.split(":")[1]];
      const here = join(this.#root, place);
      if (!(await run(["mountpoint", "--quiet", here])).code) continue;
      if (place.endsWith(".toml")) writeFileSync(here, "", { flag: "a" });
      await succeeds(["mount", "--bind", from, here]);
      if (rights) await succeeds(["mount", "--options", `remount,bind,${rights}`, here]);
    }
    const given = Object.entries(env).map(([name, value]) => `${name}=${value}`);
    this.#env = [...this.#image.Env, ...given];
    return ["chroot", `--userspec=${USER}:${USER}`, this.#root, ...this.#program(command)];
  }

  /** @param {string[]} command */
  #program = (command) => [...this.#image.Entrypoint, ...command];

  #variables() {
    return Object.fromEntries(this.#env.map((line) => line.split(/=(.*)/s).slice(0, 2)));
  }

  /** @param {string[]} command @param {Options} options */
  async command(command, options) {
    const line = await this.#line(command, options);
    const { code, said, complained } = await run(line, { env: this.#variables(), cwd: "/" });
    if (code !== 0) throw new Error(complained);
    return said;
  }

  /** @param {Options} options */
  async serve(options) {
    const [program = "", ...rest] = await this.#line(this.#image.Cmd, options);
    return ServerProcess.start(program, rest, { env: this.#variables() });
  }

  async isHealthy() {
    const check = this.#program(["healthcheck", "--config", "/etc/passwave/passwave.toml"]);
    const line = ["chroot", `--userspec=${USER}:${USER}`, this.#root, ...check];
    return (await run(line, { env: this.#variables() })).code === 0;
  }

  async remove() {
    for (const place of ["etc/passwave/passwave.toml", "etc/passwave"]) await run(["umount", join(this.#root, place)]);
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** The image, loaded into what this machine can run it with. @param {string} archive */
export async function loaded(archive) {
  for (const runtime of /** @type {const} */ (["runc", "crun"])) {
    const podman = new Podman(runtime);
    try {
      await podman.load(archive);
      await podman.command(["--version"], {});
      return podman;
    } catch (cause) {
      notRun(`the image in ${podman.name}`, cause);
      await podman.remove();
    }
  }
  const chroot = new Chroot();
  await chroot.load(archive);
  return chroot;
}
