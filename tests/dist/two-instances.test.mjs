// two-instances.yaml has what was measured: nothing is lost in a restart, and a rotated key reaches the servers.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { ROOT } from "../support/paths.mjs";

const read = (/** @type {string} */ path) => readFileSync(join(ROOT, path), "utf8");
const COMPOSE = read("integrations/compose/two-instances.yaml");

/** The directives of the block `reverse_proxy`. @param {string} caddyfile */
function directives(caddyfile) {
  const block = /reverse_proxy [^{]*\{\n([^}]*)\}/.exec(caddyfile)?.[1] ?? "";
  return block.split("\n").flatMap((line) => (/^\s*[a-z]/.test(line) ? [line.trim()] : []));
}

test("the Caddyfile beside two-instances.yaml has the documented directives for a restart", () => {
  const documented = directives(read("docs/deployment/Caddyfile"));
  assert.ok(documented.length > 3, "the documented block was not found");
  const shipped = directives(read("integrations/compose/Caddyfile"));
  for (const directive of documented) assert.ok(shipped.includes(directive), directive);
});

test("the steps at the head of two-instances.yaml ask for the drain and for the proxy's network", () => {
  const head = COMPOSE.slice(0, COMPOSE.indexOf("x-passwave:"));
  assert.match(head, /drain_s = 3/);
  const subnet = /subnet: ([\d./]+)/.exec(COMPOSE)?.[1];
  assert.ok(head.includes(`trusted_proxies = ["${subnet}"]`), subnet);
});

test("the configuration is mounted as a folder: one that is replaced is seen inside", () => {
  assert.doesNotMatch(COMPOSE, /passwave\.toml:\/etc/);
  assert.match(COMPOSE, /- \.\/passwave:\/etc\/passwave:ro$/m);
});
