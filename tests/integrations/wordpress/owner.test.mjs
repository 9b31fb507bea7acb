// A site's owner: from the zip to a protected sign-in, the test on the settings page, the way out, and the end.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { launch } from "../../support/chromium.mjs";
import { verify } from "../../support/widget-actions.mjs";
import { violations } from "./support/accessibility.mjs";
import { arrive, asks, isSignedIn, LIMIT_MS, send, typeIn } from "./support/person.mjs";
import { Check, faultsInLogs, packed } from "./support/site.mjs";
import { ADMIN, WordPress } from "./support/wordpress.mjs";

const MINUTES_FOR_AN_OWNER = 5;

/** @typedef {import("playwright-core").Page} Page */

/** @type {WordPress} */
let wordpress;
/** @type {Check} */
let check;
/** @type {import("playwright-core").Browser} */
let browser;
/** @type {Page} */
let owner;
let plugin = { zip: "", remove: () => {} };
let empty = "";
let settings = "";
/** Every page that WordPress served to the owner or to a visitor. @type {string[]} */
const pages = [];

before(async () => {
  [wordpress, check] = await Promise.all([WordPress.start(), Check.start()]);
  browser = await launch();
  plugin = packed();
  settings = `${wordpress.url}/wp-admin/options-general.php?page=passwave`;
  owner = await (await browser.newContext({ locale: "en" })).newPage();
  owner.setDefaultTimeout(LIMIT_MS);
  owner.on("response", (response) => void keep(response));
});
after(async () => {
  plugin.remove();
  await browser.close();
  await check.stop();
  await wordpress.stop();
});

/** @param {import("playwright-core").Response} response */
async function keep(response) {
  const isText = /html|json|javascript/.test(response.headers()["content-type"] ?? "");
  if (isText && response.url().startsWith(wordpress.url)) pages.push(await response.text().catch(() => ""));
}

/** @param {Page} page */
async function signInPlainly(page) {
  await page.goto(`${wordpress.url}/wp-login.php`);
  await typeIn(page, ADMIN.name, ADMIN.password);
  await Promise.all([page.waitForNavigation(), page.locator("#wp-submit").click()]);
}

/** @param {Record<string, string>} fields */
async function save(fields) {
  await owner.goto(settings);
  for (const [label, value] of Object.entries(fields)) await owner.getByLabel(label, { exact: true }).fill(value);
  await Promise.all([owner.waitForNavigation(), owner.getByRole("button", { name: "Save Changes" }).click()]);
}

/** Presses the button of the test and returns what it says in the end. */
async function runTest() {
  await owner.getByRole("button", { name: "Test", exact: true }).click();
  const result = owner.locator("#passwave-test-result.notice");
  await result.waitFor();
  return result.innerText();
}

const state = () => owner.locator("#passwave-state").innerText();
const tested = () => wordpress.php("echo (int) (new Passwave_Settings())->is_active();") === "1";
const post = () => send(`${wordpress.url}/wp-login.php`, { log: ADMIN.name, pwd: ADMIN.password, testcookie: "1" });

test("from the zip to a protected sign-in in less than five minutes, without reading code", async (t) => {
  const began = Date.now();
  await signInPlainly(owner);
  empty = wordpress.database.dump();
  await owner.goto(`${wordpress.url}/wp-admin/plugin-install.php`);
  await owner
    .getByRole("link", { name: "Upload Plugin" })
    .or(owner.getByRole("button", { name: "Upload Plugin" }))
    .first()
    .click();
  await owner.locator("#pluginzip").setInputFiles(plugin.zip);
  await Promise.all([owner.waitForNavigation(), owner.locator("#install-plugin-submit").click()]);
  await Promise.all([owner.waitForNavigation(), owner.getByRole("link", { name: "Activate Plugin" }).click()]);
  await owner.getByRole("link", { name: "Enter its settings and run the test." }).click();
  assert.match(await state(), /Not protecting yet: enter the three values/);
  await save({ Address: `${check.url}/`, Sitekey: check.sitekey, Secret: check.secret });
  assert.match(await state(), /Not protecting yet: run the test below/);
  assert.ok(isSignedIn(await post()), "nothing is protected before the test");
  assert.match(await runTest(), /Everything works\. Your forms are protected now\./);
  assert.ok(!isSignedIn(await post()), "and then it is");
  const visitor = await arrive(t, browser);
  await visitor.goto(`${wordpress.url}/wp-login.php`);
  await typeIn(visitor, ADMIN.name, ADMIN.password);
  await verify(visitor);
  await Promise.all([visitor.waitForNavigation(), visitor.locator("#wp-submit").click()]);
  assert.match(visitor.url(), /\/wp-admin\/$/);
  const minutes = (Date.now() - began) / 60_000;
  t.diagnostic(`${(minutes * 60).toFixed(1)} s, without the typing and thinking of a person`);
  assert.ok(minutes < MINUTES_FOR_AN_OWNER);
});

test("the settings page has no violation of WCAG 2.2 AA, before and after the test", async () => {
  for (const prepare of [() => owner.goto(settings), runTest]) {
    await prepare();
    assert.deepEqual(await violations(owner, "#wpbody-content .wrap"), []);
  }
});

test("every field has a name of its own, and everything is reached by keyboard", async () => {
  await owner.goto(settings);
  const names = await owner
    .locator(".wrap :is(input:not([type=hidden]), select, button)")
    .evaluateAll((fields) =>
      fields.map((field) => /** @type {HTMLInputElement} */ (field).labels?.[0]?.textContent?.trim() ?? ""),
    );
  assert.equal(names.length, 13);
  await owner.getByLabel("Address", { exact: true }).focus();
  for (let tabs = 1; tabs < names.length; tabs += 1) await owner.keyboard.press("Tab");
  assert.equal(await owner.evaluate(() => document.activeElement?.id), "passwave-test-button");
});

test("the test says that the address is nobody's", async () => {
  await check.down();
  await save({});
  assert.match(await runTest(), /WordPress cannot reach the Passwave server: .*[Cc]onnect/);
  await check.up();
});

test("the test says that something else answers there", async () => {
  await save({ Address: wordpress.url });
  assert.match(await runTest(), /not a Passwave server\. Check the address\./);
  await save({ Address: check.url });
});

test("the test says that the address leads elsewhere", async (t) => {
  const server = createServer((request, response) =>
    response.writeHead(301, { location: check.url + request.url }).end(),
  );
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  t.after(() => server.close());
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  await save({ Address: `http://127.0.0.1:${port}` });
  assert.ok((await runTest()).includes(`The address leads on to ${check.url}: enter that one.`));
  await save({ Address: check.url });
});

test("the test says that the secret is wrong, and an empty field keeps it", async () => {
  await save({ Secret: "a-wrong-secret" });
  assert.match(await runTest(), /The secret is wrong: no site on this server has it\./);
  await save({ Secret: check.secret });
  await save({ Secret: "" });
  assert.match(await runTest(), /Everything works/);
});

test("the test says that the sitekey is wrong", async () => {
  await save({ Sitekey: "pw_another" });
  assert.match(await runTest(), /The sitekey is wrong: it does not belong to this secret\./);
  await save({ Sitekey: check.sitekey });
});

test("the test says that the script is blocked", async () => {
  await save({});
  await owner.route(`${check.url}/passwave.js`, (route) => route.abort());
  assert.match(await runTest(), /your browser could not load its script/);
  await owner.unroute(`${check.url}/passwave.js`);
});

test("the test says that the browser may not ask the server", async () => {
  await save({});
  await owner.route(`${check.url}/challenge*`, (route) => route.abort());
  assert.match(await runTest(), /could not go on asking the server/);
  await owner.unroute(`${check.url}/challenge*`);
});

test("the test says that the server does not know this site's host", async (t) => {
  const other = await Check.start((text) => text.replace(/^hostnames = \[.*\]/m, 'hostnames = ["shop.example"]'));
  t.after(() => other.stop());
  await save({ Address: other.url, Sitekey: other.sitekey, Secret: other.secret });
  assert.match(await runTest(), /add "127\.0\.0\.1" to "hostnames"/);
  assert.ok(!tested());
  assert.ok(isSignedIn(await post()), "an owner who entered what does not work is not locked out");
});

test("other settings protect nothing until they were tested", async () => {
  await save({ Address: check.url, Sitekey: check.sitekey, Secret: check.secret });
  assert.match(await state(), /Protecting your forms/, "these were tested before");
  await save({ Secret: "rotated" });
  assert.ok(!tested());
  await save({ Secret: check.secret });
  wordpress.php("update_option('siteurl', 'http://copy.example');");
  assert.ok(!tested(), "a copy of the site at another address");
  wordpress.php(`update_option('siteurl', '${wordpress.url}');`);
  assert.ok(tested());
});

test("a line in wp-config.php lets the owner in", async (t) => {
  wordpress.configure({ PASSWAVE_DISABLED: true });
  t.after(() => wordpress.configure({}));
  assert.ok(isSignedIn(await post()));
  await owner.goto(settings);
  assert.match(await state(), /Switched off by PASSWAVE_DISABLED/);
  const visitor = await arrive(t, browser);
  await visitor.goto(`${wordpress.url}/wp-login.php`);
  assert.ok(!(await asks(visitor)));
});

test("whoever runs WP-CLI is not asked", () => {
  const answer = wordpress.php(
    `echo wp_authenticate('${ADMIN.name}', '${ADMIN.password}') instanceof WP_User ? 'in' : 'out';`,
    "define('WP_CLI', true);",
  );
  assert.equal(answer, "in");
});

test("keys in wp-config.php go before the page's, and the secret need not be in the database", async (t) => {
  wordpress.configure({ PASSWAVE_SECRET: check.secret });
  t.after(() => wordpress.configure({}));
  await owner.goto(settings);
  assert.ok(await owner.getByLabel("Secret", { exact: true }).isDisabled());
  assert.match(await owner.locator("#passwave-secret-hint").innerText(), /Set by PASSWAVE_SECRET in wp-config\.php/);
  assert.match(await runTest(), /Everything works/);
});

test("the page speaks the owner's language", async (t) => {
  t.after(() => wordpress.php("update_user_meta(1, 'locale', '');"));
  for (const [locale, words] of /** @type {[string, RegExp][]} */ ([
    ["de_DE", /Deine Formulare sind geschützt\./],
    ["zh_CN", /正在保护你的表单。/],
  ])) {
    wordpress.php(`update_user_meta(1, 'locale', '${locale}');`);
    await owner.goto(settings);
    assert.match(await state(), words);
  }
});

test("nobody but an administrator can run the test, and nobody without the page", async () => {
  const url = `${wordpress.url}/wp-admin/admin-ajax.php`;
  assert.equal((await send(url, { action: "passwave_test" })).status, 400);
  const cookies = (await owner.context().cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
  assert.equal((await send(url, { action: "passwave_test" }, cookies)).status, 403);
});

test("no page has the secret", () => {
  assert.ok(pages.length > 20, `${pages.length} pages were looked at`);
  assert.equal(pages.filter((page) => page.includes(check.secret)).length, 0);
  assert.deepEqual(faultsInLogs({ wordpress, check, secrets: [check.secret], stop: async () => {} }), []);
});

test("deleting the plugin leaves nothing in the database", async () => {
  await send(`${wordpress.url}/wp-login.php`, { log: ADMIN.name, pwd: "guess", "passwave-response": "not.a.token" });
  wordpress.php(
    `(new Passwave_Passes())->create('sign-in');
    Passwave_Trouble::note(new Passwave_Answer('unavailable', 'status', '502'));`,
  );
  assert.match(wordpress.database.dump(), /passwave_pass_sign-in/);
  await owner.goto(`${wordpress.url}/wp-admin/plugins.php`);
  const row = owner.locator("tr[data-plugin='passwave/passwave.php']").first();
  await Promise.all([owner.waitForNavigation(), row.getByRole("link", { name: /Deactivate/ }).click()]);
  owner.once("dialog", (dialog) => void dialog.accept());
  await row.getByRole("link", { name: /Delete/ }).click();
  await owner.getByText("was successfully deleted").waitFor();
  assert.doesNotMatch(empty, /passwave/);
  const left = wordpress.database
    .dump()
    .split("\n")
    .filter((line) => line.includes("passwave"));
  assert.deepEqual(left, []);
});
