// The bench of siteverify says what is missing before it measures anything.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";
import { ROOT } from "../support/paths.mjs";
import { temporaryFolder } from "../support/temporary-folder.mjs";

const BENCH = join(ROOT, "xtask/src/bench_server/side-by-side.mjs");

test("without its servers and tools the bench fails at its start, and names each with what to do", (context) => {
  const { path: cwd, stop } = temporaryFolder();
  context.after(stop);
  const env = { ...process.env, PATH: "" };
  const { status, stdout, stderr } = spawnSync(process.execPath, [BENCH, "no-passwave", "1"], {
    cwd,
    env,
    encoding: "utf8",
  });
  assert.equal(status, 1);
  assert.equal(stdout, "");
  for (const what of ["no-passwave", "@cap.js/server", "altcha-lib", "wrk", "cargo xtask bench-server"])
    assert.ok(stderr.includes(what), `${what} is not in: ${stderr}`);
  assert.ok(!stderr.includes("    at "), stderr);
});

test("a server of the bench that ends before it listens is an error that names it", async () => {
  const { started } = await import("../../xtask/src/bench_server/server-start.mjs");
  await assert.rejects(started(process.execPath, ["-e", "process.exit(3)"], 1), /ended with 3 before it listened/);
  await assert.rejects(started("no-such-program", [], 1), /no-such-program did not start/);
});
