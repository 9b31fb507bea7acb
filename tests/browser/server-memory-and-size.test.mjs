// How much of a machine the released server takes: memory while it waits, and the file with the widget in it.
import assert from "node:assert/strict";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { DIST, passwave } from "../support/paths.mjs";
import { startDemo } from "../support/passwave-server.mjs";

const MIB = 1024 * 1024;
const IS_RELEASE = /[\\/]release[\\/]/.test(passwave());

/** @param {string} folder @returns {number} */
const bytesIn = (folder) =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => statSync(join(folder, name)))
    .reduce((sum, file) => sum + (file.isFile() ? file.size : 0), 0);

test("a server that waits fits into 20 MiB of memory", async (context) => {
  const server = await startDemo();
  const status = readFileSync(`/proc/${server.pid}/status`, "utf8");
  const kib = (/** @type {string} */ name) => Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, "m").exec(status)?.[1]);
  context.diagnostic(`resident ${kib("VmRSS")} KiB, of its own ${kib("RssAnon")} KiB`);
  await server.stop();
  // The file of a build for debugging is many times as large, and parts of it are in memory.
  const resident = kib(IS_RELEASE ? "VmRSS" : "RssAnon") * 1024;
  assert.ok(resident > 0 && resident < 20 * MIB, `${resident} bytes`);
});

test("the program with the widget inside it is less than 20 MiB", (context) => {
  const [program, widget] = [statSync(passwave()).size, bytesIn(DIST)];
  context.diagnostic(`${program} bytes, and ${widget} of the widget`);
  if (!IS_RELEASE)
    context.diagnostic("this is a build for debugging, whose size says nothing: only the widget's is looked at");
  assert.ok(widget > 0 && (IS_RELEASE ? program : 0) + widget < 20 * MIB, `${program} + ${widget} bytes`);
});
