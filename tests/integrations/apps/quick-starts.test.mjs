// The programs of docs/quick-starts.md, as somebody meets them who copies them into an empty folder.
import assert from "node:assert/strict";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { launch } from "../../support/chromium.mjs";
import { program } from "../../support/code-blocks.mjs";
import { FastServer } from "../../support/fast-server.mjs";
import { fixtures } from "../../support/fixtures.mjs";
import { freePort } from "../../support/free-port.mjs";
import { words } from "../../support/form-visitor.mjs";
import { pack } from "../../support/npm-pack.mjs";
import { python, run, succeeds } from "../../support/run-program.mjs";
import { installWheel } from "../../support/server-libraries.mjs";
import { ServerProcess } from "../../support/server-process.mjs";
import { newFolder } from "../../support/temporary-folder.mjs";
import { pressed } from "../../support/tokens.mjs";
import { assertNowhere, verifyAndSend, visit } from "./support/person.mjs";

const HERE = dirname(fileURLToPath(import.meta.url));
const REFUSED = /Please verify again/;
/** Several times what Next.js builds in on a calm machine. */
const LIMIT_MS = 300_000;

const on = fixtures({ browser: launch, check: () => FastServer.start(), folder: newSite });

/** A folder below this one, whose packages are found from there, with ours installed. */
async function newSite() {
  const path = join(HERE, "work");
  rmSync(path, { recursive: true, force: true });
  const installed = join(path, "node_modules/passwave");
  mkdirSync(installed, { recursive: true });
  const packed = newFolder();
  const { tarball } = await pack(packed);
  await succeeds(["tar", "-xzf", tarball, "-C", installed, "--strip-components=1"]);
  writeFileSync(join(path, "package.json"), `{ "private": true }`);
  return {
    path,
    python: await installWheel(packed),
    stop() {
      rmSync(packed, { recursive: true });
      rmSync(path, { recursive: true });
    },
  };
}

/** A file of the document. @param {string} name @param {string} language @param {string} has */
function write(name, language, has) {
  const file = join(on.folder.path, name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, program("quick-starts.md", language, on.check.url, has));
}

/** @param {string} url @param {Record<string, string>} fields */
async function send(url, fields) {
  const answer = await fetch(`${url}/contact`, { method: "POST", body: new URLSearchParams(fields) });
  return { status: answer.status, text: words(await answer.text()) };
}

/**
 * A person presses and is thanked; a form without a token, or with one that was used, is refused.
 * @param {import("node:test").TestContext} t @param {string} url @param {ServerProcess} site
 */
async function passesPeopleAlone(t, url, site) {
  const { page, faults } = await visit(t, on.browser, `${url}/`);
  await verifyAndSend(page, { "[name=message]": "It waved back." }, "form > button");
  assert.equal(await page.innerText("body"), "Thank you.");
  assert.deepEqual(
    faults.filter((fault) => !/Worker|favicon|404/.test(fault)),
    [],
  );
  const good = { "passwave-response": await pressed(on.check, { action: "contact" }) };
  assert.deepEqual(await send(url, good), { status: 200, text: "Thank you." });
  const other = { "passwave-response": await pressed(on.check, { action: "sign-in" }) };
  for (const fields of [{}, good, other]) {
    const { status, text } = await send(url, fields);
    assert.equal(status, 403);
    assert.match(text, REFUSED);
  }
  assertNowhere(on.check.secret, { "the log": `${site.log.join("\n")}\n` });
}

/**
 * A program of the document, until the test ends.
 * @param {import("node:test").TestContext} t @param {string} file @param {string[]} options
 * @param {{ env: Record<string, string>, listening: RegExp }} how
 */
async function start(t, file, options, { env, listening }) {
  const site = await ServerProcess.start(file, options, { cwd: on.folder.path, env, listening });
  t.after(() => site.stop());
  return site;
}

test("Express", async (t) => {
  write("server.mjs", "js", "express.urlencoded");
  const port = await freePort();
  const env = { PASSWAVE_SECRET: on.check.secret, PORT: String(port) };
  const site = await start(t, process.execPath, ["server.mjs"], { env, listening: /Open (http\S+)/ });
  await passesPeopleAlone(t, `http://localhost:${port}`, site);
});

test("Flask", async (t) => {
  write("app.py", "python", "render_template_string");
  const { url, sitekey, secret } = on.check;
  const keys = { FLASK_PASSWAVE_SERVER: url, FLASK_PASSWAVE_SITEKEY: sitekey, FLASK_PASSWAVE_SECRET: secret };
  const env = { ...keys, PYTHONPATH: on.folder.python };
  const port = await freePort();
  const options = ["-m", "flask", "run", "--port", String(port)];
  const site = await start(t, python(), options, { env, listening: /Running on (http\S+)/ });
  await passesPeopleAlone(t, `http://localhost:${port}`, site);
});

test("Next.js: rendered on a server, hydrated without a fault", { timeout: LIMIT_MS }, async (t) => {
  write("app/layout.jsx", "jsx", "function Layout");
  write("app/page.jsx", "jsx", '"use client"');
  write("app/contact/route.js", "js", "passwave/server/web");
  const next = join(HERE, "node_modules/next/dist/bin/next");
  const env = { PASSWAVE_SECRET: on.check.secret, NEXT_TELEMETRY_DISABLED: "1" };
  const built = await run([process.execPath, next, "build"], { cwd: on.folder.path, env });
  assert.equal(built.code, 0, `${built.said}\n${built.complained}`);
  const port = await freePort();
  const options = [next, "start", "--port", String(port)];
  const site = await start(t, process.execPath, options, { env, listening: /Ready in/ });
  const url = `http://localhost:${port}`;
  assert.match(await (await fetch(url)).text(), /<pass-wave [^>]*sitekey="test-site"/, "rendered on the server");
  await passesPeopleAlone(t, url, site);
});
