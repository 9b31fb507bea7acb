// DokuWiki with our plugin: its owner enters the keys, people press, scripts are refused.
import assert from "node:assert/strict";
import { test } from "node:test";
import { launch } from "../../support/chromium.mjs";
import { program } from "../../support/code-blocks.mjs";
import { FastServer } from "../../support/fast-server.mjs";
import { fixtures } from "../../support/fixtures.mjs";
import { Visitor } from "../../support/form-visitor.mjs";
import { pressed } from "../../support/tokens.mjs";
import { OWNER, startDokuWiki } from "./support/dokuwiki.mjs";
import { assertNowhere, fill, verifyAndSend, visit } from "./support/person.mjs";

const on = fixtures({ wiki: startDokuWiki, browser: launch, check: () => FastServer.start() });

const PASSWORD = "a wave and a press";
const REFUSED = /The human check could not be confirmed\. Please verify, then send the form again\./;
const LATER = /Nobody can be verified right now\. Please try again in a minute\./;
const JOIN = "/doku.php?do=register";

/** A script that asks for an account. @param {string} name @param {Record<string, string>} fields */
async function join(name, fields) {
  const script = new Visitor(on.wiki.url);
  await script.open(JOIN);
  const account = { login: name, pass: PASSWORD, passchk: PASSWORD, fullname: name, email: `${name}@site.example` };
  return script.submit({ ...account, do: "register", save: "1", ...fields }, JOIN);
}

/** A script that saves a page. @param {string} id @param {Record<string, string>} fields */
async function save(id, fields) {
  const script = new Visitor(on.wiki.url);
  await script.open(`/doku.php?id=${id}&do=edit`);
  return script.submit({ id, wikitext: "Wave.", "do[save]": "1", ...fields }, "/doku.php");
}

/** @param {string} action */
const token = async (action) => ({ "passwave-response": await pressed(on.check, { action }) });

test("nobody is asked before the keys are there", async () => {
  const { html } = await new Visitor(on.wiki.url).open(JOIN);
  assert.match(html, /dw__register/);
  assert.doesNotMatch(html, /pass-wave/);
});

test("an owner enters the keys on the settings page", async (t) => {
  const { page } = await visit(t, on.browser, `${on.wiki.url}/doku.php?do=login`);
  await fill(page, { "#dw__login [name=u]": OWNER.name, "#dw__login [name=p]": OWNER.password });
  await Promise.all([page.waitForNavigation(), page.locator("#dw__login [type=submit]").click()]);
  await page.goto(`${on.wiki.url}/doku.php?do=admin&page=config`);
  const { url: server, sitekey, secret } = on.check;
  for (const [name, value] of Object.entries({ server, sitekey, secret })) {
    await page.locator(`[name='config[plugin____passwave____${name}]']`).fill(value);
  }
  await Promise.all([page.waitForNavigation(), page.locator("#dw__configform [type=submit]").first().click()]);
  await page.getByText("Settings updated successfully.").waitFor();
  assert.equal(await page.locator("[name='config[plugin____passwave____secret]']").inputValue(), "");
});

test("a person presses and registers", async (t) => {
  const { page } = await visit(t, on.browser, on.wiki.url + JOIN);
  const form = (/** @type {string} */ name) => `#dw__register [name=${name}]`;
  const words = { [form("pass")]: PASSWORD, [form("passchk")]: PASSWORD };
  const fields = { [form("login")]: "walter", [form("fullname")]: "Walter", [form("email")]: "w@site.example" };
  await verifyAndSend(page, { ...fields, ...words }, "#dw__register [type=submit]");
  assert.ok(on.wiki.hasUser("walter"));
});

test("a script does not register without a token, with a spent one, or with one of another form", async () => {
  const good = await token("register");
  await join("first", good);
  assert.ok(on.wiki.hasUser("first"), "the token was good");
  for (const fields of [{}, good, { "passwave-response": "not.a.token" }, await token("save")]) {
    const { text, html } = await join("second", fields);
    assert.match(text, REFUSED);
    assert.match(html, /value="second@site\.example"/, "what was typed stays");
  }
  assert.ok(!on.wiki.hasUser("second"));
});

test("a script has no password sent without a token", async () => {
  const script = new Visitor(on.wiki.url);
  await script.open("/doku.php?do=resendpwd");
  const answer = await script.submit({ login: "walter", do: "resendpwd", save: "1" }, "/doku.php?do=resendpwd");
  assert.match(answer.text, REFUSED);
});

test("a person sees a preview without a check, presses and saves", async (t) => {
  const { page } = await visit(t, on.browser, `${on.wiki.url}/doku.php?id=waves&do=edit`);
  await fill(page, { "#wiki__text": "Waves greet." });
  await Promise.all([page.waitForNavigation(), page.locator("[name='do[preview]']").click()]);
  await verifyAndSend(page, {}, "[name='do[save]']");
  assert.ok(on.wiki.hasPage("waves"));
});

test("a script saves nothing without a token, with a spent one, or with one of another form", async () => {
  const good = await token("save");
  await save("good", good);
  assert.ok(on.wiki.hasPage("good"), "the token was good");
  for (const fields of [{}, good, await token("register")]) {
    const { text, html } = await save("bad", fields);
    assert.match(text, REFUSED);
    assert.match(html, /<textarea[^>]*>\s*Wave\./, "the text stays");
  }
  assert.ok(!on.wiki.hasPage("bad"));
});

test("whoever is signed in saves without a check", async (t) => {
  const { page } = await visit(t, on.browser, `${on.wiki.url}/doku.php?id=owners&do=login`);
  await fill(page, { "#dw__login [name=u]": OWNER.name, "#dw__login [name=p]": OWNER.password });
  await Promise.all([page.waitForNavigation(), page.locator("#dw__login [type=submit]").click()]);
  await page.goto(`${on.wiki.url}/doku.php?id=owners&do=edit`);
  assert.equal(await page.locator("pass-wave").count(), 0);
  await fill(page, { "#wiki__text": "Mine." });
  await Promise.all([page.waitForNavigation(), page.locator("[name='do[save]']").click()]);
  assert.ok(on.wiki.hasPage("owners"));
});

test("when the server is away, the wiki does what its owner chose", async (t) => {
  const kept = [await token("save"), await token("save")];
  await on.check.down();
  t.after(() => on.check.up());
  assert.match((await save("away", kept[0] ?? {})).text, LATER);
  assert.ok(!on.wiki.hasPage("away"));
  on.wiki.configure("$conf['plugin']['passwave']['unavailable'] = 'allow';");
  await save("away", kept[1] ?? {});
  assert.ok(on.wiki.hasPage("away"));
});

test("a wrong secret lets nobody through, and is in the log", async () => {
  const file = program("integrations.md", "php", on.check.url, "$conf['plugin']");
  const wrong = file.replace("getenv('PASSWAVE_SECRET')", "'somebody-elses-secret-0123456789'");
  on.wiki.configure(`${wrong}\n$conf['plugin']['passwave']['unavailable'] = 'allow';`);
  assert.match((await join("third", await token("register"))).text, LATER);
  assert.ok(!on.wiki.hasUser("third"));
  assert.match(on.wiki.log(), /Passwave: nobody can be verified: invalid-input-secret/);
  assert.ok(!on.wiki.log().includes("somebody-elses-secret"));
});

test("no page and no log has the secret", () => {
  assertNowhere(on.check.secret, { "the wiki's log": on.wiki.log() });
});
