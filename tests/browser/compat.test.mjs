// In place of other checks: their script's address changes, the page and its loaders from npm stay as they are.
import assert from "node:assert/strict";
import { test } from "node:test";
import { build } from "esbuild";
import { launch } from "../support/chromium.mjs";
import { program } from "../support/code-blocks.mjs";
import { bundled, FRAMEWORKS } from "../support/framework-bundles.mjs";
import { FastServer, SITEKEY } from "../support/fast-server.mjs";
import { fixtures } from "../support/fixtures.mjs";
import { openPage } from "../support/open-page.mjs";
import { Site } from "../support/static-site.mjs";
import { pressOnly } from "../support/widget-actions.mjs";

/** @typedef {import("playwright-core").Page} Page */

const on = fixtures({ browser: launch, server: FastServer.start, site: () => Site.start() });

/** @param {string} body @param {Record<string, string>} [files] */
async function open(body, files) {
  const head = `<script>
    const heard = [], loads = [];
    var page = { server: "${on.server.url}", sitekey: "${SITEKEY}", onVerify: (...details) => heard.push(details), onLoad: () => loads.push(1) };
    var onVerified = page.onVerify;
  </script>`;
  const html = `<!doctype html><html lang="en"><meta charset="utf-8"><title>A site</title>${head}${body}</html>`;
  on.site.files = { "index.html": html, "favicon.ico": "", ...files };
  return openPage(on.browser, `${on.site.url}/`);
}

/** What the page's callback was given. @param {Page} page @returns {Promise<string[]>} */
async function heard(page) {
  await page.waitForFunction("heard.length > 0");
  return /** @type {Promise<string[]>} */ (page.evaluate("heard[0]"));
}

/**
 * A token is good exactly once.
 * @param {string | undefined} token @param {object} [more] what siteverify says besides
 */
async function assertGoodOnce(token = "", more = {}) {
  const first = await on.server.verify(token);
  assert.deepEqual({ ...first, ...more }, first, JSON.stringify(first));
  assert.equal(first.success, true, JSON.stringify(first));
  assert.deepEqual((await on.server.verify(token))["error-codes"], ["timeout-or-duplicate"]);
}

/** @param {string} loader */
const root = async (loader) => ({
  html: `<div id="root"></div><script src="loader.js"></script>`,
  files: { "loader.js": await bundled(`loaders/${loader}.js`) },
});

test("@hcaptcha/react-hcaptcha, unchanged", { timeout: 60_000 }, async () => {
  const { html, files } = await root("react-hcaptcha");
  const { page, faults, close } = await open(html, files);
  await pressOnly(page);
  const [token, key] = await heard(page);
  assert.match(key ?? "", /^passwave-/);
  await assertGoodOnce(token);
  const again = await page.evaluate(
    "page.captcha.current.resetCaptcha(), page.captcha.current.execute({ async: true })",
  );
  assert.notEqual(again.response, token);
  await assertGoodOnce(again.response);
  await page.evaluate("page.root.unmount()");
  assert.equal(await page.locator("pass-wave").count(), 0, "gone with its component");
  assert.deepEqual(faults, []);
  await close();
});

test("the line of migration.md for @hcaptcha/react-hcaptcha", { timeout: 60_000 }, async () => {
  const contents = `import HCaptcha from "@hcaptcha/react-hcaptcha";
    import { createRoot } from "react-dom/client";
    const setToken = globalThis.page.onVerify;
    createRoot(document.querySelector("#root")).render(${program("migration.md", "jsx", on.server.url, "scriptSource").trim().replace(/;$/, "")});`;
  const stdin = { contents, loader: /** @type {const} */ ("jsx"), resolveDir: FRAMEWORKS };
  const { outputFiles } = await build({
    stdin,
    bundle: true,
    write: false,
    format: "iife",
    jsx: "automatic",
    define: { "process.env.NODE_ENV": '"development"' },
    logLevel: "error",
  });
  const { page, faults, close } = await open(`<div id="root"></div><script src="loader.js"></script>`, {
    "loader.js": outputFiles[0]?.text ?? "",
  });
  await pressOnly(page);
  const [token] = await heard(page);
  await assertGoodOnce(token);
  assert.deepEqual(faults, []);
  await close();
});

test("recaptcha-v3, unchanged", { timeout: 60_000 }, async () => {
  const { html, files } = await root("recaptcha-v3");
  const { page, faults, close } = await open(html, files);
  const [token] = await heard(page);
  await assertGoodOnce(token, { action: "checkout" });
  assert.deepEqual(faults, []);
  await close();
});

test("reaptcha, unchanged", { timeout: 60_000 }, async () => {
  const { html, files } = await root("reaptcha");
  const { page, faults, close } = await open(
    `<script src="${on.server.url}/compat/recaptcha.js?render=explicit" async defer></script>${html}`,
    files,
  );
  await pressOnly(page);
  const [token] = await heard(page);
  assert.equal(await page.evaluate("document.querySelector('#g-recaptcha-response').value"), token);
  await assertGoodOnce(token);
  assert.deepEqual(faults, []);
  await close();
});

test("@marsidev/react-turnstile, unchanged, in strict mode", { timeout: 60_000 }, async () => {
  const { html, files } = await root("react-turnstile");
  const script = `<script id="cf-turnstile-script" src="${on.server.url}/compat/turnstile.js?render=explicit" async defer></script>`;
  const { page, faults, close } = await open(script + html, files);
  await page.waitForSelector("pass-wave[theme=dark][lang=zh-CN]");
  assert.equal(await page.locator("pass-wave").count(), 1);
  await pressOnly(page);
  const [token] = await heard(page);
  assert.equal(await page.evaluate("new FormData(document.forms[0]).get('cf-turnstile-response')"), token);
  await assertGoodOnce(token, { action: "sign-in", cdata: "order_7" });
  assert.deepEqual(faults, []);
  await close();
});

for (const [service, name, className, field, type] of /** @type {const} */ ([
  ["recaptcha", "grecaptcha", "g-recaptcha", "g-recaptcha-response", "number"],
  ["hcaptcha", "hcaptcha", "h-captcha", "h-captcha-response", "string"],
  ["turnstile", "turnstile", "cf-turnstile", "cf-turnstile-response", "string"],
])) {
  test(`a page written for ${service}: class, field, callback by name, ids`, { timeout: 60_000 }, async () => {
    const { page, faults, close } = await open(`
      <script src="${on.server.url}/compat/${service}.js" async defer></script>
      <form><div class="${className}" data-sitekey="${SITEKEY}" data-callback="onVerified"></div></form><div id="second"></div>`);
    await pressOnly(page);
    const [token] = await heard(page);
    assert.equal(await page.evaluate(`new FormData(document.forms[0]).get("${field}")`), token);
    assert.equal(await page.evaluate(`document.querySelector("[name=${field}]").value`), token);
    assert.equal(await page.evaluate(`${name}.getResponse()`), token);
    const container = service === "turnstile" ? "#second" : "second";
    assert.equal(await page.evaluate(`typeof ${name}.render("${container}", { sitekey: "${SITEKEY}" })`), type);
    await assertGoodOnce(token);
    assert.deepEqual(faults, []);
    await close();
  });
}

test("what a page has put aside for reCAPTCHA's ready is called", async () => {
  const { page, faults, close } = await open(`
    <script>
      globalThis.___grecaptcha_cfg = { fns: [() => heard.push(["aside"])] };
      globalThis.grecaptcha = { ready: (then) => ___grecaptcha_cfg.fns.push(then) };
    </script>
    <script src="${on.server.url}/compat/recaptcha.js?render=${SITEKEY}"></script>`);
  assert.deepEqual(await heard(page), ["aside"]);
  const token = /** @type {string} */ (await page.evaluate(`grecaptcha.execute("${SITEKEY}", { action: "pay" })`));
  await assertGoodOnce(token, { action: "pay" });
  assert.deepEqual(faults, []);
  await close();
});

test("invisible: a button of the class, as reCAPTCHA and hCaptcha have it", { timeout: 60_000 }, async () => {
  const { page, faults, close } = await open(`
    <script src="${on.server.url}/compat/hcaptcha.js" async defer></script>
    <form><button class="h-captcha" data-sitekey="${SITEKEY}" data-callback="onVerified">Send</button></form>`);
  await page.waitForSelector("pass-wave", { state: "attached" });
  await page.click("button.h-captcha");
  await assertGoodOnce((await heard(page))[0]);
  assert.deepEqual(faults, []);
  await close();
});

/** How wide and high the check is. @param {Page} page */
const sizeOf = (page) =>
  page.evaluate(() => {
    const box = document.querySelector("pass-wave")?.shadowRoot?.querySelector("[part~=box]")?.getBoundingClientRect();
    return { width: Math.round(box?.width ?? 0), height: Math.round(box?.height ?? 0) };
  });

/** @param {string} service @param {string} className @param {string} data */
async function openContainer(service, className, data) {
  const opened = await open(`
    <script src="${on.server.url}/compat/${service}.js" async defer></script>
    <form><input><div class="${className}" data-sitekey="${SITEKEY}" data-callback="onVerified" ${data}></div></form>`);
  await opened.page.waitForFunction("document.querySelector('pass-wave')?.shadowRoot?.querySelector('[part~=box]')");
  return opened;
}

for (const [service, className] of /** @type {const} */ ([
  ["recaptcha", "g-recaptcha"],
  ["hcaptcha", "h-captcha"],
  ["turnstile", "cf-turnstile"],
])) {
  test(`${service}: data-size=compact is one row, pressed`, { timeout: 60_000 }, async () => {
    const { page, faults, close } = await openContainer(service, className, `data-size="compact"`);
    assert.ok((await sizeOf(page)).height <= 56);
    await pressOnly(page);
    await assertGoodOnce((await heard(page))[0]);
    assert.deepEqual(faults, []);
    await close();
  });
}

for (const [service, className] of /** @type {const} */ ([
  ["recaptcha", "g-recaptcha"],
  ["hcaptcha", "h-captcha"],
])) {
  test(`${service}: data-size=invisible is begun by execute, with any badge`, { timeout: 60_000 }, async () => {
    const invisible = `data-size="invisible" data-badge="bottomleft"`;
    const { page, faults, close } = await openContainer(service, className, invisible);
    assert.equal((await sizeOf(page)).height, 0);
    await page.evaluate(`void ${service === "recaptcha" ? "grecaptcha" : "hcaptcha"}.execute()`);
    await assertGoodOnce((await heard(page))[0]);
    assert.deepEqual(faults, []);
    await close();
  });
}

test("turnstile: size=flexible takes the width that there is", { timeout: 60_000 }, async () => {
  const { page, close } = await openContainer("turnstile", "cf-turnstile", `data-size="flexible"`);
  assert.ok((await sizeOf(page)).width > 400);
  await close();
});

/** What begins it. @type {[name: string, data: string, begin: string][]} */
const UNSEEN = [
  ["execution=execute", `data-execution="execute" data-appearance="execute"`, "turnstile.execute()"],
  ["the focus of a field", `data-appearance="interaction-only"`, "document.querySelector('input').focus()"],
];

for (const [name, data, begin] of UNSEEN) {
  test(`turnstile: with an appearance other than always it is unseen, and begun by ${name}`, async () => {
    const { page, faults, close } = await openContainer("turnstile", "cf-turnstile", data);
    assert.equal((await sizeOf(page)).height, 0);
    await page.evaluate(begin);
    await assertGoodOnce((await heard(page))[0]);
    assert.equal((await sizeOf(page)).height, 0);
    assert.deepEqual(faults, []);
    await close();
  });
}
