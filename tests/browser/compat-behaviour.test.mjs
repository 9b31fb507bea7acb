// What pages written for other services do with their scripts, and what they are answered.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Effects } from "../../www/src/main/effects.js";
import { launch } from "../support/chromium.mjs";
import { FastServer, SITEKEY } from "../support/fast-server.mjs";
import { fixtures } from "../support/fixtures.mjs";
import { openPage } from "../support/open-page.mjs";
import { CHALLENGE, GRANTED, SETTINGS } from "../support/played-server.mjs";
import { Site } from "../support/static-site.mjs";
import { press, pressOnly, verify } from "../support/widget-actions.mjs";

/** @typedef {import("playwright-core").Page} Page */

const on = fixtures({ browser: launch, server: FastServer.start, site: () => Site.start() });

const SERVICES = /** @type {const} */ ([
  ["recaptcha", "grecaptcha", "/recaptcha/api.js"],
  ["recaptcha", "grecaptcha.enterprise", "/recaptcha/enterprise.js"],
  ["hcaptcha", "hcaptcha", "/1/api.js"],
  ["turnstile", "turnstile", "/turnstile/v0/api.js"],
]);

/**
 * Opens a page with this script of the server.
 * @param {string} path @param {string} body
 */
async function open(path, body) {
  const html = `<!doctype html><html lang="en"><meta charset="utf-8"><title>A site</title>
    <script>const heard = []; const note = (name) => (...details) => void heard.push([name, ...details]);
    const given = { sitekey: "${SITEKEY}" };
    const loaded = new Promise((resolve) => (globalThis.onLoaded = resolve));</script>
    <script src="${on.server.url}${path}" async defer></script>${body}`;
  on.site.files = { "index.html": html, "favicon.ico": "" };
  return openPage(on.browser, `${on.site.url}/`);
}

/** Runs in the page when the script has loaded. @param {Page} page @param {string} script @returns {Promise<any>} */
const run = (page, script) => page.evaluate(`(async () => { await loaded; ${script} })()`);

/** The names of the callbacks so far. @param {Page} page @returns {Promise<string[]>} */
const names = (page) => page.evaluate("heard.map(([name]) => name)");

/** @param {Page} page @param {string} name */
const called = (page, name) => page.waitForFunction(`heard.some(([known]) => known === "${name}")`);

const EXPLICIT = "?onload=onLoaded&render=explicit";

for (const [service, name, path] of SERVICES) {
  test(`${path} is ${service}'s script`, async () => {
    const { page, faults, close } = await open(path + EXPLICIT, `<form><div id="box"></div></form>`);
    await run(page, `${name}.render(document.querySelector("#box"), { ...given, callback: note("callback") })`);
    await pressOnly(page);
    await called(page, "callback");
    assert.deepEqual(faults, []);
    await close();
  });
}

for (const [service, name] of SERVICES.filter(([, , path]) => !path.includes("enterprise"))) {
  const script = `/compat/${service}.js${EXPLICIT}`;

  test(`${service}: a container that a page has emptied is rendered in again`, async () => {
    const { page, faults, close } = await open(script, `<form><div id="box"></div></form>`);
    for (let nth = 0; nth < 3; nth++) {
      await run(page, `const box = document.querySelector("#box"); box.innerHTML = ""; ${name}.render(box, given)`);
      assert.equal(await page.locator("pass-wave").count(), 1);
    }
    await pressOnly(page);
    assert.deepEqual(faults, []);
    await close();
  });

  test(`${service}: a second render in one element warns, keeps the check and takes its callbacks`, async () => {
    const { page, faults, close } = await open(script, `<form><div id="box"></div></form>`);
    const warnings = /** @type {string[]} */ ([]);
    page.on("console", (message) => message.type() === "warning" && warnings.push(message.text()));
    const ids = await run(
      page,
      `const box = document.querySelector("#box");
       return ["first", "second"].map((name) => ${name}.render(box, { ...given, callback: note(name) }))`,
    );
    assert.equal(ids[0], ids[1]);
    assert.equal(warnings.filter((text) => text.includes("already")).length, 1, warnings.join("\n"));
    await pressOnly(page);
    await called(page, "second");
    assert.deepEqual(await names(page), ["second"]);
    assert.deepEqual(faults, []);
    await close();
  });

  test(`${service}: reset() inside the callback leaves an idle check and no "Verified."`, async () => {
    const { page, close } = await open(script, `<form><div id="box"></div></form>`);
    await run(
      page,
      `${name}.render(document.querySelector("#box"),
         { ...given, callback: () => { note("callback")(); ${name}.reset(); } })`,
    );
    await press(page.locator("pass-wave"));
    await called(page, "callback");
    await page.waitForFunction(() => /** @type {any} */ (document.querySelector("pass-wave")).state === "idle");
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))));
    assert.equal(await page.locator("pass-wave [part=message]").textContent(), "");
    await close();
  });
}

test("reCAPTCHA and hCaptcha have a textarea, which no style sheet of the page shows", async () => {
  for (const [service, field] of [
    ["recaptcha", "g-recaptcha-response"],
    ["hcaptcha", "h-captcha-response"],
  ]) {
    const { page, close } = await open(
      `/compat/${service}.js${EXPLICIT}`,
      `<style>textarea { display: block }</style><form><div id="box"></div></form>`,
    );
    const name = service === "recaptcha" ? "grecaptcha" : "hcaptcha";
    await run(page, `${name}.render("box", given)`);
    const textarea = page.locator(`textarea[name=${field}]`);
    assert.equal(await textarea.count(), 1);
    assert.equal(await textarea.isVisible(), false);
    await verify(page);
    assert.ok(await textarea.inputValue());
    await close();
  }
});

test("ids given as text, as they stand in an attribute", async () => {
  const { page, close } = await open(`/compat/recaptcha.js${EXPLICIT}`, `<form><div id="box"></div></form>`);
  const text = await run(
    page,
    `const id = String(grecaptcha.render("box", given)); grecaptcha.reset(id);
    return typeof grecaptcha.getResponse(id)`,
  );
  assert.equal(text, "string");
  await close();
});

test("hcaptcha.execute({ async: true }) means the first one; a rejection is its own code", async () => {
  const { page, close } = await open(`/compat/hcaptcha.js${EXPLICIT}`, `<form><div id="box"></div></form>`);
  const { response, key } = await run(page, `hcaptcha.render("box", given); return hcaptcha.execute({ async: true })`);
  assert.equal((await on.server.verify(response)).success, true);
  assert.match(key, /^passwave-/);
  const rejected = await run(
    page,
    `hcaptcha.reset(); const check = document.querySelector("pass-wave");
     check.addEventListener("passwave-state", ({ detail }) => detail.state === "checking" && check.reset());
     return hcaptcha.execute({ async: true }).catch((code) => code)`,
  );
  assert.equal(rejected, "challenge-closed");
  await close();
});

test("an action with a slash, a long one, and one with other signs are no reason to fail", async () => {
  const { page, close } = await open(`/compat/recaptcha.js?render=${SITEKEY}&onload=onLoaded`, "");
  for (const [action, stored] of [
    ["user/login", "user/login"],
    ["a".repeat(150), "a".repeat(100)],
    ["sign in: étape", "sign_in___tape"],
  ]) {
    const token = await run(page, `return grecaptcha.execute("${SITEKEY}", { action: ${JSON.stringify(action)} })`);
    const answer = await on.server.verify(token);
    assert.deepEqual([answer.success, answer.action], [true, stored]);
  }
  await close();
});

test("hCaptcha answers to reCAPTCHA's class and field, Turnstile where it is asked to", async () => {
  for (const [script, field] of [
    ["/compat/hcaptcha.js?onload=onLoaded", "h-captcha-response"],
    ["/compat/turnstile.js?compat=recaptcha&onload=onLoaded", "cf-turnstile-response"],
  ]) {
    const { page, close } = await open(
      script ?? "",
      `<form><div class="g-recaptcha" data-sitekey="${SITEKEY}"></div></form>`,
    );
    await page.waitForSelector("pass-wave");
    await verify(page);
    const entries = await run(page, `return [...new FormData(document.forms[0])].map(([name]) => name)`);
    assert.deepEqual(entries, [field, "g-recaptcha-response"]);
    assert.equal(await run(page, `return typeof grecaptcha.getResponse()`), "string");
    await close();
  }
});

test("callbacks come in the originals' order", async () => {
  const { page, close } = await open(`/compat/turnstile.js${EXPLICIT}`, `<form><div id="box"></div></form>`);
  const noted = ["before-interactive-callback", "after-interactive-callback", "callback", "open-callback"];
  await run(
    page,
    `turnstile.render("#box", { ...given, appearance: "interaction-only",
       ${noted.map((name) => `"${name}": note("${name}")`).join()} })`,
  );
  await called(page, "before-interactive-callback");
  assert.ok(await page.locator("pass-wave").isVisible(), "a person has to press, so it is shown");
  await pressOnly(page);
  await called(page, "callback");
  assert.deepEqual(await names(page), [
    "before-interactive-callback",
    "open-callback",
    "after-interactive-callback",
    "callback",
  ]);
  await close();
});

test("a browser that cannot run it: unsupported-callback, else error-callback", async () => {
  for (const name of ["unsupported-callback", "error-callback"]) {
    const { page, close } = await open(`/compat/turnstile.js${EXPLICIT}`, `<form><div id="box"></div></form>`);
    await page.route(/passwave-main\.js/, (route) => route.abort());
    await run(page, `turnstile.render("#box", { ...given, "${name}": note("${name}") })`);
    await press(page.locator("pass-wave"));
    await called(page, name);
    await close();
  }
});

for (const [service, name, lapsed] of /** @type {const} */ ([
  ["hcaptcha", "hcaptcha", "chalexpired-callback"],
  ["turnstile", "turnstile", "timeout-callback"],
])) {
  test(`${service}: ${lapsed} in place of the error callback, open- and close-callback`, async () => {
    const { page, close } = await open(`/compat/${service}.js${EXPLICIT}`, `<form><div id="box"></div></form>`);
    const expired = { status: 400, json: { "error-codes": ["challenge-expired"] } };
    await page.route("**/redeem", (route) => route.fulfill(expired));
    const noted = [lapsed, "error-callback", "open-callback", "close-callback", "callback"];
    const callbacks = noted.map((name) => `"${name}": note("${name}")`).join();
    await run(page, `${name}.render("#box", { ...given, ${callbacks} })`);
    await pressOnly(page);
    await called(page, lapsed);
    assert.deepEqual(await names(page), ["open-callback", lapsed]);
    await page.unroute("**/redeem");
    await page.route("**/challenge*", () => {}); // No answer, so that there is time to stop.
    await pressOnly(page);
    const stop = page.locator("pass-wave [part~=stop]");
    await stop.waitFor({ state: "visible" });
    const isIdle = () => page.evaluate(() => /** @type {any} */ (document.querySelector("pass-wave")).state === "idle");
    while (!(await isIdle())) await stop.click(); // Directly after it has appeared it takes no press.
    assert.deepEqual(await names(page), ["open-callback", lapsed, "open-callback", "close-callback"]);
    await close();
  });
}

for (const [what, width, height] of /** @type {const} */ ([
  ["Turnstile", 300, 65],
  ["Turnstile, compact", 150, 140],
  ["reCAPTCHA", 304, 78],
  ["reCAPTCHA, compact", 164, 144],
])) {
  test(`a box as large as ${what} holds the check, or grows`, async () => {
    const { page, close } = await open(
      `/compat/turnstile.js${EXPLICIT}`,
      `<form style="display: flex; flex-direction: column; align-items: start">
         <div id="box" style="width: ${width}px; height: ${height}px; overflow: hidden"></div><button>Send</button></form>`,
    );
    await run(page, `turnstile.render("#box", { ...given, way: "wave" })`);
    const instead = page.locator("pass-wave [part=press-instead]");
    await instead.waitFor({ state: "visible" });
    const [box, button, check] = await Promise.all(
      [page.locator("#box"), instead, page.locator("pass-wave")].map((locator) => locator.boundingBox()),
    );
    for (const inner of [button, check]) {
      assert.ok(
        Number(inner?.y) + Number(inner?.height) <= Number(box?.y) + Number(box?.height) + 1,
        "it is not cut off",
      );
      assert.ok(Number(inner?.x) + Number(inner?.width) <= Number(box?.x) + Number(box?.width) + 1, "nor at its side");
    }
    await instead.click();
    await page.waitForFunction(() => /** @type {any} */ (document.querySelector("pass-wave")).value);
    await close();
  });
}

test("what stands in for other services renews its token after 100 seconds", async (context) => {
  context.mock.method(globalThis, "fetch", async (/** @type {string} */ url) =>
    Response.json(url.includes("challenge?") ? CHALLENGE : GRANTED),
  );
  const lifetimes = /** @type {number[]} */ ([]);
  for (const maxAge_s of [undefined, 160]) {
    const effects = new Effects(
      () => ({ ...SETTINGS, maxAge_s }),
      () => {},
    );
    const redeemed = (/** @type {number} */ _generation, /** @type {number} */ lifetime_s) =>
      lifetimes.push(lifetime_s);
    effects.widget = /** @type {any} */ ({ redeemed });
    await effects.redeem(1, undefined, 1, []);
  }
  assert.deepEqual(lifetimes, [300, 160]);
});
