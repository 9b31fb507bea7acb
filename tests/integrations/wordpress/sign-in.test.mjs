// Signing in to a real WordPress with the plugin, as a person, as a script, and as an app.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { launch } from "../../support/chromium.mjs";
import { pressed } from "../../support/tokens.mjs";
import { violations } from "./support/accessibility.mjs";
import { arrive, asks, isSignedIn, problem, send, signIn, typeIn } from "./support/person.mjs";
import { faultsInLogs, protect, startProtected } from "./support/site.mjs";
import { ADMIN } from "./support/wordpress.mjs";

const MISSING = /Please do the human check, then send the form again\./;
const REFUSED = /The human check could not be confirmed\. Please verify again\./;
const LATER = /Nobody can be verified right now\. Please try again in a minute\./;
const WRONG = /The password you entered for the username owner is incorrect\./;

/** @type {import("./support/site.mjs").Protected} */
let site;
/** @type {import("playwright-core").Browser} */
let browser;
/** Where the form is sent. */
let form = "";

before(async () => {
  site = await startProtected();
  browser = await launch();
  form = `${site.wordpress.url}/wp-login.php`;
});
after(async () => {
  await browser.close();
  await site.stop();
});

/** A token as a person has it after "Press instead". @param {string} [action] */
const verified = (action = "sign-in") => pressed(/** @type {any} */ (site.check), { action });

/** @param {string} password @param {string} [token] @param {string} [cookie] */
function post(password, token, cookie) {
  const fields = { log: ADMIN.name, pwd: password, "wp-submit": "Log In", testcookie: "1" };
  return send(form, { ...fields, ...(token && { "passwave-response": token }) }, cookie);
}

test("a person presses and signs in", async (t) => {
  const page = await arrive(t, browser);
  await page.goto(form);
  await signIn(page, ADMIN.name, ADMIN.password);
  assert.match(page.url(), /\/wp-admin\/$/);
  assert.equal(await page.locator("#wpadminbar").count(), 1);
});

test("the browser holds the form back until the check is done", async (t) => {
  const page = await arrive(t, browser);
  await page.goto(form);
  await page.locator("pass-wave [part~=start]").waitFor();
  await typeIn(page, ADMIN.name, ADMIN.password);
  await page.locator("#wp-submit").click();
  await page.waitForFunction(() => document.activeElement?.localName === "pass-wave");
  assert.equal(page.url(), form);
});

test("the form with the check has no violation of WCAG 2.2 AA, at 320 pixels and 200 % too", async (t) => {
  const page = await arrive(t, browser);
  await page.setViewportSize({ width: 320, height: 640 });
  await page.goto(form);
  await page.locator("pass-wave [part~=start]").waitFor();
  assert.deepEqual(await violations(page, "#loginform"), []);
  await page.evaluate(() => (document.documentElement.style.fontSize = "200%"));
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(overflow <= 0, `${overflow} pixels stick out`);
});

test("a mistyped password needs no second check, and a sign-in uses the check up", async (t) => {
  const page = await arrive(t, browser);
  await page.goto(form);
  await signIn(page, ADMIN.name, "mistyped");
  assert.match(await problem(page), WRONG);
  assert.ok(!(await asks(page)), "who is verified is not asked again");
  assert.match(await page.locator(".passwave-check").innerText(), /You are verified\./);
  await signIn(page, ADMIN.name, ADMIN.password);
  assert.match(page.url(), /\/wp-admin\/$/);
  await page.context().clearCookies({ name: /^wordpress/ });
  await page.goto(form);
  assert.ok(await asks(page), "the next sign-in needs a check of its own");
});

test("a script is refused, and no password is tried for it", async () => {
  const before = site.wordpress.calls();
  for (const [token, refusal] of /** @type {[string | undefined, RegExp][]} */ ([
    [undefined, MISSING],
    ["not.a.token", REFUSED],
    ["x".repeat(30_000), REFUSED],
    [await verified("comment"), REFUSED],
  ])) {
    for (const password of [ADMIN.password, "guess"]) {
      const answer = await post(password, token);
      assert.match(answer.text, refusal);
      assert.doesNotMatch(answer.text, WRONG);
      assert.ok(!isSignedIn(answer));
    }
  }
  assert.ok(site.wordpress.calls() > before, "the server was asked");
  const unknown = await send(form, { log: "nobody", pwd: "guess", testcookie: "1" });
  assert.match(unknown.text, MISSING, "nobody learns which names there are");
  assert.doesNotMatch(unknown.html, /not registered/);
});

test("a token is good once, and its pass for five passwords", async () => {
  const token = await verified();
  const first = await post("guess", token);
  assert.match(first.text, WRONG);
  assert.match((await post(ADMIN.password, token)).text, REFUSED, "another visitor with the token");
  const pass = first.cookies.find((cookie) => cookie.startsWith("passwave_pass="));
  const cookie = `wordpress_test_cookie=WP%20Cookie%20check; ${pass}`;
  for (let guess = 2; guess <= 5; guess += 1) assert.match((await post("guess", undefined, cookie)).text, WRONG);
  assert.match((await post(ADMIN.password, undefined, cookie)).text, MISSING);
});

test("of many guesses at the same moment a pass lets five through", async () => {
  const first = await post("guess", await verified());
  const pass = first.cookies.find((cookie) => cookie.startsWith("passwave_pass="));
  const cookie = `wordpress_test_cookie=WP%20Cookie%20check; ${pass}`;
  const answers = await Promise.all(Array.from({ length: 12 }, () => post("guess", undefined, cookie)));
  assert.equal(answers.filter(({ text }) => WRONG.test(text)).length, 4);
  assert.equal(answers.filter(({ text }) => MISSING.test(text)).length, 8);
});

test("a pass ends after ten minutes, and leaves no row behind", async () => {
  const { wordpress } = site;
  const first = await post("guess", await verified());
  const pass = first.cookies.find((cookie) => cookie.startsWith("passwave_pass="));
  const rows = "FROM wp_options WHERE option_name LIKE 'passwave\\_pass\\_%'";
  wordpress.database.query(
    `UPDATE wp_options SET option_value = '1700000000:4' WHERE option_name LIKE 'passwave\\_pass\\_%'`,
  );
  assert.match(
    (await post(ADMIN.password, undefined, `wordpress_test_cookie=WP%20Cookie%20check; ${pass}`)).text,
    MISSING,
  );
  await post("guess", await verified());
  assert.equal(wordpress.database.query(`SELECT COUNT(*) ${rows}`).trim(), "1");
});

test("a token is asked about once, even when another plugin runs the filters twice", async () => {
  const before = site.wordpress.calls();
  const cookie = "wordpress_test_cookie=WP%20Cookie%20check; authenticate_twice=1";
  const answer = await post(ADMIN.password, await verified(), cookie);
  assert.ok(isSignedIn(answer), answer.text);
  assert.equal(site.wordpress.calls(), before + 1);
  assert.deepEqual(
    site.wordpress.seen().filter(({ what }) => what === "inner"),
    [{ what: "inner", is_user: true }],
  );
});

test("another plugin's form is no way around, and leads to the sign-in page", async () => {
  const url = `${site.wordpress.url}/?other-form=1`;
  const answer = await send(url, { user: ADMIN.name, pass: ADMIN.password });
  assert.match(answer.text, MISSING);
  assert.match(answer.html, /<a href="[^"]+\/wp-login\.php">If there is none in this form/);
  const checked = await send(url, { user: ADMIN.name, pass: ADMIN.password, "passwave-response": await verified() });
  assert.match(checked.html, /^signed in$/);
});

test("a theme's own forms have the check", async (t) => {
  for (const [form, name, word] of /** @type {[string, string, string][]} */ ([
    ["#loginform", "log", "pwd"],
    ["#theme-form", "user", "pass"],
  ])) {
    const page = await arrive(t, browser);
    await page.goto(`${site.wordpress.url}/?other-form=1`);
    await page.locator(`${form} [name=${name}]`).fill(ADMIN.name);
    await page.locator(`${form} [name=${word}]`).fill(ADMIN.password);
    const check = page.locator(`${form} pass-wave`);
    await check.locator("[part~=start]").click();
    await page.waitForFunction((form) => /** @type {any} */ (document.querySelector(`${form} pass-wave`)).value, form);
    await Promise.all([page.waitForNavigation(), page.locator(`${form} :is(button, [type=submit])`).last().click()]);
    const names = (await page.context().cookies()).map((cookie) => cookie.name);
    assert.ok(
      names.some((cookie) => cookie.startsWith("wordpress_logged_in_")),
      form,
    );
  }
});

test("programs sign in with application passwords, not with an account's", async () => {
  const { wordpress } = site;
  const word = wordpress.php(
    "echo WP_Application_Passwords::create_new_application_password(1, array('name' => 'app'))[0];",
  );
  const call = (/** @type {string} */ password) =>
    `<?xml version="1.0"?><methodCall><methodName>wp.getUsersBlogs</methodName><params>
     <param><value>${ADMIN.name}</value></param><param><value>${password}</value></param></params></methodCall>`;
  const rpc = async (/** @type {string} */ password) =>
    (await fetch(`${wordpress.url}/xmlrpc.php`, { method: "POST", body: call(password) })).text();
  assert.match(await rpc(ADMIN.password), /Incorrect username or password/);
  assert.match(await rpc(word), /isAdmin/);
  const me = async (/** @type {string} */ password) => {
    const authorization = `Basic ${Buffer.from(`${ADMIN.name}:${password}`).toString("base64")}`;
    return (await fetch(`${wordpress.url}/?rest_route=/wp/v2/users/me`, { headers: { authorization } })).status;
  };
  assert.equal(await me(word), 200);
  assert.equal(await me(ADMIN.password), 401);
  const route = await send(`${wordpress.url}/?rest_route=/other/v1/token`, { user: ADMIN.name, pass: ADMIN.password });
  assert.doesNotMatch(route.html, /"token"/);
});

test("when the server is away, the site does what its owner chose", async (t) => {
  const { wordpress, check } = site;
  const kept = await verified();
  await check.down();
  t.after(async () => {
    await check.up();
    protect(wordpress, check);
  });
  protect(wordpress, check, { "sign-in": "let-in" });
  assert.ok(isSignedIn(await post(ADMIN.password, kept)));
  const page = await arrive(t, browser);
  await page.goto(form);
  await page.getByText("The human check could not be loaded. Send the form all the same").waitFor();
  await typeIn(page, ADMIN.name, ADMIN.password);
  await Promise.all([page.waitForNavigation(), page.locator("#wp-submit").click()]);
  assert.match(page.url(), /\/wp-admin\/$/, "and without a check in the page");
  assert.match(await page.locator(".passwave-notice").innerText(), /Passwave has verified nobody since .*cannot reach/);

  protect(wordpress, check, { "sign-in": "refuse" });
  assert.match((await post(ADMIN.password, kept)).text, LATER);
  assert.match((await post(ADMIN.password)).text, MISSING);
  for (const path of ["/", "/?p=1"]) assert.equal((await fetch(wordpress.url + path)).status, 200);
});

test("an outage is remembered for a moment, so that nobody waits twice", async (t) => {
  const { wordpress, check } = site;
  const token = await verified();
  await check.down();
  t.after(async () => {
    await check.up();
    protect(wordpress, check);
  });
  protect(wordpress, check);
  const before = wordpress.calls();
  assert.ok(isSignedIn(await post(ADMIN.password, token)));
  assert.equal(wordpress.calls(), before + 2, "one call, and one more try");
  const until = (/** @type {string} */ when) =>
    wordpress.database.query(
      `UPDATE wp_options SET option_value = ${when} WHERE option_name = '_transient_timeout_passwave_unavailable'`,
    );
  until("UNIX_TIMESTAMP() + 3600");
  for (let times = 0; times < 2; times += 1) assert.ok(isSignedIn(await post(ADMIN.password, token)));
  assert.equal(wordpress.calls(), before + 2, "nobody asks for a moment");
  until("UNIX_TIMESTAMP() - 1");
  assert.ok(isSignedIn(await post(ADMIN.password, token)));
  assert.equal(wordpress.calls(), before + 4, "and then somebody does");
});

test("a server that answers nothing, or nonsense, or elsewhere, counts as one that is away", async (t) => {
  const { wordpress, check } = site;
  const token = await verified();
  let asked = 0;
  /** @type {Record<string, import("node:http").RequestListener>} */
  const servers = {
    nothing: () => {},
    nonsense: (_, response) => response.end("<h1>Welcome</h1>"),
    failure: (_, response) => response.writeHead(502).end(),
    "internal-error": (_, response) => response.end('{"success":false,"error-codes":["internal-error"]}'),
    elsewhere: (_, response) => response.writeHead(301, { location: `${check.url}/siteverify` }).end(),
  };
  t.after(() => protect(wordpress, check));
  for (const [name, answer] of Object.entries(servers)) {
    const server = createServer((request, response) => {
      asked += 1;
      answer(request, response);
    });
    await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
    const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
    const other = /** @type {any} */ ({ ...check, url: `http://127.0.0.1:${port}` });
    for (const [choice, expected] of /** @type {[string, RegExp | undefined][]} */ ([
      ["let-in", undefined],
      ["refuse", LATER],
    ])) {
      protect(wordpress, other, { "sign-in": choice });
      const before = asked;
      const answer = await post(ADMIN.password, token);
      assert.ok(asked > before, `${name} was asked`);
      if (expected) assert.match(answer.text, expected, name);
      else assert.ok(isSignedIn(answer), name);
    }
    protect(wordpress, other, { "sign-in": "let-in" });
    const before = asked;
    assert.match((await post(ADMIN.password, "' OR 1=1 --")).text, REFUSED, "what is no token is not passed on");
    assert.equal(asked, before);
    server.closeAllConnections();
    server.close();
  }
  const limits = wordpress.seen().flatMap(({ what, timeout }) => (what === "siteverify" ? [timeout] : []));
  assert.deepEqual([...new Set(limits)], [3], "nobody waits for longer than two tries of three seconds each");
});

test("a wrong secret is the owner's mistake, not the visitor's", async (t) => {
  const { wordpress, check } = site;
  t.after(() => protect(wordpress, check));
  protect(wordpress, /** @type {any} */ ({ ...check, url: check.url, secret: "rotated-since" }));
  assert.ok(isSignedIn(await post(ADMIN.password, await verified())));
  assert.match(wordpress.log(), /Passwave: nobody can be verified: invalid-input-secret/);
  assert.doesNotMatch(wordpress.log(), /rotated-since/);
});

test("PHP has nothing to complain about in the plugin, and no log has the secret", () => {
  assert.deepEqual(faultsInLogs(site), []);
});
