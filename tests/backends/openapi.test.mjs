// docs/openapi.json beside the real server: every route is in it, and every answer is as it says.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { FastServer } from "../support/fast-server.mjs";
import { ROOT } from "../support/paths.mjs";
import { HOST, replaced, unlimited } from "../support/site-configuration.mjs";
import { solved } from "../support/solve-work.mjs";

/** @typedef {{ $ref?: string, type?: string | string[], properties?: Record<string, Schema>, required?: string[],
 *   items?: Schema, enum?: string[], minimum?: number, maximum?: number }} Schema */

const DOCUMENT = JSON.parse(readFileSync(join(ROOT, "docs/openapi.json"), "utf8"));
/** Of a failing, slow or flooded server, a refused movement or two hours: the server's own tests have them. */
const NOT_PROVOKED = ["408", "422", "429", "500", "503", "/survey 409"];
const ORIGIN = { origin: `http://${HOST}` };
const EMPTY = { challenge: "", work: [] };

const site = await FastServer.start({
  press: { puzzles: 1, bits: 1 },
  change: (text) => replaced(unlimited(text), "survey = false", "survey = true"),
});
after(() => site.stop());

/** @type {Set<string>} */
const seen = new Set();

/** What is wrong with a value. @param {unknown} value @param {Schema} schema @param {string} at @returns {string[]} */
function faults(value, schema, at) {
  if (schema.$ref) return faults(value, DOCUMENT.components.schemas[schema.$ref.split("/").at(-1) ?? ""], at);
  const types = [schema.type ?? []].flat();
  const type = value === null ? "null" : Array.isArray(value) ? "array" : typeof value;
  const isNumber =
    type === "number" && (types.includes("number") || (types.includes("integer") && Number.isInteger(value)));
  if (!isNumber && !types.includes(type)) return [`${at} is ${type}, not ${types}`];
  if (schema.enum && !schema.enum.includes(String(value))) return [`${at} is ${value}`];
  if (Array.isArray(value)) return value.flatMap((item, index) => faults(item, schema.items ?? {}, `${at}[${index}]`));
  if (type !== "object") return [];
  const object = /** @type {Record<string, unknown>} */ (value);
  const missing = (schema.required ?? []).filter((name) => !(name in object)).map((name) => `${at}.${name} is missing`);
  const inside = Object.entries(object).flatMap(([name, part]) => {
    const its = schema.properties?.[name];
    return its ? faults(part, its, `${at}.${name}`) : [`${at}.${name} is not documented`];
  });
  return [...missing, ...inside];
}

/**
 * Asks, and compares the answer with its description.
 * @param {string} method @param {string} path @param {number} status
 * @param {{ query?: string, body?: unknown, headers?: Record<string, string> }} [more]
 */
async function asked(method, path, status, { query = "", body, headers = ORIGIN } = {}) {
  const sent = typeof body === "string" || body instanceof URLSearchParams ? body : JSON.stringify(body);
  const answer = await fetch(site.url + path + query, { method, headers, body: sent });
  const text = await answer.text();
  assert.equal(answer.status, status, `${method} ${path}: ${text}`);
  seen.add(`${method} ${path} ${status}`);
  const described = DOCUMENT.paths[path][method.toLowerCase()].responses[String(status)];
  assert.ok(described, `${method} ${path} ${status} is not documented`);
  const [[type, content] = ["", null]] = Object.entries(described.content ?? {});
  assert.equal((answer.headers.get("content-type") ?? "").split(";")[0], type, `${method} ${path}`);
  if (type !== "application/json") return text;
  const value = JSON.parse(text);
  assert.deepEqual(faults(value, /** @type {any} */ (content).schema, `${method} ${path}`), []);
  return value;
}

const challenge = () => asked("GET", "/challenge", 200, { query: `?sitekey=${site.sitekey}&way=press&action=a` });

/** Other work for the same challenge, found by asking. @param {{ challenge: string, work: number[] }} proof */
async function anotherProof({ challenge, work: [nonce = 0] }) {
  const redeem = (/** @type {object} */ body) =>
    fetch(`${site.url}/redeem`, { method: "POST", headers: ORIGIN, body: JSON.stringify(body) });
  for (let next = nonce + 1; ; next++) {
    const proof = { challenge, work: [next] };
    if ((await (await redeem(proof)).json())["error-codes"][0] !== "invalid-work") return proof;
  }
}

test("every route of the server is documented, and no other", () => {
  const router = readFileSync(join(ROOT, "crates/server/src/http/router.rs"), "utf8");
  const paths = readFileSync(join(ROOT, "crates/server/src/api/siteverify.rs"), "utf8");
  const routes = [...router.matchAll(/\.route\("([^"]+)"/g)].map(([, path]) => String(path));
  const list = /const PATHS[^=]*=\s*\[([^\]]+)\]/.exec(paths)?.[1] ?? "";
  routes.push(...[...list.matchAll(/"([^"]+)"/g)].map(([, path]) => String(path)));
  assert.ok(routes.length >= 11, String(routes));
  assert.deepEqual(Object.keys(DOCUMENT.paths).sort(), routes.sort());
  const cargo = readFileSync(join(ROOT, "Cargo.toml"), "utf8");
  assert.equal(DOCUMENT.info.version, /^version = "([^"]+)"$/m.exec(cargo)?.[1]);
});

test("the server answers as documented, with every field and no other", async () => {
  const issued = await challenge();
  const proof = { challenge: issued.challenge, work: await solved(issued) };
  const redeemed = await asked("POST", "/redeem", 200, { body: proof });
  assert.equal(redeemed.survey, true);
  const held = { token: redeemed.token, renew: redeemed.renew };
  await asked("POST", "/survey", 204, { body: { ...held, easy: true } });
  const { token } = await asked("POST", "/renew", 200, { body: held });

  await asked("POST", "/redeem", 409, { body: await anotherProof(proof) });
  await asked("POST", "/redeem", 400, { body: EMPTY });
  await asked("POST", "/redeem", 403, { body: proof, headers: { origin: "https://other.example" } });
  await asked("POST", "/redeem", 413, { body: "x".repeat(200_000) });
  for (const path of ["/renew", "/survey"]) {
    const body = { ...held, easy: true };
    await asked("POST", path, 400, { body: {} });
    await asked("POST", path, 413, { body: "x".repeat(200_000) });
    await asked("POST", path, 403, { body, headers: { origin: "https://other.example" } });
  }
  await asked("GET", "/challenge", 400, { query: "?sitekey=nobody" });
  await asked("GET", "/challenge", 403, {
    query: `?sitekey=${site.sitekey}`,
    headers: { origin: "https://other.example" },
  });

  const fields = { secret: site.secret, response: token };
  const query = `?${new URLSearchParams(fields)}`;
  const good = await asked("POST", "/siteverify", 200, { body: new URLSearchParams(fields), headers: {} });
  assert.equal(good.success, true);
  await asked("POST", "/renew", 409, { body: held });
  for (const path of Object.keys(DOCUMENT.paths).filter((path) => path.endsWith("/siteverify"))) {
    for (const [method, more] of /** @type {[string, object][]} */ ([
      ["GET", { query }],
      ["POST", { body: fields }],
    ]))
      assert.deepEqual((await asked(method, path, 200, more))["error-codes"], ["timeout-or-duplicate"]);
  }
  for (const path of ["/.well-known/jwks.json", "/healthz", "/readyz", "/self-test"]) await asked("GET", path, 200);
});

test("every documented answer was seen, but for those that are named", () => {
  const documented = Object.entries(DOCUMENT.paths).flatMap(([path, methods]) =>
    Object.entries(/** @type {Record<string, any>} */ (methods)).flatMap(([method, { responses }]) =>
      Object.keys(responses).map((status) => `${method.toUpperCase()} ${path} ${status}`),
    ),
  );
  const open = documented.filter((answer) => !NOT_PROVOKED.some((status) => answer.endsWith(status)));
  assert.deepEqual(
    open.filter((answer) => !seen.has(answer)),
    [],
  );
});
