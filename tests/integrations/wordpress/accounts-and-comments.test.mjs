// Registration, lost password and comments of a real WordPress with the plugin.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch } from "../../support/chromium.mjs";
import { pressed } from "../../support/tokens.mjs";
import { arrive, asks, problem, send, signIn, verify } from "./support/person.mjs";
import { faultsInLogs, protect, startProtected } from "./support/site.mjs";
import { ADMIN } from "./support/wordpress.mjs";

const MISSING = /Please do the human check, then send the form again\./;
const REFUSED = /The human check could not be confirmed\. Please verify again\./;
const LATER = /Nobody can be verified right now\. Please try again in a minute\./;

/** @type {import("./support/site.mjs").Protected} */
let site;
/** @type {import("playwright-core").Browser} */
let browser;
let url = "";

before(async () => {
  site = await startProtected();
  browser = await launch();
  url = site.wordpress.url;
});
after(async () => {
  await browser.close();
  await site.stop();
});

/** @param {string} action */
const verified = (action) => pressed(/** @type {any} */ (site.check), { action });

/** @param {string} token @returns {Record<string, string>} */
const field = (token) => (token ? { "passwave-response": token } : {});

/** @param {string} name @param {string} [token] @param {string} [cookie] */
const register = (name, token = "", cookie) =>
  send(
    `${url}/wp-login.php?action=register`,
    { user_login: name, user_email: `${name}@site.example`, ...field(token) },
    cookie,
  );

/** @param {string} name @param {string} [token] */
const losePassword = (name, token = "") =>
  send(`${url}/wp-login.php?action=lostpassword`, { user_login: name, ...field(token) });

/** @param {string} text @param {string} [token] */
const comment = (text, token = "") =>
  send(`${url}/wp-comments-post.php`, {
    ...{ comment: text, author: "Ada", email: "ada@site.example", comment_post_ID: "1", comment_parent: "0" },
    ...field(token),
  });

/** @param {string} condition */
const count = (condition) => Number(site.wordpress.database.query(`SELECT COUNT(*) FROM ${condition}`).trim());
/** @param {string} name */
const accounts = (name) => count(`wp_users WHERE user_login = '${name}'`);
/** @param {string} text */
const comments = (text) => count(`wp_comments WHERE comment_content = '${text}'`);
const mails = () => site.wordpress.seen().filter(({ what }) => what === "mail").length;

test("a person registers, and a mistake costs no second check", async (t) => {
  const page = await arrive(t, browser);
  await page.goto(`${url}/wp-login.php?action=register`);
  await page.locator("#user_login").fill(ADMIN.name);
  await page.locator("#user_email").fill("ada@site.example");
  await verify(page);
  await Promise.all([page.waitForNavigation(), page.locator("#wp-submit").click()]);
  assert.match(await problem(page), /This username is already registered/);
  assert.ok(!(await asks(page)));
  await page.locator("#user_login").fill("ada");
  await Promise.all([page.waitForNavigation(), page.locator("#wp-submit").click()]);
  assert.match(page.url(), /checkemail=registered/);
  assert.equal(accounts("ada"), 1);
});

test("a script registers nobody, and learns no names", async () => {
  for (const [token, refusal] of /** @type {[string, RegExp][]} */ ([
    ["", MISSING],
    ["not.a.token", REFUSED],
    [await verified("comment"), REFUSED],
  ])) {
    assert.match((await register("bot", token)).text, refusal);
    const taken = await register(ADMIN.name, token);
    assert.match(taken.text, refusal);
    assert.doesNotMatch(taken.text, /already registered/);
  }
  assert.equal(accounts("bot"), 0);
});

test("one check opens one account, also for many requests at the same moment", async () => {
  const mistaken = await register(ADMIN.name, await verified("register"));
  const pass = mistaken.cookies.find((cookie) => cookie.startsWith("passwave_pass="));
  const names = Array.from({ length: 6 }, (_, index) => `many${index}`);
  await Promise.all(names.map((name) => register(name, "", pass)));
  assert.equal(
    names.map(accounts).reduce((sum, one) => sum + one, 0),
    1,
  );
});

test("a person has a new password sent, and a script does not", async (t) => {
  const before = mails();
  assert.match((await losePassword(ADMIN.name)).text, MISSING);
  assert.match((await losePassword(ADMIN.name, "not.a.token")).text, REFUSED);
  assert.match((await losePassword("nobody")).text, MISSING);
  assert.equal(mails(), before);
  const page = await arrive(t, browser);
  await page.goto(`${url}/wp-login.php?action=lostpassword`);
  await page.locator("#user_login").fill("nobody");
  await verify(page);
  await Promise.all([page.waitForNavigation(), page.locator("#wp-submit").click()]);
  assert.match(await problem(page), /There is no account with that username/);
  assert.ok(!(await asks(page)));
  await page.locator("#user_login").fill(ADMIN.name);
  await Promise.all([page.waitForNavigation(), page.locator("#wp-submit").click()]);
  assert.match(page.url(), /checkemail=confirm/);
  assert.equal(mails(), before + 1);
});

test("an administrator has passwords sent from the dashboard without a check", async (t) => {
  const page = await arrive(t, browser);
  await page.goto(`${url}/wp-login.php`);
  await signIn(page, ADMIN.name, ADMIN.password);
  await page.goto(`${url}/wp-admin/users.php`);
  const before = mails();
  await page.locator("input[name='users[]']").first().check();
  await page.locator("#bulk-action-selector-top").selectOption("resetpassword");
  await Promise.all([page.waitForNavigation(), page.locator("#doaction").click()]);
  assert.equal(mails(), before + 1);
});

for (const theme of ["twentytwentyone", "twentytwentythree"]) {
  test(`a person comments (${theme})`, async (t) => {
    site.wordpress.php(`switch_theme('${theme}');`);
    const page = await arrive(t, browser);
    await page.goto(`${url}/?p=1`);
    const form = page.locator("#commentform");
    await form.locator("#comment").fill(`A thought on ${theme}`);
    await form.locator("#author").fill("Ada");
    await form.locator("#email").fill("ada@site.example");
    await page.locator("pass-wave [part~=start]").waitFor();
    await form.locator("#submit").click();
    await page.waitForFunction(() => document.activeElement?.localName === "pass-wave");
    assert.equal(comments(`A thought on ${theme}`), 0, "held back until the check is done");
    await verify(page);
    await Promise.all([page.waitForNavigation(), form.locator("#submit").click()]);
    assert.equal(comments(`A thought on ${theme}`), 1);
  });
}

test("a comment without a token, or with a spent one, is refused", async () => {
  assert.match((await comment("spam 1")).text, MISSING);
  const token = await verified("comment");
  assert.equal((await comment("ham", token)).status, 302);
  const again = await comment("spam 2", token);
  assert.equal(again.status, 403);
  assert.match(again.text, REFUSED);
  assert.match(again.text, /Back/, "what was typed is a step back");
  assert.equal((await comment("spam 3", await verified("sign-in"))).status, 403);
  assert.deepEqual(["ham", "spam 1", "spam 2", "spam 3"].map(comments), [1, 0, 0, 0]);
});

test("REST is no way around", async () => {
  const rest = (/** @type {string} */ content, token = "") =>
    send(`${url}/?rest_route=/wp/v2/comments`, {
      ...{ content, post: "1", author_name: "Ada", author_email: "ada@site.example" },
      ...field(token),
    });
  const refused = await rest("rest spam");
  assert.deepEqual([refused.status, comments("rest spam")], [403, 0]);
  assert.match(refused.html, /passwave_missing/);
  assert.equal((await rest("rest ham", await verified("comment"))).status, 201);
});

test("whoever is signed in comments without a check", async (t) => {
  const page = await arrive(t, browser);
  await page.goto(`${url}/wp-login.php`);
  await signIn(page, ADMIN.name, ADMIN.password);
  await page.goto(`${url}/?p=1`);
  assert.ok(!(await asks(page)));
  await page.locator("#comment").fill("The owner answers");
  await Promise.all([page.waitForNavigation(), page.locator("#commentform #submit").click()]);
  assert.equal(comments("The owner answers"), 1);
});

test("when the server is away, each form does what its owner chose", async (t) => {
  const { wordpress, check } = site;
  const tokens = [await verified("comment"), await verified("register")];
  await check.down();
  t.after(async () => {
    await check.up();
    protect(wordpress, check);
  });
  protect(wordpress, check);
  assert.match((await comment("late 1", tokens[0])).text, LATER, "comments refuse by default");
  assert.match((await register("late1", tokens[1])).text, LATER, "and so does registration");
  const before = mails();
  await losePassword(ADMIN.name);
  assert.equal(mails(), before + 1, "a lost password is sent");

  protect(wordpress, check, { comment: "let-in", register: "let-in", "lost-password": "refuse" });
  assert.equal((await comment("late 2")).status, 302);
  assert.equal(
    count("wp_comments WHERE comment_content = 'late 2' AND comment_approved = '0'"),
    1,
    "held for moderation",
  );
  assert.equal((await register("late2")).status, 302);
  assert.equal(accounts("late2"), 1);
  assert.match((await losePassword(ADMIN.name)).text, MISSING);
});

test("a pingback needs no check: another site cannot do one", () => {
  const sent = `array('comment_post_ID' => 1, 'comment_type' => 'pingback', 'comment_content' => 'ping',
    'comment_author' => 'a site', 'comment_author_url' => 'http://other.example', 'comment_author_email' => '')`;
  site.wordpress.php(`wp_new_comment(wp_slash(${sent}));`);
  assert.equal(comments("ping"), 1);
});

test("PHP has nothing to complain about in the plugin, and no log has the secret", () => {
  assert.deepEqual(faultsInLogs(site), []);
});
