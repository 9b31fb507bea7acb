// Django's allauth with our form field, as the document writes it.
import assert from "node:assert/strict";
import { rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { launch } from "../../support/chromium.mjs";
import { program } from "../../support/code-blocks.mjs";
import { FastServer } from "../../support/fast-server.mjs";
import { fixtures } from "../../support/fixtures.mjs";
import { Visitor } from "../../support/form-visitor.mjs";
import { ROOT } from "../../support/paths.mjs";
import { python } from "../../support/run-program.mjs";
import { installWheel } from "../../support/server-libraries.mjs";
import { ServerProcess } from "../../support/server-process.mjs";
import { newFolder } from "../../support/temporary-folder.mjs";
import { pressed } from "../../support/tokens.mjs";
import { assertNowhere, fill, verifyAndSend, visit } from "./support/person.mjs";

const PASSWORD = "a wave and a press";
const REFUSED = /Please verify again/;
const HERE = dirname(fileURLToPath(import.meta.url));

const check = FastServer.start();
const on = fixtures({ site: startSite, browser: launch, check: () => check });

async function startSite() {
  const folder = newFolder();
  const { url, sitekey, secret } = await check;
  const written = (/** @type {string} */ words) => program("integrations.md", "python", url, words);
  writeFileSync(join(folder, "forms.py"), written("class CheckedLoginForm"));
  writeFileSync(join(folder, "settings_of_the_document.py"), written("ACCOUNT_FORMS"));
  const path = [await installWheel(folder), join(ROOT, "tests/backends/apps")].join(":");
  const site = { PASSWAVE_URL: url, PASSWAVE_SITEKEY: sitekey, PASSWAVE_SECRET: secret };
  const env = { ...site, PYTHONPATH: path, SITE_FOLDER: folder };
  const process = await ServerProcess.start(python(), [join(HERE, "allauth_site.py")], { env, cwd: folder });
  return {
    url: process.url,
    log: () => process.log.join("\n"),
    async stop() {
      await process.stop();
      rmSync(folder, { recursive: true });
    },
  };
}

/** @param {string} form @param {Record<string, string>} fields */
async function post(form, fields) {
  const script = new Visitor(on.site.url);
  const path = `/accounts/${form}/`;
  await script.open(path);
  const { text, status } = await script.submit(fields, path);
  return { text, status, home: (await script.open("/")).text };
}

/** @param {string} action */
const token = async (action) => ({ "passwave-response": await pressed(on.check, { action }) });
/** @param {string} username */
const account = (username) => ({ username, password1: PASSWORD, password2: PASSWORD });
const home = async (/** @type {import("playwright-core").Page} */ page) => page.innerText("body");

test("a person presses and signs up, signs out, signs in, and asks for a password", async (t) => {
  const { page } = await visit(t, on.browser, `${on.site.url}/accounts/signup/`);
  const words = { "[name=password1]": PASSWORD, "[name=password2]": PASSWORD };
  await verifyAndSend(page, { "[name=username]": "walter", ...words }, "form [type=submit]");
  assert.equal(await home(page), "Signed in: walter");
  await page.context().clearCookies();
  await page.goto(`${on.site.url}/accounts/login/`);
  await verifyAndSend(page, { "[name=login]": "walter", "[name=password]": PASSWORD }, "form [type=submit]");
  assert.equal(await home(page), "Signed in: walter");
  await page.context().clearCookies();
  await page.goto(`${on.site.url}/accounts/password/reset/`);
  await verifyAndSend(page, { "[name=email]": "w@site.example" }, "form [type=submit]");
  assert.match(page.url(), /\/password\/reset\/done\/$/);
});

test("a browser holds the form back until the check is done", async (t) => {
  const { page } = await visit(t, on.browser, `${on.site.url}/accounts/login/`);
  await page.locator("pass-wave [part~=start]").waitFor();
  await fill(page, { "[name=login]": "walter", "[name=password]": PASSWORD });
  await page.locator("form [type=submit]").first().click();
  await page.waitForFunction(() => document.activeElement?.localName === "pass-wave");
});

test("a script signs nobody up without a token, with a spent one, or with one of another form", async () => {
  const good = await token("sign-up");
  assert.match((await post("signup", { ...account("first"), ...good })).home, /Signed in: first/);
  for (const fields of [{}, good, { "passwave-response": "not.a.token" }, await token("sign-in")]) {
    const { text, home } = await post("signup", { ...account("second"), ...fields });
    assert.match(text, REFUSED);
    assert.match(home, /Signed in: nobody/);
  }
  const login = { login: "second", password: PASSWORD };
  assert.match((await post("login", { ...login, ...(await token("sign-in")) })).home, /Signed in: nobody/);
});

test("a script signs nobody in without a token, and learns nothing of the password", async () => {
  const login = { login: "first", password: PASSWORD };
  for (const fields of [login, { ...login, password: "guess" }, { ...login, ...(await token("sign-up")) }]) {
    const { text, home } = await post("login", fields);
    assert.match(text, REFUSED);
    assert.match(home, /Signed in: nobody/);
    assert.doesNotMatch(text, /password you specified/);
  }
  assert.match((await post("login", { ...login, ...(await token("sign-in")) })).home, /Signed in: first/);
});

test("no page and no log has the secret", () => {
  assertNowhere(on.check.secret, { "the site's log": `${on.site.log()}\n` });
});
