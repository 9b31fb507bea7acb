// Benchmarks the servers: `cargo xtask bench-server`. Writes into the current folder. Argument: the passwave program.

import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { withEnoughTokens } from "./token-supply.mjs";
import { Passwave, restlessEvidence } from "./passwave-requests.mjs";
import { missing, started, stopped } from "./server-start.mjs";

const HERE = dirname(fileURLToPath(import.meta.url));
const PROGRAM = resolve(process.argv[2]);
const LACKING = missing(PROGRAM, process.cwd());
if (LACKING.length > 0) {
  console.error(["the benchmark cannot start:", ...LACKING].join("\n"));
  process.exit(1);
}
const FOLDER = mkdtempSync(join(process.cwd(), "run-"));
const SECONDS = 4;
const CONNECTIONS = 64;
const FORM = "application/x-www-form-urlencoded";
const JSON_TYPE = "application/json";
/** How often each server is measured; the best run counts, as the least disturbed. */
const ROUNDS = Number(process.argv[3] ?? 2);
/** Unused tokens for the first run at full load; a machine that uses more is given more, and the number is kept. */
const TOKENS = { passwave: 120_000, cap: 80_000, altcha: 24_000 };
/** The reserve of tokens at half load. */
const SPARE = 1.5;
const TARGETS = { cap: 5, altcha: 10, p99_ms: 20, refused_us: 200 };

/** A request over a new connection; a kept one would exceed the idle timeout. */
async function asked(/** @type {string} */ url) {
  return (await fetch(url, { headers: { connection: "close" } })).text();
}

/** Sends each line of a file once with wrk, at full speed or with a pause before each. */
function loaded(address, path, file, type, pause_ms = 0, connections = CONNECTIONS) {
  const args = ["-t2", `-c${connections}`, `-d${SECONDS}s`, "--latency", "-s", join(HERE, "wrk-requests.lua")];
  const said = execFileSync("wrk", [...args, address + path, "--", file, type, String(pause_ms)], {
    encoding: "utf8",
    cwd: FOLDER,
  });
  const result = JSON.parse(/RESULT (.*)/.exec(said)[1]);
  return { ...result, rate: result.requests / result.seconds };
}

/** The CPU time of a process, in microseconds. */
function cpu_us(/** @type {number} */ pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1].split(" ");
  return (Number(fields[11]) + Number(fields[12])) * 10_000;
}

async function passwave() {
  const bench = new Passwave();
  bench.writeConfig(join(FOLDER, "passwave.toml"));
  rmSync(join(FOLDER, "spent.redb"), { force: true });
  const { child, addresses } = await started(PROGRAM, ["serve", "--config", "passwave.toml"], 2, FOLDER);
  const server = { child, address: addresses[0], admin: addresses[1] };
  const good = async () => {
    const text = await asked(`${server.admin}/metrics`);
    return Number(/passwave_siteverify_total\{result="success"\} (\d+)/.exec(text)?.[1] ?? 0);
  };
  const answers = async () => (await asked(`${server.admin}/metrics`)).match(/passwave_siteverify.*/g).join(", ");
  const prepare = (/** @type {number} */ count) => {
    const forms = bench.siteverifyForms(count);
    writeFileSync(join(FOLDER, "bodies"), [...forms].join("\n"));
  };
  return { ...server, name: "passwave", bench, good, answers, prepare, path: "/siteverify", type: FORM };
}

async function peer(/** @type {"cap" | "altcha"} */ name) {
  let server;
  const prepare = async (/** @type {number} */ count) => {
    if (server) await stopped(server.child);
    const args = [join(process.cwd(), `${name}-server.mjs`), "bodies", String(count)];
    const { child, addresses } = await started("node", args, 1, FOLDER);
    Object.assign(entry, (server = { child, address: addresses[0] }));
  };
  const good = async () => Number(await asked(`${server.address}/count`));
  const entry = { name, prepare, good, path: "/", type: JSON_TYPE };
  return entry;
}

/** Throughput with unused tokens, and latency at half of it. */
async function measured(entry) {
  const run = async (tokens, pause_ms, connections) => {
    await entry.prepare(tokens);
    const [before, before_us] = [await entry.good(), cpu_us(entry.child.pid)];
    const result = loaded(entry.address, entry.path, "bodies", entry.type, pause_ms, connections);
    const good = (await entry.good()) - before;
    if (result.lacking > 0) return result;
    // The last responses of each connection may arrive after the end.
    if (result.errors || good < result.requests || good > result.requests + CONNECTIONS * 8) {
      const answers = (await entry.answers?.()) ?? "";
      throw new Error(`${good} of ${result.requests} tokens were good, ${result.errors} errors ${answers}`);
    }
    return { ...result, cpu_us: (cpu_us(entry.child.pid) - before_us) / good };
  };
  const { result: full, tokens } = await withEnoughTokens(TOKENS[entry.name], (tokens) => run(tokens, 0, CONNECTIONS));
  TOKENS[entry.name] = tokens;
  const spare = Math.ceil((full.rate / 2) * SECONDS * SPARE);
  const { result: half } = await withEnoughTokens(spare, (tokens) => run(tokens, ...pace(full.rate / 2)));
  await stopped(entry.child);
  return { full, half };
}

/** The number of connections and the pause that make about this rate. */
function pace(/** @type {number} */ rate) {
  const pause_ms = Math.max(4, Math.round((CONNECTIONS * 1000) / rate));
  return [pause_ms, Math.max(2, 2 * Math.round((rate * (pause_ms + 1)) / 2000))];
}

/** The CPU time of a rejected redeem, in microseconds. */
async function refused() {
  const cases = [
    ["the work not done", "none", restlessEvidence()],
    ["a little work done, evidence that is none", "light", "garbage!"],
    ["a little work done, four restless seconds", "light", restlessEvidence()],
    ["the default work done, four restless seconds", "default", restlessEvidence()],
  ];
  const rows = [];
  for (const [name, work, evidence] of cases) {
    const entry = await passwave();
    const count = work === "default" ? 500 : 10_000;
    const bodies = [...entry.bench.redeems(count, evidence, work)];
    const [before_us, start] = [cpu_us(entry.child.pid), performance.now()];
    for (let nth = 0; nth < count; nth += CONNECTIONS) {
      await Promise.all(bodies.slice(nth, nth + CONNECTIONS).map((body) => refusedOnce(entry, body)));
    }
    rows.push({ name, count, cpu_us: (cpu_us(entry.child.pid) - before_us) / count, ms: performance.now() - start });
    await stopped(entry.child);
  }
  return rows;
}

async function refusedOnce(entry, body) {
  const headers = { "content-type": JSON_TYPE, origin: "https://bench.example" };
  const answer = await fetch(`${entry.address}/redeem`, { method: "POST", headers, body });
  const codes = (await answer.json())["error-codes"];
  if (!["invalid-work", "invalid-evidence", "evidence-refused"].includes(codes?.[0])) throw new Error(codes);
}

const best = (rounds) => rounds.reduce((one, other) => (other.full.rate > one.full.rate ? other : one));

const whole = (/** @type {number} */ value) => Math.round(value).toLocaleString("en-GB");
const tenths = (/** @type {number} */ value) => value.toFixed(1);

function table(results) {
  const { rate, cpu_us } = results.passwave.full;
  const names = {
    passwave: "Passwave, store in a file, each spend on the disk",
    cap: "@cap.js/server 4.0.5 validateToken, in memory",
    altcha: "altcha-lib 2.8.0 verifySolution, keeps nothing",
  };
  console.log("| | verified/s | Passwave has | CPU each, µs | by CPU Passwave has | half load: /s | p50 ms | p99 ms |");
  console.log("|---|---|---|---|---|---|---|---|");
  for (const [name, { full, half }] of Object.entries(results)) {
    const cells = [whole(full.rate), `${tenths(rate / full.rate)} x`];
    cells.push(whole(full.cpu_us), `${tenths(full.cpu_us / cpu_us)} x`, whole(half.rate));
    console.log(`| ${names[name]} | ${[...cells, tenths(half.p50_ms), tenths(half.p99_ms)].join(" | ")} |`);
  }
}

function check(results, rows) {
  const { passwave, cap, altcha } = results;
  const targets = [
    [`${TARGETS.cap} times Cap`, passwave.full.rate >= TARGETS.cap * cap.full.rate],
    [`${TARGETS.altcha} times altcha-lib`, passwave.full.rate >= TARGETS.altcha * altcha.full.rate],
    [`p99 under ${TARGETS.p99_ms} ms at half load`, passwave.half.p99_ms < TARGETS.p99_ms],
    [`under ${TARGETS.refused_us} µs for a redeem without its work`, rows[0].cpu_us < TARGETS.refused_us],
  ];
  targets.forEach(([name, holds]) => console.log(`${holds ? "holds" : "MISSED"}: ${name}`));
  return targets.every(([, holds]) => holds);
}

try {
  console.log(
    `${cpus().length} x ${cpus()[0].model.trim()}, Node ${process.versions.node}, wrk with ${CONNECTIONS} connections,`,
  );
  console.log(
    `${SECONDS} s each, the best of ${ROUNDS} rounds, load average ${readFileSync("/proc/loadavg", "utf8").slice(0, 4)} before\n`,
  );
  const rounds = { passwave: [], cap: [], altcha: [] };
  for (let round = 0; round < ROUNDS; round++) {
    rounds.passwave.push(await measured(await passwave()));
    rounds.cap.push(await measured(await peer("cap")));
    rounds.altcha.push(await measured(await peer("altcha")));
  }
  const results = Object.fromEntries(Object.entries(rounds).map(([name, all]) => [name, best(all)]));
  table(results);
  console.log("\n| a redeem that is refused | requests | CPU each, µs |\n|---|---|---|");
  const rows = await refused();
  rows.forEach(({ name, count, cpu_us }) => console.log(`| ${name} | ${whole(count)} | ${whole(cpu_us)} |`));
  console.log();
  process.exitCode = check(results, rows) ? 0 : 1;
} finally {
  rmSync(FOLDER, { recursive: true, force: true });
}
