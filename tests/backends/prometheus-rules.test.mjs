// The alert rules of docs/deployment, judged by Prometheus itself, and beside the metrics of the real server.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { FastServer } from "../support/fast-server.mjs";
import { ROOT } from "../support/paths.mjs";
import { DEPLOYMENT } from "../support/reverse-proxies.mjs";
import { run } from "../support/run-program.mjs";
import { replaced, unlimited } from "../support/site-configuration.mjs";
import { newFolder } from "../support/temporary-folder.mjs";

const RULES = join(DEPLOYMENT, "prometheus-rules.yml");

test("Prometheus takes the rules, and each alert comes when it should and not before", async () => {
  const checked = await run(["promtool", "check", "rules", RULES]);
  assert.equal(checked.code, 0, checked.said + checked.complained);
  const alerts = [...readFileSync(RULES, "utf8").matchAll(/- alert: (\w+)/g)].map(([, name]) => String(name));
  const series = replaced(
    readFileSync(join(ROOT, "tests/backends/prometheus-rules.yml"), "utf8"),
    "RULES]",
    `${RULES}]`,
  );
  for (const alert of alerts) assert.ok(series.includes(`alertname: ${alert}`), `${alert} is not tested`);
  assert.ok(alerts.length >= 7, String(alerts));
  const file = join(newFolder(), "series.yml");
  writeFileSync(file, series);
  const tested = await run(["promtool", "test", "rules", file]);
  assert.equal(tested.code, 0, tested.said + tested.complained);
});

test("the rules name metrics, labels and results that the server has", async (t) => {
  const site = await FastServer.start({ change: (text) => `admin = "127.0.0.1:0"\n${unlimited(text)}` });
  t.after(() => site.stop());
  const status = await site.said(/Status on (\S+)\/status/);
  await site.verify("no-token");
  const metrics = await (await fetch(`${status}/metrics`)).text();
  const rules = readFileSync(RULES, "utf8");
  const named = new Set([...rules.matchAll(/passwave_\w+_total/g)].map(([name]) => name));
  const operating = readFileSync(join(ROOT, "docs/operating.md"), "utf8");
  assert.ok(named.size >= 6, String(named.size));
  for (const name of named) assert.ok(operating.includes(`| \`${name}\` |`), name);
  assert.match(metrics, /passwave_siteverify_total\{result="invalid-input-response"\} 1/);
  const protocol = readFileSync(join(ROOT, "docs/verification-api.md"), "utf8");
  const results = [...rules.matchAll(/result="([\w-]+)"/g)].map(([, result]) => String(result));
  for (const result of results) assert.ok(protocol.includes(`\`${result}\``), result);
});
