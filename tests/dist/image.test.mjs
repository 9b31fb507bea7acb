// The container image: loaded, set up, run without root and without a disk that can be written.
import assert from "node:assert/strict";
import { once } from "node:events";
import { chownSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { after, before, test } from "node:test";
import { MACHINE, artefact } from "../support/artefacts.mjs";
import { USER, loaded } from "../support/containers.mjs";
import { freePort } from "../support/free-port.mjs";
import { ServerProcess } from "../support/server-process.mjs";
import { HOST } from "../support/site-configuration.mjs";
import { siteverify } from "../support/siteverify.mjs";
import { newFolder } from "../support/temporary-folder.mjs";
import { pressed } from "../support/tokens.mjs";

const LIMIT_MS = 180_000;
const LIMIT_BYTES = 20 * 2 ** 20;
const FOLDER = "/etc/passwave";
const CONFIG = `${FOLDER}/passwave.toml`;
const DOCS = "/usr/share/doc/passwave/html";
const archive = artefact(new RegExp(`-image-${MACHINE}\\.tar$`));

/** @type {Awaited<ReturnType<typeof loaded>>} */
let image;
const folder = newFolder();
/** What `passwave init` said. */
let said = "";

before(async () => {
  image = await loaded(archive);
  chownSync(folder, Number(USER), Number(USER));
  said = await image.command(["init", "--config", CONFIG, "--hostname", HOST], { mounts: [[folder, FOLDER]] });
});

after(() => image.remove());

/** @param {string} name */
const told = (name) => String(new RegExp(`^${name}:\\s+(\\S+)`, "m").exec(said)?.[1]);

/** @param {ServerProcess} server */
async function verifiedPress({ url }) {
  const token = await pressed({ url, sitekey: told("sitekey"), file: "" });
  const answer = await siteverify(url, told("secret"), token);
  assert.equal(answer.success, true, JSON.stringify(answer));
}

test("it is small", () => {
  assert.ok(statSync(archive).size < LIMIT_BYTES, `${statSync(archive).size} bytes`);
});

test("without root and read-only it is healthy and verifies; SIGTERM drains", { timeout: LIMIT_MS }, async () => {
  const env = { PASSWAVE_LISTEN: `${HOST}:${await freePort()}`, PASSWAVE_DOCS: DOCS };
  const server = await image.serve({ mounts: [[folder, FOLDER]], env });
  assert.equal((await fetch(`${server.url}/docs/installing.html`)).status, 200);
  assert.equal(await image.isHealthy(), true);
  await verifiedPress(server);
  assert.equal((await fetch(`${server.url}/passwave.js`)).status, 200);

  const headers = { "content-type": "application/x-www-form-urlencoded", expect: "100-continue" };
  const call = request(`${server.url}/siteverify`, { method: "POST", headers });
  call.write(`secret=${told("secret")}`);
  await once(call, "continue");
  const stopped = server.stop();
  call.end("&response=none");
  const [answer] = /** @type {[import("node:http").IncomingMessage]} */ (await once(call, "response"));
  assert.equal(answer.statusCode, 200);
  assert.match(await text(answer), /invalid-input-response/);
  await stopped;
  assert.equal(await image.isHealthy(), false);
  console.log(`run by ${image.name}`);
});

test("with a Redis it needs no disk", { timeout: LIMIT_MS }, async () => {
  const port = await freePort();
  const options = ["--port", String(port), "--save", "", "--dir", newFolder()];
  const redis = await ServerProcess.start("redis-server", options, { listening: /Ready to accept connections/ });
  const secrets = newFolder();
  const file = join(secrets, "passwave.toml");
  writeFileSync(file, readFileSync(join(folder, "passwave.toml")), { mode: 0o400 });
  chownSync(file, Number(USER), Number(USER));
  const env = { PASSWAVE_LISTEN: `${HOST}:${await freePort()}`, PASSWAVE_STORE: `redis://${HOST}:${port}` };
  const server = await image.serve({ mounts: [[file, `${CONFIG}:ro`]], env });
  await verifiedPress(server);
  await server.stop();
  await redis.stop();
});
