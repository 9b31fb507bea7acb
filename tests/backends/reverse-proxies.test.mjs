// The proxies' files in docs/deployment, with the real nginx and the real Caddy before the real server.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { DIST } from "../support/paths.mjs";
import { happens, startCaddy, startNginx, through } from "../support/reverse-proxies.mjs";
import { FastServer } from "../support/fast-server.mjs";
import { HOST, replaced, unlimited } from "../support/site-configuration.mjs";
import { solved } from "../support/solve-work.mjs";

const LIMIT = 3;
const PROXIES = { nginx: startNginx, Caddy: startCaddy };

/** Only the proxy is believed; the visitors have other addresses of this computer. @param {string} text */
const onlyProxy = (text) => replaced(text, /^trusted_proxies = .*$/m, 'trusted_proxies = ["127.0.0.1/32"]');

/** @param {string} text */
const limited = (text) => replaced(onlyProxy(text), /^requests_per_minute = \d+$/m, `requests_per_minute = ${LIMIT}`);

/**
 * A site behind a proxy, until the test ends.
 * @param {import("node:test").TestContext} t @param {keyof PROXIES} name @param {(text: string) => string} change
 */
async function behind(t, name, change) {
  const site = await FastServer.start({ change });
  t.after(() => site.stop());
  const proxy = await PROXIES[name](new URL(site.url).host);
  t.after(proxy.stop);
  return { site, proxy };
}

/**
 * A verification through the proxy, from its first request to its last.
 * @param {import("../support/reverse-proxies.mjs").Proxy} proxy @param {string} sitekey
 * @param {string} [path] under which the server is
 */
async function pressedThrough(proxy, sitekey, path = "") {
  const challenge = JSON.parse((await through(proxy, `${path}/challenge?sitekey=${sitekey}&way=press`)).text);
  const body = JSON.stringify({ challenge: challenge.challenge, work: await solved(challenge) });
  const answer = await through(proxy, `${path}/redeem`, { headers: { origin: `https://${HOST}` }, body });
  assert.equal(answer.status, 200, answer.text);
  return JSON.parse(answer.text).token;
}

for (const name of /** @type {(keyof PROXIES)[]} */ (Object.keys(PROXIES))) {
  test(`${name}: the widget, a verification and siteverify work through it`, async (t) => {
    const { site, proxy } = await behind(t, name, unlimited);
    const script = await through(proxy, "/passwave.js");
    assert.equal(script.text, readFileSync(join(DIST, "passwave.js"), "utf8"));
    assert.match(String(script.headers["content-type"]), /javascript/);
    const wasm = await through(proxy, "/passwave-core.wasm");
    assert.equal(wasm.headers["content-type"], "application/wasm");
    const token = await pressedThrough(proxy, site.sitekey);
    const ask = () => through(proxy, "/siteverify", { body: JSON.stringify({ secret: site.secret, response: token }) });
    assert.equal(JSON.parse((await ask()).text).success, true);
    assert.deepEqual(JSON.parse((await ask()).text)["error-codes"], ["timeout-or-duplicate"]);
    const keys = JSON.parse((await through(proxy, "/.well-known/jwks.json")).text);
    assert.equal(keys.keys.length, 1);
  });

  test(`${name}: each visitor's own address is limited, whatever they write into X-Forwarded-For`, async (t) => {
    const { site, proxy } = await behind(t, name, limited);
    const ask = async (/** @type {string} */ from, /** @type {Record<string, string>} */ headers) =>
      (await through(proxy, `/challenge?sitekey=${site.sitekey}`, { from, headers })).status;
    // With an address of its own a forgery would be answered so often. One answer more there may be: room
    // comes back as time passes.
    const answers = async (/** @type {Record<string, string>} */ headers) => {
      const all = [];
      while (all.length < LIMIT) all.push(await ask("127.0.0.2", headers));
      return all;
    };
    assert.deepEqual(
      await answers({}),
      Array.from({ length: LIMIT }, () => 200),
    );
    for (const forged of ["203.0.113.7", "127.0.0.1", "127.0.0.3", "203.0.113.8, 127.0.0.1", "unknown", ""]) {
      assert.ok((await answers({ "x-forwarded-for": forged })).includes(429), forged);
      assert.ok((await answers({ forwarded: `for=${forged}`, "x-real-ip": forged })).includes(429), forged);
    }
    assert.equal(await ask("127.0.0.4", {}), 200, "another visitor");
  });

  test(`${name}: a secret in the query gets into no log, also when the server is down`, async (t) => {
    const { site, proxy } = await behind(t, name, unlimited);
    const query = `/siteverify?secret=${site.secret}&response=a-token`;
    assert.match((await through(proxy, query)).text, /invalid-input-response/);
    await site.down();
    // Caddy knows by itself that the server is down.
    assert.match(String((await through(proxy, query)).status), /^50[23]$/);
    await happens(() => /\/siteverify.*50[23]/.test(proxy.logs()));
    assert.ok(!proxy.logs().includes(site.secret), proxy.logs());
  });
}

test("nginx: a log says what the server answered, and no visitor's address", async (t) => {
  const { site, proxy } = await behind(t, "nginx", unlimited);
  assert.equal((await through(proxy, `/challenge?sitekey=${site.sitekey}`)).status, 200);
  await site.down();
  assert.equal((await through(proxy, "/healthz")).status, 502);
  await happens(() => /"GET \/healthz" 502 \d+ upstream=502 /.test(proxy.logs()));
  assert.match(proxy.logs(), /"GET \/challenge" 200 \d+ upstream=200 /);
  assert.ok(!proxy.logs().includes("127.0.0.2"), proxy.logs());
});

test("nginx: under a path of a site's own address everything works, and nothing beside it is touched", async (t) => {
  const site = await FastServer.start({ change: unlimited });
  t.after(() => site.stop());
  const file = "nginx-path.conf";
  const proxy = await startNginx(new URL(site.url).host, { file });
  t.after(proxy.stop);
  const script = await through(proxy, "/check/passwave.js");
  assert.equal(script.text, readFileSync(join(DIST, "passwave.js"), "utf8"));
  const token = await pressedThrough(proxy, site.sitekey, "/check");
  const body = JSON.stringify({ secret: site.secret, response: token });
  assert.equal(JSON.parse((await through(proxy, "/check/siteverify", { body })).text).success, true);
  assert.equal((await through(proxy, "/siteverify", { body })).status, 404, "it is the site's own path");
  const secretInQuery = `/check/siteverify?secret=${site.secret}&response=a-token`;
  await through(proxy, secretInQuery);
  await happens(() => proxy.logs().includes('"GET /check/siteverify"'));
  assert.ok(!proxy.logs().includes(site.secret), proxy.logs());
});
