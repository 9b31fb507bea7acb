// The examples of docs/backend-examples.md, in every language, against the real server.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { EXAMPLES, python, run } from "../support/run-program.mjs";
import { FastServer } from "../support/fast-server.mjs";
import { fixtures } from "../support/fixtures.mjs";
import { newFolder } from "../support/temporary-folder.mjs";
import { altered, pressed, read } from "../support/tokens.mjs";

/** @typedef {{ siteverify: string[], offline: string[] }} Programs */

const GSON = "/usr/share/java/gson.jar";
const work = newFolder();
const example = (/** @type {string[]} */ ...path) => join(EXAMPLES, ...path);

/**
 * Builds an example. Nothing is held up meanwhile: a connection that the server closes is noticed.
 * @param {string[]} command @param {Record<string, string>} [env]
 */
async function build(command, env) {
  const { code, said, complained } = await run(command, { cwd: work, env });
  assert.equal(code, 0, `${command.join(" ")}\n${said}\n${complained}`);
}

/**
 * Every language says how its examples are built and run.
 * @type {Record<string, () => Programs | Promise<Programs>>}
 */
const LANGUAGES = {
  Node: () => ({
    siteverify: [process.execPath, example("node/siteverify.mjs")],
    offline: [process.execPath, example("node/offline.mjs")],
  }),
  Python: () => ({
    siteverify: [python(), example("python/siteverify.py")],
    offline: [python(), example("python/offline.py")],
  }),
  PHP: () => ({
    siteverify: ["php", example("php/siteverify.php")],
    offline: ["php", example("php/offline.php")],
  }),
  Go: async () => {
    // Nothing but the standard library: no module may be fetched.
    for (const name of ["siteverify", "offline"]) {
      await build(["go", "build", "-o", `${work}/go-${name}`, example(`go/${name}.go`)], {
        GOPROXY: "off",
        GOTOOLCHAIN: "local",
      });
    }
    return { siteverify: [`${work}/go-siteverify`], offline: [`${work}/go-offline`] };
  },
  Java: async () => {
    await build(["javac", "-cp", GSON, "-d", work, example("java/Siteverify.java"), example("java/Offline.java")]);
    // A program that lives for a moment is not worth the second compiler.
    const java = ["java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", `${GSON}:${work}`];
    return { siteverify: [...java, "Siteverify"], offline: [...java, "Offline"] };
  },
  Rust: async () => {
    const folder = process.env.PASSWAVE_RUST_EXAMPLES ?? `${work}/rust`;
    await build([
      "cargo",
      "build",
      "--locked",
      "--quiet",
      "--manifest-path",
      example("rust/Cargo.toml"),
      "--target-dir",
      folder,
    ]);
    return { siteverify: [`${folder}/debug/siteverify`], offline: [`${folder}/debug/offline`] };
  },
};

const on = fixtures({
  site: () => FastServer.start(),
  files: async () => ({ stop: () => rmSync(work, { recursive: true }) }),
});

/** A folder for the families that one backend has seen. @param {string} name */
function usedFolder(name) {
  const folder = join(work, `used-${name}`);
  mkdirSync(folder, { recursive: true });
  return folder;
}

/**
 * What an example says about a token.
 * @param {string[]} program @param {string} token @param {Record<string, string>} [other]
 */
function ask(program, token, other = {}) {
  const env = {
    PASSWAVE_URL: on.site.url,
    PASSWAVE_SITEKEY: on.site.sitekey,
    PASSWAVE_SECRET: on.site.secret,
    ...other,
  };
  return run([...program, token], { env });
}

/** @param {{ code: number, said: string, complained: string }} answer @param {RegExp} expected @param {string} about */
function says({ code, said, complained }, expected, about) {
  assert.match(said, expected, `${about}: ${said}\n${complained}`);
  assert.equal(code, 0, `${about}: ${complained}`);
}

/** Refused, in the example's own words. */
const REFUSED = /^not verified: (?!used before)./;

/**
 * Tokens that an offline check must see through; each but the first two is signed with some real key.
 * @param {string} token
 */
function forged(token) {
  const { privateKey: stranger } = generateKeyPairSync("ed25519");
  const [head, claims, signature] = token.split(".");
  const none = Buffer.from('{"alg":"none","typ":"passwave-token"}').toString("base64url");
  return {
    garbage: "not.a.token",
    "without a signature": `${none}.${claims}.`,
    "with another's claims": `${head}.${altered(on.site, token, { claims: { score: 1 } }).split(".")[1]}.${signature}`,
    "of a stranger's key": altered(on.site, token, { key: stranger }),
    "of a key that is not there": altered(on.site, token, { header: { kid: "nobody" } }),
    "of another kind": altered(on.site, token, { header: { typ: "passwave-renew" } }),
    "of another algorithm": altered(on.site, token, { header: { alg: "HS256" } }),
    "for another site": altered(on.site, token, { claims: { aud: "pw_another" } }),
    expired: altered(on.site, token, { claims: { exp: read(token).claims.iat - 1 } }),
  };
}

for (const [language, prepare] of Object.entries(LANGUAGES)) {
  test(`${language}`, async (t) => {
    const { siteverify, offline } = await prepare();

    await t.test("siteverify: passes once; a used, expired or garbled token or a wrong secret does not", async () => {
      const token = await pressed(on.site);
      says(
        await ask(siteverify, token, { PASSWAVE_SECRET: "wrong" }),
        /^not verified: .*invalid-input-secret/,
        "wrong secret",
      );
      says(await ask(siteverify, token), /^verified$/, "fresh");
      says(await ask(siteverify, token), /^not verified: .*timeout-or-duplicate/, "again");
      says(
        await ask(siteverify, altered(on.site, token, { claims: { exp: 1 } })),
        /^not verified: .*timeout-or-duplicate/,
        "expired",
      );
      says(await ask(siteverify, `${token}x`), /^not verified: .*invalid-input-response/, "garbled");
      says(await ask(siteverify, ""), /^not verified: .*missing-input-response/, "empty");
    });

    await t.test("siteverify: a server that cannot be reached is no success", async () => {
      const { code, said } = await ask(siteverify, "a-token", { PASSWAVE_URL: "http://127.0.0.1:9" });
      assert.notEqual(code, 0);
      assert.doesNotMatch(said, /^verified/m);
    });

    await t.test("offline: passes once for each backend, and nothing forged does", async () => {
      const token = await pressed(on.site);
      const PASSWAVE_USED = usedFolder(language);
      const check = (/** @type {string} */ text) => ask(offline, text, { PASSWAVE_USED });
      for (const [what, text] of Object.entries(forged(token))) says(await check(text), REFUSED, what);
      assert.deepEqual(readdirSync(PASSWAVE_USED), [], "nothing is recorded for what does not pass");
      says(await check(token), /^verified$/, "fresh");
      says(await check(token), /^not verified: used before$/, "again");
      assert.deepEqual(readdirSync(PASSWAVE_USED), [read(token).claims.fid]);
    });

    await t.test("offline: of several that come at once one passes, and a renewal counts as its first", async () => {
      const token = await pressed(on.site);
      const PASSWAVE_USED = usedFolder(`${language}-at-once`);
      // A renewal: another token of the same family.
      const renewed = altered(on.site, token, { claims: { fid: read(token).claims.fid, jti: "another" } });
      const answers = await Promise.all([token, renewed, token].map((text) => ask(offline, text, { PASSWAVE_USED })));
      const said = answers.map((answer) => answer.said).sort();
      assert.deepEqual(said, ["not verified: used before", "not verified: used before", "verified"]);
    });
  });
}

test("the documented command forgets families that have ended, and no others", async () => {
  const folder = usedFolder("old");
  const aged = (/** @type {string} */ name, /** @type {number} */ minutes) => {
    writeFileSync(join(folder, name), "");
    const then = new Date(Date.now() - minutes * 60_000);
    utimesSync(join(folder, name), then, then);
  };
  aged("ended", 132);
  aged("renewable", 125);
  const page = readFileSync(join(EXAMPLES, "../verification-api.md"), "utf8");
  const command = /`(find "\$PASSWAVE_USED"[^`]+)`/.exec(page)?.[1];
  execFileSync("sh", ["-c", String(command)], { env: { ...process.env, PASSWAVE_USED: folder } });
  assert.deepEqual(readdirSync(folder), ["renewable"]);
});
