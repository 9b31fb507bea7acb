// The Debian package in a Debian with nothing else in it: from its installation to a verified press, an upgrade, the
// way back, a purge.
// A chroot has no systemd as its first process, so the command of the unit is started by hand, as the unit's user.
import assert from "node:assert/strict";
import { copyFileSync, existsSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { MACHINE, artefact } from "../support/artefacts.mjs";
import { notRun } from "../support/not-run.mjs";
import { ROOT } from "../support/paths.mjs";
import { run } from "../support/run-program.mjs";
import { ServerProcess } from "../support/server-process.mjs";
import { HOST, replaced } from "../support/site-configuration.mjs";
import { siteverify } from "../support/siteverify.mjs";
import { newFolder } from "../support/temporary-folder.mjs";
import { pressed } from "../support/tokens.mjs";

const DEBIAN = process.env.PASSWAVE_DEBIAN ?? join(ROOT, "target/debian");
const LIMIT_MS = 120_000;
const CONFIG = "/etc/passwave/passwave.toml";
const UNIT = "/usr/lib/systemd/system/passwave.service";
const FIRST_SITE = "/etc/passwave/first-site.txt";

/** A Debian of this test's own. */
class Debian {
  root = join(newFolder(), "debian");

  async install() {
    await this.#host(["cp", "--archive", "--reflink=auto", DEBIAN, this.root]);
  }

  /** Where a file of it is. @param {string} path */
  at = (path) => join(this.root, path);

  /** @param {string} path */
  read = (path) => readFileSync(this.at(path), "utf8");

  /** Runs a command in it, as root. @param {string[]} command */
  async run(...command) {
    return this.#host(["chroot", this.root, ...command]);
  }

  /** @param {string[]} command */
  async #host(command) {
    const { code, said, complained } = await run(command, { env: { LC_ALL: "C", DEBIAN_FRONTEND: "noninteractive" } });
    assert.equal(code, 0, `${command.join(" ")}\n${said}\n${complained}`);
    return said;
  }

  /** What the unit starts, as the unit's user. */
  start() {
    const unit = this.read(UNIT);
    const command = /^ExecStart=(.*)$/m.exec(unit)?.[1]?.split(" ") ?? [];
    assert.match(unit, /^User=passwave$/m);
    const options = ["--userspec=passwave:passwave", this.root, ...command];
    return ServerProcess.start("chroot", options, { env: { PASSWAVE_LISTEN: `${HOST}:0` } });
  }

  remove() {
    rmSync(join(this.root, ".."), { recursive: true });
  }
}

/** The same package as a later version. @param {string} deb @param {string} folder */
async function laterVersion(deb, folder) {
  const [files, later] = [join(folder, "files"), join(folder, "later.deb")];
  await run(["dpkg-deb", "--raw-extract", deb, files]);
  const control = join(files, "DEBIAN/control");
  writeFileSync(control, replaced(readFileSync(control, "utf8"), /^Version: .*$/m, "Version: 999.0.0"));
  const built = await run(["dpkg-deb", "--root-owner-group", "--build", files, later]);
  assert.equal(built.code, 0, built.complained);
  return later;
}

/**
 * Presses, and has the token checked; returns what checks it again.
 * @param {Debian} debian @param {ServerProcess} server
 */
async function verifiedPress(debian, server) {
  const told = (/** @type {string} */ name) =>
    String(new RegExp(`^${name}:\\s+(\\S+)`, "m").exec(debian.read(FIRST_SITE))?.[1]);
  const site = { url: server.url, sitekey: told("sitekey"), file: debian.at(CONFIG) };
  const token = await pressed(site);
  const verify = (/** @type {string} */ url) => siteverify(url, told("secret"), token);
  const answer = await verify(server.url);
  assert.equal(answer.success, true, JSON.stringify(answer));
  return verify;
}

/** A unit comes back as it was. @param {Debian} debian */
async function removedAndInstalledAgain(debian) {
  await debian.run("apt-get", "install", "--yes", "--no-install-recommends", "systemd");
  for (const wish of ["enable", "disable"]) {
    await debian.run("systemctl", wish, "passwave");
    await debian.run("dpkg", "--remove", "passwave");
    await debian.run("dpkg", "--install", "/srv/passwave.deb");
    assert.equal(await debian.run("sh", "-c", "systemctl is-enabled passwave || true"), `${wish}d`);
  }
}

test(
  "from the package to a verified press, an upgrade, the way back and a purge",
  { timeout: 3 * LIMIT_MS },
  async () => {
    notRun("the package's unit under systemd", "an empty Debian in a chroot has none; its command was started instead");
    const debian = new Debian();
    await debian.install();
    const deb = artefact(new RegExp(`_${MACHINE}\\.deb$`));
    copyFileSync(deb, debian.at("/srv/passwave.deb"));

    const began = Date.now();
    const said = await debian.run("apt-get", "install", "--yes", "/srv/passwave.deb");
    assert.match(said, /sitekey and secret are in/);
    assert.doesNotMatch(said, /secret:/, "the secret must not stand in the log of the package manager");
    writeFileSync(debian.at(CONFIG), replaced(debian.read(CONFIG), `["localhost"]`, `["${HOST}"]`));
    let server = await debian.start();
    await verifiedPress(debian, server);
    const script = await fetch(`${server.url}/passwave.js`);
    assert.equal(script.status, 200, "the package carries the widget");
    await server.stop();
    console.log(`from the package to a verified press: ${Date.now() - began} ms`);

    for (const path of [CONFIG, FIRST_SITE, "/var/lib/passwave/passwave.redb"])
      assert.equal(statSync(debian.at(path)).mode & 0o777, 0o600, path);
    assert.ok(
      existsSync(debian.at("/usr/share/doc/passwave/html/index.html")),
      "the package carries the documentation",
    );
    const named = [...debian.read(UNIT).matchAll(/^(?:Exec\w+=|Documentation=file:\/\/)(\S+)/gm)].map(
      ([, path]) => path,
    );
    assert.equal(named.length, 3, `the unit names ${named}`);
    for (const path of named) assert.ok(existsSync(debian.at(String(path))), `the unit names ${path}`);
    const before = debian.read(CONFIG);
    copyFileSync(await laterVersion(deb, join(debian.root, "..")), debian.at("/srv/later.deb"));
    await debian.run("dpkg", "--install", "/srv/later.deb");
    assert.match(await debian.run("dpkg", "--status", "passwave"), /^Version: 999\.0\.0$/m);
    assert.equal(debian.read(CONFIG), before, "an upgrade keeps the configuration");
    server = await debian.start();
    const verifyAgain = await verifiedPress(debian, server);
    await server.stop();

    await debian.run("dpkg", "--install", "/srv/passwave.deb");
    assert.doesNotMatch(await debian.run("dpkg", "--status", "passwave"), /^Version: 999/m, "one can go back");
    assert.equal(debian.read(CONFIG), before, "going back keeps the configuration");
    server = await debian.start();
    assert.equal((await verifyAgain(server.url)).success, false, "what the later version has spent is spent");
    await verifiedPress(debian, server);
    await server.stop();

    await removedAndInstalledAgain(debian);
    await debian.run("dpkg", "--remove", "passwave");
    assert.equal(debian.read(CONFIG), before, "whoever removes a package may come back to it");
    await debian.run("dpkg", "--purge", "passwave");
    for (const path of ["/etc/passwave", "/var/lib/passwave", "/usr/bin/passwave"])
      assert.ok(!existsSync(debian.at(path)), path);
    assert.doesNotMatch(debian.read("/etc/passwd"), /passwave/);
    debian.remove();
  },
);
