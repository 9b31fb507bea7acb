// MediaWiki with our extension: as the document sets it up, for a person and for scripts.
import assert from "node:assert/strict";
import { test } from "node:test";
import { launch } from "../../support/chromium.mjs";
import { FastServer } from "../../support/fast-server.mjs";
import { fixtures } from "../../support/fixtures.mjs";
import { Visitor } from "../../support/form-visitor.mjs";
import { pressed } from "../../support/tokens.mjs";
import { OWNER, startMediaWiki } from "./support/mediawiki.mjs";
import { assertNowhere, fill, verifyAndSend, visit } from "./support/person.mjs";

const check = FastServer.start();
const on = fixtures({
  wiki: async () => startMediaWiki((await check).url, (await check).secret),
  browser: launch,
  check: () => check,
});

const PASSWORD = "a wave and a press";
const WORDS = { refused: /Incorrect or missing CAPTCHA/, unavailable: /Nobody can be verified right now/ };

/** @param {string} title @param {string} [more] */
const path = (title, more = "") => `/index.php?title=${title}${more}`;
const JOIN = path("Special:CreateAccount");
const EDIT = (/** @type {string} */ title) => path(title, "&action=edit");

/**
 * A script that asks for an account, in a fresh session.
 * @param {string} name @param {Record<string, string>} fields
 */
async function join(name, fields) {
  const script = new Visitor(on.wiki.url);
  await script.open(JOIN);
  // The hidden title is that of the search, another form of the page.
  const account = {
    title: "Special:CreateAccount",
    wpName: name,
    wpPassword: PASSWORD,
    retype: PASSWORD,
    wpCreateaccount: "1",
  };
  return script.submit({ ...account, ...fields }, JOIN);
}

/** A script that saves a page. @param {string} title @param {Record<string, string>} fields */
async function save(title, fields) {
  const script = new Visitor(on.wiki.url);
  await script.open(EDIT(title));
  return script.submit({ title, wpTextbox1: "Wave.", wpSave: "1", ...fields }, path(title, "&action=submit"));
}

const hasUser = async (/** @type {string} */ name) => {
  const query = `/api.php?action=query&list=users&ususers=${name}&format=json`;
  const [user] = (await (await fetch(on.wiki.url + query)).json()).query.users;
  return "userid" in user;
};
const hasPage = async (/** @type {string} */ title) => (await fetch(on.wiki.url + path(title, "&action=raw"))).ok;

/** Who the page says is signed in. @param {import("playwright-core").Page} page */
const user = (page) => page.evaluate(() => /** @type {any} */ (globalThis).RLCONF.wgUserName);

/** @param {string} action */
const token = async (action) => ({ "passwave-response": await pressed(on.check, { action }) });

test("a person presses and has an account", async (t) => {
  const { page } = await visit(t, on.browser, on.wiki.url + JOIN);
  const fields = { "#wpName2": "Walter", "#wpPassword2": PASSWORD, "#wpRetype": PASSWORD };
  await verifyAndSend(page, fields, "#wpCreateaccount");
  assert.equal(await user(page), "Walter");
});

test("a script opens no account without a token, with a spent one, or with one of another form", async () => {
  const good = await token("create-account");
  await join("First", good);
  assert.ok(await hasUser("First"), "the token was good");
  for (const fields of [{}, good, { "passwave-response": "not.a.token" }, await token("edit")]) {
    const { text } = await join("Second", fields);
    assert.match(text, WORDS.refused);
  }
  assert.ok(!(await hasUser("Second")));
});

test("a person presses and saves a page, and needs no check to see it first", async (t) => {
  const { page } = await visit(t, on.browser, on.wiki.url + EDIT("Waves"));
  await fill(page, { "#wpTextbox1": "Waves greet." });
  await Promise.all([page.waitForNavigation(), page.locator("#wpPreview").click()]);
  await verifyAndSend(page, {}, "#wpSave");
  assert.ok(await hasPage("Waves"));
});

test("a script saves nothing without a token, with a spent one, or with one of another form", async () => {
  const good = await token("edit");
  await save("Good", good);
  assert.ok(await hasPage("Good"), "the token was good");
  for (const fields of [{}, good, await token("create-account")]) {
    assert.match((await save("Bad", fields)).text, WORDS.refused);
  }
  assert.ok(!(await hasPage("Bad")));
});

test("after three wrong passwords a sign-in needs the check", async (t) => {
  const { page } = await visit(t, on.browser, on.wiki.url + path("Special:UserLogin"));
  for (let times = 0; times < 3; times += 1) {
    await fill(page, { "#wpName1": OWNER.name, "#wpPassword1": "mistyped" });
    await Promise.all([page.waitForNavigation(), page.locator("#wpLoginAttempt").click()]);
  }
  const script = new Visitor(on.wiki.url);
  await script.open(path("Special:UserLogin"));
  const fields = { wpName: OWNER.name, wpPassword: OWNER.password, wploginattempt: "1" };
  await script.submit({ title: "Special:UserLogin", ...fields }, path("Special:UserLogin"));
  const { html } = await script.open(path("Main_Page"));
  assert.doesNotMatch(html, /"wgUserName":"Owner"/);
  await verifyAndSend(page, { "#wpName1": OWNER.name, "#wpPassword1": OWNER.password }, "#wpLoginAttempt");
  assert.equal(await user(page), OWNER.name);
});

test("when the server is away, the wiki does what its owner chose", async (t) => {
  const kept = [await token("edit"), await token("edit")];
  await on.check.down();
  t.after(() => on.check.up());
  assert.match((await save("Away", kept[0] ?? {})).text, WORDS.unavailable);
  assert.ok(!(await hasPage("Away")));
  assert.match((await join("Third", kept[0] ?? {})).text, WORDS.unavailable);
  on.wiki.configure("$wgPasswaveWhenUnavailable = 'allow';");
  await save("Away", kept[1] ?? {});
  assert.ok(await hasPage("Away"));
});

test("a wrong secret lets nobody through, and is in the log", async () => {
  on.wiki.configure("$wgPasswaveSecret = 'somebody-elses-secret-0123456789';");
  assert.match((await join("Fourth", await token("create-account"))).text, WORDS.unavailable);
  assert.match(on.wiki.log(), /Passwave: nobody can be verified: invalid-input-secret/);
  assert.ok(!on.wiki.log().includes("somebody-elses-secret"));
});

test("no page and no log has the secret", () => {
  assertNowhere(on.check.secret, { "the wiki's log": on.wiki.log() });
});
