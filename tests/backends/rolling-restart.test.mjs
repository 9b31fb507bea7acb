// Two servers on one Redis behind the documented proxies, restarted one after another under load: nothing is lost.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { freePort } from "../support/free-port.mjs";
import { startServer } from "../support/passwave-server.mjs";
import { DIST } from "../support/paths.mjs";
import { startCaddy, startNginx, through } from "../support/reverse-proxies.mjs";
import { ServerProcess } from "../support/server-process.mjs";
import { configuration, HOST, replaced, unlimited, withWork } from "../support/site-configuration.mjs";
import { solved } from "../support/solve-work.mjs";
import { newFolder } from "../support/temporary-folder.mjs";

const CLIENTS = 8;
const BETWEEN_RESTARTS_MS = 1_000;
const LEAST_REQUESTS = 400;

const folder = newFolder();
const redisPort = await freePort();
const redis = await ServerProcess.start(
  "redis-server",
  ["--port", String(redisPort), "--bind", HOST, "--save", "", "--dir", folder, "--maxmemory-policy", "noeviction"],
  { listening: /Ready to accept connections/ },
);
after(() => redis.stop());
const { file, sitekey, secret } = configuration(folder, (text) => withWork(unlimited(text), { puzzles: 1, bits: 1 }));
const draining = join(folder, "draining.toml");
writeFileSync(draining, `drain_s = 3\n${readFileSync(file, "utf8")}`);
const ports = [await freePort(), await freePort()];

/** One of the two, at its own address. @param {number} port @param {string} config */
const started = (port, config) =>
  startServer(["--config", config, "--listen", `${HOST}:${port}`, "--assets", DIST], {
    folder,
    env: { PASSWAVE_STORE: `redis://${HOST}:${redisPort}` },
  });

/** The documented upstream with both servers in place of one, and the configuration that it asks for. */
const PROXIES = {
  nginx: {
    config: file,
    start: () =>
      startNginx(`${HOST}:${ports[0]}`, {
        change: (text) => text.replace(/^ {4}server .*:\d+.*;$/m, (line) => `${line}\n${other(line)}`),
      }),
  },
  Caddy: {
    config: draining,
    start: () =>
      startCaddy(`${HOST}:${ports[0]}`, {
        change: (text) => replaced(text, `reverse_proxy ${HOST}:${ports[0]}`, `reverse_proxy ${both()}`),
      }),
  },
};

const both = () => ports.map((port) => `${HOST}:${port}`).join(" ");

/** The line of the first server for the second. @param {string} line */
const other = (line) => replaced(line, String(ports[0]), String(ports[1]));

/** @typedef {import("../support/reverse-proxies.mjs").Proxy} Proxy */

/** @param {Proxy} proxy */
const challenge = async (proxy) => JSON.parse((await through(proxy, `/challenge?sitekey=${sitekey}&way=press`)).text);

/** @param {Proxy} proxy @param {{ challenge: string }} issued */
async function redeemed(proxy, issued) {
  const body = JSON.stringify({ challenge: issued.challenge, work: await solved(/** @type {any} */ (issued)) });
  return JSON.parse((await through(proxy, "/redeem", { headers: { origin: `https://${HOST}` }, body })).text).token;
}

/** @param {Proxy} proxy @param {string} token */
const verified = async (proxy, token) =>
  JSON.parse((await through(proxy, "/siteverify", { body: JSON.stringify({ secret, response: token }) })).text);

/**
 * Pages and backends that ask again and again, until they are stopped.
 * @param {Proxy} proxy
 */
function load(proxy) {
  const seen = { asked: 0, failed: /** @type {string[]} */ ([]) };
  let isOver = false;
  const client = async () => {
    while (!isOver) {
      const body = seen.asked++ % 2 ? JSON.stringify({ secret, response: "no-token" }) : undefined;
      const path = body ? "/siteverify" : `/challenge?sitekey=${sitekey}`;
      const { status, text } = await through(proxy, path, { body });
      if (status !== 200) seen.failed.push(`${path}: ${status} ${text}`);
    }
  };
  const clients = Promise.all(Array.from({ length: CLIENTS }, client));
  const stop = async () => {
    isOver = true;
    await clients;
    return seen;
  };
  return { seen, stop };
}

for (const [name, { config, start }] of Object.entries(PROXIES))
  test(`${name}: no request fails while both servers are restarted, and nothing that was given out is lost`, async (t) => {
    const servers = [await started(Number(ports[0]), config), await started(Number(ports[1]), config)];
    t.after(() => Promise.all(servers.map((server) => server.stop())));
    const proxy = await start();
    t.after(proxy.stop);
    const before = await challenge(proxy);
    const [spent, kept] = [
      await redeemed(proxy, await challenge(proxy)),
      await redeemed(proxy, await challenge(proxy)),
    ];
    assert.equal((await verified(proxy, spent)).success, true);

    const visitors = load(proxy);
    for (const at of servers.keys()) {
      await servers[at]?.stop();
      servers[at] = await started(Number(ports[at]), config);
      await new Promise((resolve) => setTimeout(resolve, BETWEEN_RESTARTS_MS));
    }
    while (visitors.seen.asked < LEAST_REQUESTS) await new Promise((resolve) => setTimeout(resolve, 20));
    const { asked, failed } = await visitors.stop();

    t.diagnostic(`${name}: ${failed.length} of ${asked} requests failed`);
    assert.deepEqual(failed, []);
    assert.deepEqual((await verified(proxy, spent))["error-codes"], ["timeout-or-duplicate"]);
    assert.equal((await verified(proxy, kept)).success, true);
    assert.equal((await verified(proxy, await redeemed(proxy, before))).success, true);
  });
