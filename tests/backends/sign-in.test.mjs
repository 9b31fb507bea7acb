// The sign-ins of docs/examples: who is verified need not verify again for a mistyped password.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { test } from "node:test";
import { join } from "node:path";
import { EXAMPLES, python, run } from "../support/run-program.mjs";
import { ServerProcess } from "../support/server-process.mjs";
import { FastServer } from "../support/fast-server.mjs";
import { fixtures } from "../support/fixtures.mjs";
import { pressed } from "../support/tokens.mjs";
import { Visitor } from "../support/form-visitor.mjs";

const FOLDER = join(EXAMPLES, "sign-in");
const RIGHT = "correct horse";
const WELCOME = /Welcome, ada\./;
const WRONG = /Name or password is wrong\./;
const AGAIN = /Please verify again\./;
const LATER = /We cannot verify anyone right now\./;
const WIDGET = /<pass-wave sitekey="[\w-]+"/;
/** Where nobody listens, nor ever will. */
const NOBODY = "http://127.0.0.1:9";
const BACKENDS = { Node: [process.execPath, "server.mjs"], Python: [python(), "server.py"] };

const on = fixtures({ site: () => FastServer.start() });

/**
 * The site, until the test ends.
 * @param {import("node:test").TestContext} t @param {string[]} command @param {Record<string, string>} [env]
 */
async function startBackend(t, [program = "", ...options], env = {}) {
  const given = {
    PASSWAVE_URL: on.site.url,
    PASSWAVE_SITEKEY: on.site.sitekey,
    PASSWAVE_SECRET: on.site.secret,
    PORT: "0",
  };
  const backend = await ServerProcess.start(program, options, { cwd: FOLDER, env: { ...given, ...env } });
  t.after(() => backend.stop());
  return backend;
}

/** @param {Visitor} visitor @param {string} password @param {string} [token] */
const signIn = (visitor, password, token = "") => visitor.submit({ name: "ada", password, "passwave-response": token });

const verified = () => pressed(on.site, { action: "sign-in" });

/** A server that answers everybody so. @param {import("node:test").TestContext} t @param {string} answer */
async function stubborn(t, answer) {
  /** @type {string[]} */
  const keys = [];
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const part of request) body += part;
    keys.push(String(new URLSearchParams(body).get("idempotency_key")));
    response.end(answer);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  t.after(() => server.close().closeAllConnections());
  return { url: `http://127.0.0.1:${port}`, keys };
}

for (const [language, command] of Object.entries(BACKENDS)) {
  test(`${language}: a mistyped password needs no second check, and a sign-in uses the check up`, async (t) => {
    const backend = await startBackend(t, command);
    const visitor = new Visitor(backend.url);
    assert.match((await visitor.open()).html, WIDGET);
    const mistyped = await signIn(visitor, "correct house", await verified());
    assert.match(mistyped.text, WRONG);
    assert.doesNotMatch(mistyped.html, WIDGET, "who is verified is not asked again");
    assert.match(mistyped.html, /value="ada"/, "what was typed is still there");
    assert.match((await signIn(visitor, RIGHT)).text, WELCOME);
    const after = await signIn(visitor, RIGHT);
    assert.match(after.text, AGAIN);
    assert.match(after.html, WIDGET);
  });

  test(`${language}: without a check of one's own nobody is let in`, async (t) => {
    const backend = await startBackend(t, command);
    const [visitor, stranger] = [new Visitor(backend.url), new Visitor(backend.url)];
    for (const one of [visitor, stranger]) await one.open();
    assert.match((await signIn(visitor, RIGHT)).text, AGAIN);
    assert.match((await signIn(visitor, RIGHT, "not.a.token")).text, AGAIN);
    assert.match(
      (await signIn(visitor, RIGHT, await pressed(on.site, { action: "comment" }))).text,
      AGAIN,
      "another form's token",
    );
    const token = await verified();
    assert.match((await signIn(visitor, "correct house", token)).text, WRONG);
    assert.match((await signIn(stranger, RIGHT)).text, AGAIN, "another session");
    assert.match((await signIn(stranger, RIGHT, token)).text, AGAIN, "a token that was used");
  });

  test(`${language}: one check is good for five passwords`, async (t) => {
    const backend = await startBackend(t, command);
    const visitor = new Visitor(backend.url);
    await visitor.open();
    const answers = [await signIn(visitor, "guess", await verified())];
    for (let guess = 2; guess <= 5; guess += 1) answers.push(await signIn(visitor, "guess"));
    for (const { text } of answers) assert.match(text, WRONG);
    assert.match((await signIn(visitor, RIGHT)).text, AGAIN);
  });

  test(`${language}: when Passwave fails it asks again with the same key, then does what the site chose`, async (t) => {
    const failing = await stubborn(t, '{"success":false,"error-codes":["internal-error"]}');
    for (const [chosen, expected] of /** @type {[string, RegExp][]} */ ([
      ["refuse", LATER],
      ["let in", WELCOME],
    ])) {
      failing.keys.length = 0;
      const backend = await startBackend(t, command, { PASSWAVE_URL: failing.url, WHEN_UNREACHABLE: chosen });
      const visitor = new Visitor(backend.url);
      await visitor.open();
      assert.match((await signIn(visitor, RIGHT, "a-token")).text, expected);
      assert.equal(failing.keys.length, 2);
      assert.equal(new Set(failing.keys).size, 1, `one key: ${failing.keys}`);
    }
  });

  test(`${language}: when Passwave cannot be reached, the site does what it chose, and never without a token`, async (t) => {
    for (const [chosen, expected] of /** @type {[string, RegExp][]} */ ([
      ["refuse", LATER],
      ["let in", WELCOME],
    ])) {
      const backend = await startBackend(t, command, { PASSWAVE_URL: NOBODY, WHEN_UNREACHABLE: chosen });
      const visitor = new Visitor(backend.url);
      await visitor.open();
      assert.match((await signIn(visitor, RIGHT, "a-token")).text, expected);
      assert.match((await signIn(visitor, RIGHT)).text, AGAIN);
    }
  });
}

for (const [name, command] of Object.entries(BACKENDS)) {
  test(`${name}: it may ask by another address than browsers, and its page fits a phone`, async (t) => {
    const outside = "https://check.example";
    const inside = { PASSWAVE_URL: outside, PASSWAVE_INTERNAL_URL: on.site.url };
    const visitor = new Visitor((await startBackend(t, command, inside)).url);
    const { html: page } = await visitor.open();
    assert.ok(page.includes(`<script src="${outside}/passwave.js"`), page);
    assert.match(page, /<meta name="viewport" content="width=device-width/);
    assert.match((await signIn(visitor, RIGHT, await verified())).text, WELCOME);
  });

  test(`${name}: it does not listen when another program imports it`, async () => {
    const [program = ""] = command;
    const imports =
      name === "Node" ? ["--input-type=module", "-e", 'await import("./server.mjs")'] : ["-c", "import server"];
    const ended = await run([program, ...imports], { cwd: FOLDER });
    assert.deepEqual(ended, { code: 0, said: "", complained: "" });
  });
}
