// What has been spent stays spent, also when the server dies without a word.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { inParallel, siteverify } from "../support/siteverify.mjs";
import { launch } from "../support/chromium.mjs";
import { DIST, passwave } from "../support/paths.mjs";
import { waves } from "../support/recordings.mjs";
import { Server } from "../support/passwave-server.mjs";
import { untorn } from "../support/retry-on-stall.mjs";
import { Visit } from "../support/page-object.mjs";

const WAVES = 20;
const AT_ONCE = 2;

/** @type {import("playwright-core").Browser} */
let browser;
/** @type {string} */
let folder;
before(async () => {
  browser = await launch();
  folder = mkdtempSync(join(tmpdir(), "passwave-"));
});
after(async () => {
  await browser.close();
  rmSync(folder, { recursive: true });
});

/** A configuration as `passwave init` writes it. @returns {{ file: string, sitekey: string, secret: string }} */
function configuration() {
  const file = join(folder, "passwave.toml");
  const said = execFileSync(passwave(), ["init", "--config", file, "--hostname", "127.0.0.1"], { encoding: "utf8" });
  const [sitekey, secret] = ["sitekey", "secret"].map(
    (name) => new RegExp(`^${name}:\\s+(\\S+)`, "m").exec(said)?.[1] ?? "",
  );
  assert.ok(sitekey && secret, said);
  assert.ok(!readFileSync(file, "utf8").includes(String(secret)), "the secret is shown, not kept");
  return { file, sitekey: String(sitekey), secret: String(secret) };
}

/** A site of its own origin that has the widget on a page. @param {string} server @param {string} sitekey */
async function site(server, sitekey) {
  const html = `<!doctype html><html lang="en"><title>A site</title><script src="${server}/passwave.js" async></script>
    <form><pass-wave sitekey="${sitekey}"></pass-wave></form></html>`;
  const pages = createServer((_, response) => response.setHeader("content-type", "text/html").end(html));
  await new Promise((resolve) => pages.listen(0, "127.0.0.1", () => resolve(undefined)));
  const { port } = /** @type {import("node:net").AddressInfo} */ (pages.address());
  return { address: `http://127.0.0.1:${port}/`, close: () => pages.close() };
}

/** A person's token. @param {string} address @param {import("../support/recordings.mjs").Recording} recording */
async function tokenBy(address, recording) {
  const { state, token, story } = await untorn(async () => {
    const visit = await Visit.open(browser, address, { recording });
    const state = await visit.wave();
    const token = state === "verified" ? await visit.token() : "";
    const result = { state, token, gap_ms: visit.gap_ms, story: await visit.story() };
    await visit.close();
    return result;
  });
  assert.equal(state, "verified", `${recording.id}: ${story}`);
  return token;
}

test(
  "of twenty waves' tokens, those spent before a SIGKILL are duplicates after it, and the unspent one is good",
  { timeout: 600_000 },
  async () => {
    const { file, sitekey, secret } = configuration();
    const start = () => Server.start(["--config", file, "--listen", "127.0.0.1:0", "--assets", DIST]);
    let server = await start();
    const pages = await site(server.url, sitekey);
    const recordings = waves(WAVES, ["wave_lr", "arc_convex", "arc_concave"]);
    const tokens = await inParallel(recordings, AT_ONCE, (recording) => tokenBy(pages.address, recording));
    assert.equal(tokens.length, WAVES);
    const [unspent = "", ...spent] = tokens;
    for (const token of spent) assert.equal((await siteverify(server.url, secret, token)).success, true);
    await server.kill();
    server = await start();
    for (const token of spent) {
      assert.deepEqual((await siteverify(server.url, secret, token))["error-codes"], ["timeout-or-duplicate"]);
    }
    assert.equal((await siteverify(server.url, secret, unspent)).success, true, "an unspent token is still good");
    assert.deepEqual((await siteverify(server.url, secret, unspent))["error-codes"], ["timeout-or-duplicate"]);
    await server.stop();
    pages.close();
  },
);
