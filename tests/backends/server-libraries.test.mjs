// The libraries for backends: one list of cases, for all of them.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { cpSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { FastServer } from "../support/fast-server.mjs";
import { FAULTS, faultyServer, leadsElsewhere, losesFirstAnswer } from "../support/faulty-server.mjs";
import { fixtures } from "../support/fixtures.mjs";
import { startServer } from "../support/passwave-server.mjs";
import { DIST, ROOT } from "../support/paths.mjs";
import { python } from "../support/run-program.mjs";
import { installLibraries, LineProgram } from "../support/server-libraries.mjs";
import { HOST } from "../support/site-configuration.mjs";
import { newFolder } from "../support/temporary-folder.mjs";
import { altered, pressed, read } from "../support/tokens.mjs";

const APPS = join(fileURLToPath(new URL(".", import.meta.url)), "apps");

/** No server of these cases is waited for in vain, so it is never reached, however busy the machine is. */
const TIMEOUT_MS = 120_000;

const on = fixtures({ site: () => FastServer.start(), testKeys: startWithTestKeys, libraries: installLibraries });

async function startWithTestKeys() {
  const folder = newFolder();
  writeFileSync(join(folder, "test.toml"), "test_keys = true\n");
  const options = ["--config", "test.toml", "--listen", "127.0.0.1:0", "--assets", DIST];
  const server = await startServer(options, { folder });
  const stop = async () => {
    await server.stop();
    rmSync(folder, { recursive: true });
  };
  return { url: server.url, stop };
}

/** @typedef {{ kind: string, ask: (question: object) => Promise<any> }} Library */
/** @typedef {{ token?: unknown, action?: string, site?: object }} Question */

const fresh = () => pressed(on.site, { action: "sign-in" });
const now = () => Math.floor(Date.now() / 1000);

/** @param {object} claims @param {object} [other] */
const changed = async (claims, other) => altered(on.site, await fresh(), { claims, ...other });

/** Deeper than any reader of JSON goes. */
const deep = () => `${Buffer.from("[".repeat(2000)).toString("base64url")}.e30.AA`;

const REFUSED = "refused: invalid-input-response";
const DUPLICATE = "refused: timeout-or-duplicate";

/**
 * What is asked, and what the visitor gets.
 * @type {Record<string, { ask: () => Question | Promise<Question>, outcome: string }>}
 */
const CASES = {
  "a good token": { ask: async () => ({ token: await fresh(), action: "sign-in" }), outcome: "success" },
  "a good token on one of the site's hosts": {
    ask: async () => ({ token: await fresh(), site: { hostnames: ["shop.example", HOST] } }),
    outcome: "success",
  },
  "no token": { ask: () => ({}), outcome: "refused: missing-input-response" },
  "an empty token": { ask: () => ({ token: "" }), outcome: "refused: missing-input-response" },
  "a token that is no text": { ask: () => ({ token: ["a", "b"] }), outcome: REFUSED },
  "a token of a megabyte": { ask: () => ({ token: "a".repeat(1 << 20) }), outcome: REFUSED },
  garbage: { ask: () => ({ token: "not.a.token" }), outcome: REFUSED },
  "deeply nested garbage": { ask: () => ({ token: deep() }), outcome: REFUSED },
  "an expired token": { ask: async () => ({ token: await changed({ exp: now() - 1 }) }), outcome: DUPLICATE },
  "a stranger's signature": {
    ask: async () => ({ token: await changed({}, { key: generateKeyPairSync("ed25519").privateKey }) }),
    outcome: REFUSED,
  },
  "a renewal key in place of a token": {
    ask: async () => ({ token: await changed({}, { header: { typ: "passwave-renew" } }) }),
    outcome: REFUSED,
  },
  "another site's token": { ask: async () => ({ token: await changed({ aud: "pw_other" }) }), outcome: REFUSED },
  "a page on another host": {
    ask: async () => ({ token: await fresh(), site: { hostnames: ["shop.example"] } }),
    outcome: "refused: hostname-mismatch",
  },
  "another form's action": {
    ask: async () => ({ token: await fresh(), action: "comment" }),
    outcome: "refused: action-mismatch",
  },
  "a person who verified lately": {
    ask: async () => ({ token: await changed({ verified_at: now() - 500 }), site: { maxAgeS: 600 } }),
    outcome: "success",
  },
  "a token that was kept in stock": {
    ask: async () => ({ token: await changed({ verified_at: now() - 700 }), site: { maxAgeS: 600 } }),
    outcome: "refused: verification-too-old",
  },
  "an address that is none": {
    ask: async () => ({ token: await fresh(), site: { server: "check.example.org" } }),
    outcome: "ConfigurationError",
  },
  "a server that is away": {
    ask: async () => ({ token: await fresh(), site: { server: "http://127.0.0.1:9" } }),
    outcome: "UnavailableError",
  },
};

/** Only for verifying by a call. @type {typeof CASES} */
const CALL_CASES = {
  "a wrong secret": {
    ask: async () => ({ token: await fresh(), site: { secret: "somebody-elses-secret-0123456789" } }),
    outcome: "ConfigurationError",
  },
  "a secret that is missing": {
    ask: async () => ({ token: await fresh(), site: { secret: "" } }),
    outcome: "ConfigurationError",
  },
  "a sitekey that is not the secret's": {
    ask: async () => ({ token: await fresh(), site: { claimed_sitekey: "pw_other" } }),
    outcome: "ConfigurationError",
  },
  "the test secret that passes, for any page and form": {
    ask: () => withTestKeys("passwave-test-secret-passes"),
    outcome: "success",
  },
  "the test secret that fails": { ask: () => withTestKeys("passwave-test-secret-fails"), outcome: REFUSED },
  "a test secret at a server with real sites": {
    ask: async () => ({ token: await fresh(), site: { secret: "passwave-test-secret-passes" } }),
    outcome: "ConfigurationError",
  },
};

/** A form's token, asked about as a site with expectations of its own does. @param {string} secret */
const withTestKeys = (secret) => ({
  token: "passwave-test-token",
  action: "sign-in",
  site: { server: on.testKeys.url, secret, hostnames: ["shop.example"] },
});

/** Only for verifying without a call. @type {typeof CASES} */
const OFFLINE_CASES = {
  "a sitekey that is missing": {
    ask: async () => ({ token: await fresh(), site: { sitekey: "" } }),
    outcome: "ConfigurationError",
  },
  "a clock that is behind, within the tolerance": {
    ask: async () => ({ token: await changed({ exp: now() - 20 }), site: { clock_tolerance_s: 60 } }),
    outcome: "success",
  },
  "a clock that is further behind": {
    ask: async () => ({ token: await changed({ exp: now() - 120 }), site: { clock_tolerance_s: 60 } }),
    outcome: DUPLICATE,
  },
};

/** The programs, each of which has its verifiers. */
const PROGRAMS = {
  npm: {
    kinds: ["call", "offline"],
    start() {
      cpSync(join(APPS, "verifiers.mjs"), join(on.libraries.node, "verifiers.mjs"));
      return new LineProgram(process.execPath, ["verifiers.mjs"], { cwd: on.libraries.node });
    },
  },
  PyPI: {
    kinds: ["call", "async", "offline"],
    start: () => new LineProgram(python(), ["verifiers.py"], { cwd: APPS, env: { PYTHONPATH: on.libraries.python } }),
  },
};

/** @param {LineProgram} program @param {string} kind */
const library =
  (program, kind) =>
  (/** @type {Question} */ { site, ...question }) =>
    program.ask({
      kind,
      ...question,
      site: { server: on.site.url, secret: on.site.secret, sitekey: on.site.sitekey, timeout_ms: TIMEOUT_MS, ...site },
    });

for (const [name, { kinds, start }] of Object.entries(PROGRAMS)) {
  for (const kind of kinds) {
    test(`${name}, ${kind}`, async (t) => {
      const program = start();
      t.after(() => program.stop());
      const ask = library(program, kind);
      const cases = { ...CASES, ...(kind === "offline" ? OFFLINE_CASES : CALL_CASES) };
      for (const [what, { ask: question, outcome }] of Object.entries(cases)) {
        await t.test(what, async () => {
          const answer = await ask(await question());
          assert.equal(answer.outcome, outcome, answer.message);
          assertNoSecret(answer);
        });
      }
      await t.test("a spent token, and its renewal", () => assertSpentOnce(ask));
      await t.test("what a good token tells", () => assertTells(ask));
      for (const [fault, listener] of Object.entries(FAULTS)) {
        await t.test(`a server that ${fault}`, () => assertUnavailable(ask, listener));
      }
      if (kind === "offline") return;
      await t.test("an answer that is lost is asked for again, and the token passes", () => assertRepeats(ask));
      await t.test("a server that leads elsewhere never gets the secret there", () => assertStaysHere(ask));
    });
  }
}

/** @typedef {ReturnType<typeof library>} Ask */

/** No error may carry what a log must not have. @param {object} answer */
const assertNoSecret = (answer) => assert.ok(!JSON.stringify(answer).includes(on.site.secret), "the secret leaked");

/** @param {Ask} ask */
async function assertSpentOnce(ask) {
  const token = await fresh();
  const renewed = altered(on.site, token, { claims: { fid: read(token).claims.fid, jti: "another" } });
  const outcomes = [];
  for (const each of [token, token, renewed]) outcomes.push((await ask({ token: each })).outcome);
  assert.deepEqual(outcomes, ["success", DUPLICATE, DUPLICATE]);
}

/** @param {Ask} ask */
async function assertTells(ask) {
  const token = await changed({ verified_at: now() - 100 });
  const { outcome, ...told } = await ask({ token });
  const { hostname, score, iat, verified_at } = read(token).claims;
  assert.equal(outcome, "success");
  assert.deepEqual(told, { hostname, score, made: iat, verified: verified_at });
}

/** @param {Ask} ask @param {import("node:http").RequestListener} listener */
async function assertUnavailable(ask, listener) {
  const server = await faultyServer(listener);
  try {
    // For fetching keys, PyJWT knows whole seconds only.
    const answer = await ask({ token: await fresh(), site: { server: server.url, timeout_ms: 1000 } });
    assert.equal(answer.outcome, "UnavailableError", answer.message);
    assertNoSecret(answer);
  } finally {
    server.stop();
  }
}

/** @param {Ask} ask */
async function assertRepeats(ask) {
  const server = await losesFirstAnswer(on.site.url);
  try {
    assert.equal((await ask({ token: await fresh(), site: { server: server.url } })).outcome, "success");
  } finally {
    server.stop();
  }
}

/** @param {Ask} ask */
async function assertStaysHere(ask) {
  const server = await leadsElsewhere("");
  try {
    const answer = await ask({ token: await fresh(), site: { server: server.url } });
    assert.equal(answer.outcome, "UnavailableError", answer.message);
    assert.deepEqual(server.heard, []);
  } finally {
    server.stop();
  }
}

test("the Python package is formatted, passes its linter, and is typed strictly", () => {
  const folder = join(ROOT, "integrations/python");
  for (const check of [
    ["ruff", "format", "--check", "."],
    ["ruff", "check", "."],
    ["mypy", "src"],
  ]) {
    const { status, stdout, stderr } = spawnSync(python(), ["-m", ...check], { cwd: folder, encoding: "utf8" });
    assert.equal(status, 0, `${check.join(" ")}:\n${stdout}${stderr}`);
  }
});
