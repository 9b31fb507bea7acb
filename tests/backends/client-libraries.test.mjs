// Clients of other services, unchanged from their registries, in small sites of their own; only the address
// is changed. Each test says what the site's user sees.
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { python } from "../support/run-program.mjs";
import { ServerProcess } from "../support/server-process.mjs";
import { FastServer } from "../support/fast-server.mjs";
import { fixtures } from "../support/fixtures.mjs";
import { waves } from "../support/recordings.mjs";
import { pressed, waved } from "../support/tokens.mjs";
import { Visitor, words } from "../support/form-visitor.mjs";

const APPS = join(fileURLToPath(new URL(".", import.meta.url)), "apps");

/**
 * @typedef {object} Library
 * @property {string} name
 * @property {string} field that its widget puts the token into
 * @property {string[]} command
 * @property {string} [path] of siteverify
 * @property {string} [ask] what the page's form has from the library
 * @property {{ again: string, secret: string, empty: string }} says to the user when the token is used up, when the
 *   site's secret is wrong, and when there is no token
 */

const NOT_HCAPTCHA = "hCaptcha could not be verified.";
const NOT_TURNSTILE = "Turnstile could not be verified.";
const PROVE = "Please prove you are a human.";

/** @type {Library[]} */
const LIBRARIES = [
  {
    name: "Flask-WTF",
    field: "g-recaptcha-response",
    command: [python(), "flask_wtf_form.py"],
    ask: 'class="g-recaptcha"',
    // It has no words of its own for a token that was used, and takes the default's.
    says: {
      again: "The response parameter is missing.",
      secret: "The secret parameter is invalid or malformed.",
      empty: "The response parameter is missing.",
    },
  },
  {
    name: "django-hcaptcha",
    field: "h-captcha-response",
    command: [python(), "django_form.py", "hcaptcha"],
    ask: 'class="h-captcha"',
    says: { again: NOT_HCAPTCHA, secret: NOT_HCAPTCHA, empty: PROVE },
  },
  {
    name: "django-turnstile",
    field: "cf-turnstile-response",
    command: [python(), "django_form.py", "turnstile"],
    path: "/turnstile/v0/siteverify",
    ask: 'class="cf-turnstile"',
    says: { again: NOT_TURNSTILE, secret: NOT_TURNSTILE, empty: PROVE },
  },
  {
    name: "Flask-xCaptcha",
    field: "h-captcha-response",
    command: [python(), "flask_xcaptcha_form.py"],
    ask: 'class="h-captcha"',
    says: { again: "Please verify again.", secret: "Please verify again.", empty: "Please verify again." },
  },
  {
    name: "aiohcaptcha",
    field: "h-captcha-response",
    command: [python(), "aiohcaptcha_form.py"],
    says: {
      again: "Please verify again. (timeout-or-duplicate)",
      secret: "Please verify again. (invalid-input-secret)",
      empty: "Please verify again. (missing-input-response)",
    },
  },
  {
    name: "google-recaptcha",
    field: "g-recaptcha-response",
    command: [process.execPath, "node_form.mjs", "google-recaptcha"],
    says: {
      again: "Failed to verify: timeout-or-duplicate",
      secret: "Failed to verify: invalid-input-secret",
      empty: "Missing response object.",
    },
  },
  {
    name: "cf-turnstile",
    field: "cf-turnstile-response",
    command: [process.execPath, "node_form.mjs", "cf-turnstile"],
    says: {
      again: "timeout-or-duplicate",
      secret: "invalid-input-secret",
      empty: "token is required and must be a string",
    },
  },
];

const on = fixtures({ site: () => FastServer.start() });

/**
 * The site's own program, until the test ends.
 * @param {import("node:test").TestContext} t @param {Library} library @param {string} [secret]
 */
async function startApp(t, { command: [program = "", ...options], path = "/siteverify" }, secret = on.site.secret) {
  const env = {
    PASSWAVE_URL: on.site.url,
    PASSWAVE_SITEKEY: on.site.sitekey,
    PASSWAVE_SECRET: secret,
    PASSWAVE_PATH: path,
  };
  const app = await ServerProcess.start(program, options, { env, cwd: APPS });
  t.after(() => app.stop());
  return app;
}

/** What the form says about the check. @param {import("../support/form-visitor.mjs").Page} page */
function problem({ status, html }) {
  const alert = /<(?:p role="alert"|ul class="errorlist"[^>]*)>(.*?)<\/(?:p|ul)>/s.exec(html)?.[1];
  return `${status} ${words(alert ?? `no alert in ${html}`)}`;
}

const COMMENT = "It waved back.";
const THANKS = `Thank you. You wrote: ${COMMENT}`;

for (const library of LIBRARIES) {
  const { name, field, says } = library;
  test(`${name}: a token passes once; used, absent or asked about with a wrong secret it does not`, async (t) => {
    const app = await startApp(t, library);
    const visitor = new Visitor(app.url);
    const form = await visitor.open();
    if (library.ask) assert.ok(form.html.includes(library.ask), form.html);
    const token = await pressed(on.site, { action: "comment" });
    const send = (/** @type {string} */ response) => visitor.submit({ comment: COMMENT, [field]: response });
    assert.equal((await send(token)).text, THANKS);
    assert.equal(problem(await send(token)), `200 ${says.again}`);
    assert.equal(problem(await send("")), `200 ${says.empty}`);

    const misconfigured = await startApp(t, library, "not-the-secret");
    const other = new Visitor(misconfigured.url);
    await other.open();
    const fresh = await pressed(on.site, { action: "comment" });
    assert.equal(problem(await other.submit({ comment: COMMENT, [field]: fresh })), `200 ${says.secret}`);
  });
}

test("a wave's token passes as well as a press's", async (t) => {
  const library = /** @type {Library} */ (LIBRARIES[0]);
  const app = await startApp(t, library);
  const visitor = new Visitor(app.url);
  await visitor.open();
  const { token, score } = await waved(on.site, waves(8));
  assert.ok(score > 0.7, `a wave's score is ${score}`);
  assert.equal((await visitor.submit({ comment: COMMENT, [library.field]: token })).text, THANKS);
});
