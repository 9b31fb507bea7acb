// What the docs show is what these tests run.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";
import { test } from "node:test";
import { embedded, pages, shown } from "../support/embedded-files.mjs";
import { EXAMPLES } from "../support/run-program.mjs";
import { DEPLOYMENT } from "../support/reverse-proxies.mjs";

const CODE = [".mjs", ".py", ".go", ".php", ".java", ".rs"];

/** @param {string} folder @returns {string[]} */
function code(folder) {
  const entries = readdirSync(folder, { withFileTypes: true }).filter(({ name }) => name !== "node_modules");
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return code(path);
    return CODE.includes(extname(path)) ? [path] : [];
  });
}

test("every page shows its files as they are (else run `node tests/backends/embed-files-in-docs.mjs`)", () => {
  for (const { name, text } of pages()) assert.equal(embedded(text), text, name);
});

test("every example and every file for deployment is shown somewhere", () => {
  const files = pages().flatMap(({ text }) => shown(text));
  const there = [...code(EXAMPLES), ...readdirSync(DEPLOYMENT).map((name) => join(DEPLOYMENT, name))];
  assert.ok(there.length >= 17, String(there.length));
  for (const path of there)
    assert.ok(
      files.some((file) => path.endsWith(`docs/${file}`)),
      `${path} is shown nowhere`,
    );
});

test("the examples are formatted, and no line is longer than a page is wide", () => {
  execFileSync("cargo", ["fmt", "--check", "--manifest-path", join(EXAMPLES, "rust/Cargo.toml")], { stdio: "inherit" });
  assert.equal(execFileSync("gofmt", ["-l", join(EXAMPLES, "go")], { encoding: "utf8" }), "");
  const caddyfile = join(DEPLOYMENT, "Caddyfile");
  assert.equal(execFileSync("caddy", ["fmt", caddyfile], { encoding: "utf8" }), readFileSync(caddyfile, "utf8"));
  for (const path of code(EXAMPLES)) {
    for (const line of readFileSync(path, "utf8").split("\n")) assert.ok(line.length <= 140, `${path}: ${line}`);
  }
});
