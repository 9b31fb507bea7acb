// The hook of docs/deployment for renewed certificates, run as root on the folder of the service's user.
import assert from "node:assert/strict";
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { userInfo } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { run } from "../support/run-program.mjs";
import { DEPLOYMENT } from "../support/reverse-proxies.mjs";
import { replaced } from "../support/site-configuration.mjs";
import { newFolder } from "../support/temporary-folder.mjs";

const NAMES = ["fullchain.pem", "privkey.pem"];
/** In place of the service's user: one that every system has. */
const USER = "nobody";

/** Root's certificates, the service's folder, and the hook for both. */
async function setUp(/** @type {import("node:test").TestContext} */ context) {
  assert.equal(userInfo().uid, 0, "this test changes users, which needs root");
  const folder = newFolder();
  context.after(() => rmSync(folder, { recursive: true }));
  chmodSync(folder, 0o755);
  const lineage = join(folder, "live");
  const own = join(folder, "passwave");
  const bin = join(folder, "bin");
  for (const path of [lineage, own, bin]) mkdirSync(path);
  chmodSync(lineage, 0o700);
  for (const name of NAMES) writeFileSync(join(lineage, name), `new ${name}`, { mode: 0o600 });
  const { said } = await run(["id", "-u", USER]);
  chownSync(own, Number(said), Number(said));
  writeFileSync(join(bin, "systemctl"), `#!/bin/sh\necho "$@" >'${folder}/reloaded'\n`, { mode: 0o755 });
  const hook = join(folder, "hook");
  const documented = readFileSync(join(DEPLOYMENT, "certbot-hook.sh"), "utf8");
  const changed = replaced(
    replaced(documented, "folder=/etc/passwave/tls", `folder=${own}/tls`),
    "user=passwave",
    `user=${USER}`,
  );
  writeFileSync(hook, changed, { mode: 0o755 });
  const env = { PATH: `${bin}:${process.env.PATH}`, RENEWED_LINEAGE: lineage };
  return { folder, own, uid: Number(said), runHook: () => run([hook], { env }) };
}

test("the hook copies a renewed certificate, for the service's user alone, and reloads", async (context) => {
  const { folder, own, uid, runHook } = await setUp(context);
  for (const time of ["first", "second"]) {
    const ended = await runHook();
    assert.equal(ended.code, 0, time + ended.complained);
    for (const name of NAMES) {
      const copy = join(own, "tls", name);
      assert.equal(readFileSync(copy, "utf8"), `new ${name}`);
      const { mode, uid: owner } = statSync(copy);
      assert.deepEqual([mode & 0o777, owner], [0o600, uid]);
    }
  }
  assert.equal(readFileSync(join(folder, "reloaded"), "utf8"), "reload passwave\n");
});

test("a link that the service put into its folder leads the hook nowhere", async (context) => {
  const { folder, own, runHook } = await setUp(context);
  const victim = join(folder, "victim");
  mkdirSync(victim, { mode: 0o755 });
  for (const name of NAMES) writeFileSync(join(victim, name), "root's", { mode: 0o644 });
  symlinkSync(victim, join(own, "tls"));
  const ended = await runHook();
  assert.notEqual(ended.code, 0);
  assert.equal(existsSync(join(folder, "reloaded")), false);
  for (const name of NAMES) {
    assert.equal(readFileSync(join(victim, name), "utf8"), "root's");
    assert.equal(statSync(join(victim, name)).uid, 0);
  }
});

test("links in place of the copies are replaced, not followed", async (context) => {
  const { folder, own, uid, runHook } = await setUp(context);
  const tls = join(own, "tls");
  mkdirSync(tls);
  chownSync(tls, uid, uid);
  const victim = join(folder, "victim");
  writeFileSync(victim, "root's", { mode: 0o644 });
  for (const name of [...NAMES, ...NAMES.map((name) => `${name}.new`)]) symlinkSync(victim, join(tls, name));
  const ended = await runHook();
  assert.equal(ended.code, 0, ended.complained);
  for (const name of NAMES) assert.equal(readFileSync(join(tls, name), "utf8"), `new ${name}`);
  assert.equal(readFileSync(victim, "utf8"), "root's");
  assert.equal(statSync(victim).uid, 0);
});
