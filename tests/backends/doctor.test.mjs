// `passwave doctor` before the real server behind the real nginx and Caddy: whole, and with one fault each.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { FastServer } from "../support/fast-server.mjs";
import { passwave } from "../support/paths.mjs";
import { startCaddy, startNginx } from "../support/reverse-proxies.mjs";
import { run } from "../support/run-program.mjs";
import { replaced, unlimited } from "../support/site-configuration.mjs";
import { newFolder } from "../support/temporary-folder.mjs";

const ADDRESS = "X-Forwarded-For $remote_addr;";
const INTO_LOCATION = "    location / {\n";

const site = await FastServer.start();
after(() => site.stop());

/**
 * What the doctor says of a server, as its operator calls it on the server itself.
 * @param {import("../support/reverse-proxies.mjs").Proxy} proxy
 * @param {{ server?: FastServer, believes?: string, secret?: string, path?: string }} [call]
 */
async function doctor(proxy, { server = site, believes = proxy.certificate, secret, path = "" } = {}) {
  const authority = join(newFolder(), "ca.pem");
  writeFileSync(authority, believes);
  const url = `https://localhost:${proxy.port}${path}`;
  const env = { SSL_CERT_FILE: authority, PASSWAVE_SECRET: secret ?? server.secret };
  const seen = await run([passwave(), "doctor", url, "--sitekey", server.sitekey], { env });
  assert.ok(!(seen.said + seen.complained).includes(server.secret), "the secret is never shown");
  const lines = seen.said.split("\n");
  return { ...seen, wrong: lines.filter((line) => line.startsWith("wrong")), lines };
}

/**
 * @param {import("node:test").TestContext} t
 * @param {Promise<import("../support/reverse-proxies.mjs").Proxy>} starting
 */
async function running(t, starting) {
  const proxy = await starting;
  t.after(proxy.stop);
  return proxy;
}

/** In the location of the documented file. @param {string} line */
const also = (line) => (/** @type {string} */ text) => replaced(text, INTO_LOCATION, INTO_LOCATION + line);

/** @param {string} by */
const address = (by) => (/** @type {string} */ text) => replaced(text, ADDRESS, by);

const caddyToo = (/** @type {string} */ text) =>
  replaced(text, "\ncheck.example.org {", "\ncheck.example.org, localhost {");

test("nothing is wrong behind the documented nginx, also seen from the server itself", async (t) => {
  const proxy = await running(t, startNginx(new URL(site.url).host));
  const seen = await doctor(proxy);
  assert.deepEqual({ code: seen.code, wrong: seen.wrong }, { code: 0, wrong: [] }, seen.said);
  assert.ok(
    seen.lines.every((line) => line.startsWith("ok ")),
    seen.said,
  );
  for (const what of ["TLS", "ready", "client address", "clock", "server", "widget", "CORS", "challenge", "siteverify"])
    assert.ok(
      seen.lines.some((line) => line.includes(` ${what}`)),
      `${what}: ${seen.said}`,
    );
});

test("nothing is wrong behind the documented Caddy", async (t) => {
  const proxy = await running(t, startCaddy(new URL(site.url).host, { change: caddyToo }));
  const seen = await doctor(proxy);
  assert.deepEqual({ code: seen.code, wrong: seen.wrong }, { code: 0, wrong: [] }, seen.said);
});

test("nothing is wrong behind the documented nginx under a path", async (t) => {
  const seen = await doctor(await running(t, startNginx(new URL(site.url).host, { file: "nginx-path.conf" })), {
    path: "/check",
  });
  assert.deepEqual({ code: seen.code, wrong: seen.wrong }, { code: 0, wrong: [] }, seen.said);
});

test("an address that the proxy appends is good", async (t) => {
  const change = address("X-Forwarded-For $proxy_add_x_forwarded_for;");
  const seen = await doctor(await running(t, startNginx(new URL(site.url).host, { change })));
  assert.deepEqual({ code: seen.code, wrong: seen.wrong }, { code: 0, wrong: [] }, seen.said);
});

/** Each fault of a proxy, and what is said of it. @type {[string, (text: string) => string, RegExp[]][]} */
const FAULTS = [
  [
    "the visitor's own header is passed on",
    address("X-Forwarded-For $http_x_forwarded_for;"),
    [/client address: .*passes on/],
  ],
  ["no address is sent", address('X-Forwarded-For "";'), [/client address: the proxy sends no x-forwarded-for/]],
  ["the address cannot be read", address("X-Forwarded-For unknown;"), [/client address: .*cannot be read/]],
  [
    "it adds a CORS header",
    also("add_header Access-Control-Allow-Origin *;\n"),
    [/widget: .*access-control-allow-origin 2 times/, /challenge: .*access-control-allow-origin 2 times/],
  ],
  [
    "it refuses preflights",
    also("if ($request_method = OPTIONS) { return 405; }\n"),
    [/CORS: OPTIONS \/redeem answers 405/],
  ],
  [
    "it drops Origin",
    also('proxy_set_header Origin "https://shop.example";\n'),
    [/challenge: .* may not use the sitekey/],
  ],
  ["it drops the query", also("set $args '';\n"), [/challenge: /]],
  [
    "siteverify is not passed on",
    also("if ($uri = /siteverify) { return 404; }\n"),
    [/siteverify, wrong secret: .*404/, /siteverify, right secret: .*404/],
  ],
  ["scripts have no type", also("proxy_hide_header Content-Type;\n"), [/widget: the answer has no content-type/]],
  [
    "it caches",
    also("proxy_hide_header Cache-Control; add_header Cache-Control max-age=60;\n"),
    [/challenge: cache-control is max-age=60/],
  ],
];

for (const [fault, change, wrong] of FAULTS)
  test(`it is named that ${fault}`, async (t) => {
    const seen = await doctor(await running(t, startNginx(new URL(site.url).host, { change })));
    assert.equal(seen.code, 1, seen.said);
    assert.equal(seen.wrong.length, wrong.length, seen.said);
    wrong.forEach((words, at) => assert.match(seen.wrong[at] ?? "", words, seen.said));
  });

test("a certificate that is not believed is named, and the secret is not sent", async (t) => {
  const proxy = await running(t, startNginx(new URL(site.url).host));
  const other = await running(t, startNginx(new URL(site.url).host));
  const seen = await doctor(proxy, { believes: other.certificate });
  assert.deepEqual([seen.code, seen.wrong.length], [1, 1], seen.said);
  assert.match(seen.wrong[0] ?? "", /TLS: invalid peer certificate/);
  assert.match(seen.lines.at(-1) ?? "", /right secret: not checked: a secret is not sent/);
});

test("a proxy that is not trusted, a wrong secret and a server that is down are named", async (t) => {
  const change = (/** @type {string} */ text) =>
    replaced(unlimited(text), /^trusted_proxies = .*$/m, "trusted_proxies = []");
  const server = await FastServer.start({ change });
  t.after(() => server.stop());
  const proxy = await running(t, startNginx(new URL(server.url).host));
  const seen = await doctor(proxy, { server, secret: "a-secret-of-another-server" });
  assert.equal(seen.wrong.length, 2, seen.said);
  assert.match(seen.wrong[0] ?? "", /client address: all visitors count as one client, 127\.0\.0\.1/);
  assert.match(seen.wrong[1] ?? "", /right secret: the server does not know it/);
  await server.down();
  const down = await doctor(proxy, { server });
  assert.match(down.wrong[0] ?? "", /ready: the proxy does not reach the server \(502/, down.said);
});
