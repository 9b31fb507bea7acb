// Registering at a real Synapse: as a client does that opens Synapse's own page for the check.
import assert from "node:assert/strict";
import { test } from "node:test";
import { launch } from "../../support/chromium.mjs";
import { FastServer } from "../../support/fast-server.mjs";
import { fixtures } from "../../support/fixtures.mjs";
import { words } from "../../support/form-visitor.mjs";
import { pressed } from "../../support/tokens.mjs";
import { pressOnly } from "../../support/widget-actions.mjs";
import { assertNowhere, visit } from "./support/person.mjs";
import { startSynapse } from "./support/synapse.mjs";

const check = FastServer.start();
const on = fixtures({
  synapse: async () => startSynapse((await check).url, (await check).secret),
  browser: launch,
  check: () => check,
});

const STEP = "m.login.recaptcha";
/** A step that proves nothing: Synapse asks for it after the check. */
const LAST_STEP = "m.login.dummy";
const PAGE = `/_matrix/client/v3/auth/${STEP}/fallback/web`;
const REFUSED = /Error: Captcha authentication failed/;

/** What a client asks to register. @param {string} username @param {object} [auth] */
async function register(username, auth) {
  const body = JSON.stringify({ username, password: "a wave and a press", inhibit_login: true, auth });
  const answer = await fetch(`${on.synapse.url}/_matrix/client/v3/register`, { method: "POST", body });
  return { status: answer.status, ...(await answer.json()) };
}

/** What a script sends to Synapse's page. @param {string} session @param {string} token */
async function send(session, token) {
  const body = new URLSearchParams({ session, "g-recaptcha-response": token });
  const answer = await fetch(on.synapse.url + PAGE, { method: "POST", body });
  return words(await answer.text());
}

test("a person presses on Synapse's page, and the client has its account", async (t) => {
  const { status, session, flows, params } = await register("walter");
  assert.equal(status, 401);
  assert.ok(
    flows.every((/** @type {{ stages: string[] }} */ { stages }) => stages.includes(STEP)),
    "no way around",
  );
  assert.equal(params[STEP].public_key, on.check.sitekey);
  const { page } = await visit(t, on.browser, `${on.synapse.url}${PAGE}?session=${session}`);
  // The page sends itself once the check is done.
  await pressOnly(page);
  await page.getByText("Thank you").waitFor();
  const { user_id } = await register("walter", { type: LAST_STEP, session });
  assert.equal(user_id, "@walter:site.example");
});

test("a script registers nobody without a token, with a false one, or with a spent one", async () => {
  const spent = await pressed(on.check);
  const first = await register("first");
  assert.match(await send(first.session, spent), /Thank you/);
  assert.equal(
    (await register("first", { type: LAST_STEP, session: first.session })).status,
    200,
    "the token was good",
  );
  const { session } = await register("second");
  for (const token of ["not.a.token", spent]) {
    assert.match(await send(session, token), REFUSED);
    const direct = await register("second", { type: STEP, response: token, session });
    assert.equal(direct.errcode, "M_UNAUTHORIZED");
  }
  assert.match(await send(session, ""), /No captcha response supplied/);
  assert.equal((await register("second", { type: LAST_STEP, session })).status, 401);
  assert.equal((await register("second", { type: STEP, session })).errcode, "M_CAPTCHA_NEEDED");
});

test("while the server is away nobody registers", async (t) => {
  const token = await pressed(on.check);
  const { session } = await register("third");
  await on.check.down();
  t.after(() => on.check.up());
  assert.doesNotMatch(await send(session, token), /Thank you/);
  assert.equal((await register("third", { type: LAST_STEP, session })).status, 401);
});

test("no page and no log has the secret", () => {
  assertNowhere(on.check.secret, { "Synapse's log": on.synapse.log() });
});
