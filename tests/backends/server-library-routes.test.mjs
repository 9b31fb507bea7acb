// The libraries' parts for frameworks, each in a site of its own: what somebody gets who sends its form.
import assert from "node:assert/strict";
import { cpSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { FastServer } from "../support/fast-server.mjs";
import { fixtures } from "../support/fixtures.mjs";
import { Visitor } from "../support/form-visitor.mjs";
import { python } from "../support/run-program.mjs";
import { installLibraries } from "../support/server-libraries.mjs";
import { ServerProcess } from "../support/server-process.mjs";
import { pressed } from "../support/tokens.mjs";

const APPS = join(fileURLToPath(new URL(".", import.meta.url)), "apps");
const FIELD = "passwave-response";
const AWAY = "http://127.0.0.1:9";

const on = fixtures({ site: () => FastServer.start(), libraries: installLibraries });

/**
 * @typedef {object} Framework
 * @property {string} name
 * @property {string[]} program
 * @property {string} [path] of the form
 * @property {string} [action]
 * @property {boolean} [printsWidget]
 */

/** @type {Framework[]} */
const FRAMEWORKS = [
  { name: "Express", program: ["node_routes.mjs", "express"] },
  { name: "Fastify", program: ["node_routes.mjs", "fastify"] },
  { name: "a handler of Requests", program: ["node_routes.mjs", "web"] },
  { name: "Flask", program: ["flask_route.py"], printsWidget: true },
  { name: "FastAPI", program: ["fastapi_route.py"] },
  { name: "Django's form field", program: ["django_route.py"], printsWidget: true },
  { name: "Django's middleware", program: ["django_route.py"], path: "/sign-in/", action: "sign-in" },
];

/**
 * The site, until the test ends.
 * @param {import("node:test").TestContext} t @param {Framework} framework @param {NodeJS.ProcessEnv} [other]
 */
async function startSite(t, { program: [file = "", ...options] }, other) {
  const { url, sitekey, secret } = on.site;
  const site = { PASSWAVE_URL: url, PASSWAVE_SITEKEY: sitekey, PASSWAVE_SECRET: secret };
  const env = { ...site, PASSWAVE_WHEN_UNAVAILABLE: "refuse", PYTHONPATH: on.libraries.python, ...other };
  const isNode = file.endsWith(".mjs");
  // Node looks for packages beside the program.
  if (isNode) cpSync(join(APPS, file), join(on.libraries.node, file));
  const where = { env, cwd: isNode ? on.libraries.node : APPS };
  const app = await ServerProcess.start(isNode ? process.execPath : python(), [file, ...options], where);
  t.after(() => app.stop());
  return app;
}

/** @param {string} url @param {string} path @param {string[]} tokens */
async function send(url, path, tokens) {
  const fields = [["message", "It waved back."], ...tokens.map((token) => [FIELD, token])];
  const answer = await fetch(url + path, { method: "POST", body: new URLSearchParams(fields) });
  return { status: answer.status, text: await answer.text() };
}

const THANKS = { status: 200, text: "Thank you. It waved back." };
const WORDS = { 403: /Please verify again, then send the form once more\./, 503: /cannot be reached at the moment/ };

/** @param {{ status: number, text: string }} answer @param {403 | 503} expected */
function assertRefused({ status, text }, expected) {
  assert.equal(status, expected, text);
  assert.match(text, WORDS[expected]);
}

for (const framework of FRAMEWORKS) {
  const { name, path = "/", action = "contact" } = framework;
  const token = () => pressed(on.site, { action });

  test(`${name}: a form passes once with a good token, and in no other case`, async (t) => {
    const { url } = await startSite(t, framework);
    const good = await token();
    assert.deepEqual(await send(url, path, [good]), THANKS);
    assertRefused(await send(url, path, [good]), 403);
    assertRefused(await send(url, path, []), 403);
    assertRefused(await send(url, path, ["", ""]), 403);
    assertRefused(await send(url, path, ["not.a.token", await token()]), 403);
  });

  test(`${name}: during an outage forms are refused, or pass if the site said so`, async (t) => {
    const refusing = await startSite(t, framework, { PASSWAVE_URL: AWAY });
    assertRefused(await send(refusing.url, path, ["a.b.c"]), 503);
    const allowing = await startSite(t, framework, { PASSWAVE_URL: AWAY, PASSWAVE_WHEN_UNAVAILABLE: "allow" });
    assert.deepEqual(await send(allowing.url, path, ["a.b.c"]), THANKS);
  });

  test(`${name}: a wrong secret is the site's error, lets nobody pass and is told in its log`, async (t) => {
    const secret = "somebody-elses-secret-0123456789";
    const site = await startSite(t, framework, { PASSWAVE_SECRET: secret, PASSWAVE_WHEN_UNAVAILABLE: "allow" });
    const { status, text } = await send(site.url, path, [await token()]);
    assert.equal(status, 500, text);
    await site.said(/The secret is not that of any site on this Passwave server/);
    assert.ok(![text, ...site.log].some((line) => line.includes(secret)), "the secret is in a page or a log");
  });

  if (!framework.printsWidget) continue;
  test(`${name}: the page has script and element, with the site's attributes`, async (t) => {
    const { url } = await startSite(t, framework);
    const { html } = await new Visitor(url).open(path);
    assert.ok(html.includes(`<script src="${on.site.url}/passwave.js" async></script>`), html);
    const element = /<pass-wave [^>]*>/.exec(html)?.[0] ?? html;
    for (const written of [`sitekey="${on.site.sitekey}"`, `action="${action}"`, 'help-href="/help?a&amp;b"']) {
      assert.ok(element.includes(` ${written}`), element);
    }
  });
}
