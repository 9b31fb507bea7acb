// The archives for both machines: what is in them, and that the programs run with nothing beside them.
import assert from "node:assert/strict";
import { readFileSync, readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { ARTEFACTS, artefact } from "../support/artefacts.mjs";
import { HOST } from "../support/site-configuration.mjs";
import { run } from "../support/run-program.mjs";
import { ServerProcess } from "../support/server-process.mjs";
import { newFolder } from "../support/temporary-folder.mjs";

const LIMIT_MS = 120_000;
/** What the program may take of a disk, and of memory while it waits. */
const MAX_BYTES = 20 * 1024 * 1024;
const CONTENT = [
  "LICENSE-APACHE",
  "LICENSE-MIT",
  "docs",
  "passwave",
  "passwave.service",
  "passwave.toml.example",
  "share",
];

test("the hashes are those of the artefacts", async () => {
  const checked = await run(["sha256sum", "--check", "--strict", "SHA256SUMS"], { cwd: ARTEFACTS });
  assert.equal(checked.code, 0, checked.complained);
  assert.equal(checked.said.split("\n").length, readdirSync(ARTEFACTS).length - 1);
});

test("the list of components names the server's crates, the widget's and their licences", () => {
  const { bomFormat, components } = JSON.parse(readFileSync(artefact(/\.cdx\.json$/), "utf8"));
  assert.equal(bomFormat, "CycloneDX");
  /** @type {string[]} */
  const names = components.map((/** @type {{ name: string }} */ { name }) => name);
  for (const name of ["axum", "ring", "redb", "wasm-bindgen", "passwave-motion", "@noble/hashes"])
    assert.ok(names.includes(name), name);
  for (const name of ["proptest", "rcgen", "puppeteer"]) assert.ok(!names.includes(name), name);
  for (const { name, licenses } of components) assert.ok(licenses ?? name === "ring", name);
});

/** The memory that a process has of the machine's, in bytes. @param {number | undefined} pid */
function residentBytes(pid) {
  const found = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"));
  return Number(found?.[1]) * 1024;
}

for (const [machine, emulator] of /** @type {[string, string[]][]} */ ([
  ["x86_64", process.arch === "x64" ? [] : ["qemu-x86_64-static"]],
  ["aarch64", process.arch === "arm64" ? [] : ["qemu-aarch64-static"]],
])) {
  test(
    `the ${machine} archive has all, and its small program serves the demo by itself`,
    { timeout: LIMIT_MS },
    async () => {
      const folder = newFolder();
      const archive = artefact(new RegExp(`-${machine}-linux\\.tar\\.gz$`));
      await run(["tar", "--extract", "--gzip", "--file", archive, "--directory", folder]);
      const [top] = readdirSync(folder);
      const inside = join(folder, String(top));
      assert.deepEqual(readdirSync(inside).sort(), CONTENT);
      const [program = "", ...options] = [
        ...emulator,
        join(inside, "passwave"),
        "serve",
        "--demo",
        "--listen",
        `${HOST}:0`,
        "--docs",
        join(inside, "docs"),
      ];
      const { size } = statSync(join(inside, "passwave"));
      assert.ok(size < MAX_BYTES, `${size} bytes on disk, the widget included`);
      const server = await ServerProcess.start(program, options, { cwd: folder });
      if (emulator.length === 0) {
        const resident = residentBytes(server.pid);
        assert.ok(resident > 0 && resident < MAX_BYTES, `${resident} bytes of memory`);
      }
      for (const path of ["/healthz", "/readyz", "/passwave.js", "/demo/", "/examples/form.html", "/docs/"])
        assert.equal((await fetch(server.url + path)).status, 200, path);
      assert.match(await (await fetch(`${server.url}/passwave.js`)).text(), /pass-wave/);
      await server.stop();
      rmSync(folder, { recursive: true });
    },
  );
}
