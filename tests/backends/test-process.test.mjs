// A test file ends whatever happens in it, and takes with it what it has started.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { ROOT } from "../support/paths.mjs";
import { temporaryFolder } from "../support/temporary-folder.mjs";

const END_LIMIT_MS = 60_000;
const CHILD_PROCESS = pathToFileURL(join(ROOT, "tests/support/child-process.mjs"));

const folder = temporaryFolder();
/** Whoever goes on running stays connected to it. */
const server = createServer();

before(async () => {
  const isRunByTheStage = process.execArgv.includes("--test-force-exit");
  assert.ok(isRunByTheStage, "this file sees how files are run by `cargo xtask test backends`, and says nothing alone");
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
});
after(() => {
  server.close();
  folder.stop();
});

/** Starts a program that would go on for ever, and waits until it runs; tells where its temporary files would be. */
const start = () => `
  import { once } from "node:events";
  import { writeFileSync } from "node:fs";
  import { tmpdir } from "node:os";
  import { before, test } from "node:test";
  import { spawn } from "${CHILD_PROCESS}";
  async function start() {
    writeFileSync("temporary.txt", tmpdir());
    const program = 'require("net").connect(${/** @type {any} */ (server.address()).port}, () => console.log("here"))';
    const child = spawn(process.execPath, ["-e", program], { stdio: ["ignore", "pipe", "inherit"] });
    await once(child.stdout, "data");
  }`;

/**
 * Runs a file as this one is run, until it and what it has started have ended; its exit code.
 * @param {string} source @param {string[]} [more] options of Node
 */
async function codeOf(source, more = []) {
  const file = join(folder.path, "some.test.mjs");
  writeFileSync(file, start() + source);
  const signal = AbortSignal.timeout(END_LIMIT_MS);
  const hasEnded = once(server, "connection", { signal }).then(([socket]) =>
    once(socket.resume(), "close", { signal }),
  );
  // The runner starts no runner: whoever has this variable is one of its files.
  const where = { cwd: folder.path, signal, env: { ...process.env, NODE_TEST_CONTEXT: undefined } };
  const options = [...process.execArgv, ...more, "--test", file];
  const code = new Promise((resolve) =>
    execFile(process.execPath, options, where, (cause) => resolve(cause?.code ?? 0)),
  );
  await hasEnded;
  return code;
}

function assertTemporaryFolderIsGone() {
  const temporary = readFileSync(join(folder.path, "temporary.txt"), "utf8");
  assert.notEqual(temporary, tmpdir(), "the file has no folder of its own");
  assert.ok(!existsSync(temporary), "the temporary files are still there");
}

test("whose set-up fails halfway", async () => {
  const failing = 'before(async () => { await start(); throw new Error("no"); }); test("one", () => {});';
  assert.equal(await codeOf(failing), 1);
  assertTemporaryFolderIsGone();
});

test("whose program still runs", async () => {
  assert.equal(await codeOf('test("one", start);'), 0);
  assertTemporaryFolderIsGone();
});

test("which takes too long", async () => {
  const endless = "new Promise(() => setInterval(() => {}, 1000))";
  assert.equal(
    await codeOf(`test("one", async () => { await start(); await ${endless}; });`, ["--test-timeout=5000"]),
    1,
  );
  assertTemporaryFolderIsGone();
});
