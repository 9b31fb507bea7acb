// The systemd unit of docs/deployment, judged by systemd itself.
import assert from "node:assert/strict";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { passwave } from "../support/paths.mjs";
import { run } from "../support/run-program.mjs";
import { DEPLOYMENT } from "../support/reverse-proxies.mjs";
import { replaced } from "../support/site-configuration.mjs";
import { newFolder } from "../support/temporary-folder.mjs";

/** From 0, closed, to 10, open. */
const MOST_EXPOSED = "1.5";

test("the unit is one that systemd takes, and leaves the server little", async () => {
  const folder = newFolder();
  const unit = join(folder, "passwave.service");
  const documented = readFileSync(join(DEPLOYMENT, "passwave.service"), "utf8");
  writeFileSync(unit, replaced(documented, "/usr/local/bin/passwave", passwave()));
  const verified = await run(["systemd-analyze", "verify", "--man=no", unit]);
  assert.deepEqual({ ...verified, complained: "" }, { code: 0, said: "", complained: "" }, verified.complained);
  assert.doesNotMatch(verified.complained, /passwave\.service/, verified.complained);
  const threshold = String(Number(MOST_EXPOSED) * 10);
  const security = await run([
    "systemd-analyze",
    "security",
    "--offline=yes",
    "--no-pager",
    `--threshold=${threshold}`,
    unit,
  ]);
  assert.equal(security.code, 0, security.said + security.complained);
  assert.match(security.said, /Overall exposure level for passwave\.service: \d/);
  rmSync(folder, { recursive: true });
});
