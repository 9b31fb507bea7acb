// Pages that show markup of their users, as a sanitiser leaves it: classes and data attributes, and no script.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { launch } from "../support/chromium.mjs";
import { fixtures } from "../support/fixtures.mjs";
import { FastServer, SITEKEY } from "../support/fast-server.mjs";
import { openInlinePage } from "../support/open-page.mjs";
import { ROOT } from "../support/paths.mjs";
import { Site } from "../support/static-site.mjs";

const PURIFY = readFileSync(join(ROOT, "node_modules/dompurify/dist/purify.min.js"), "utf8");

const on = fixtures({ browser: launch, server: () => FastServer.start() });

/**
 * Opens a page that shows a user's markup after sanitising it, with these scripts of its own.
 * @param {string} markup @param {{ script?: string, refusal?: string }} [more]
 * refusal: the code with which every challenge is refused
 */
async function openForum(markup, { script = "", refusal } = {}) {
  const html = `<!doctype html><html lang="en"><title>A forum</title><script src="/purify.js"></script>
    <div id="post"></div><script>post.innerHTML = DOMPurify.sanitize(${JSON.stringify(markup)}); ${script}</script>
    <script src="/passwave.js"></script></html>`;
  return openInlinePage(on.browser, on.server.url, html, {
    async prepare(page) {
      await page.route("**/purify.js", (route) => route.fulfill({ body: PURIFY, contentType: "text/javascript" }));
      if (refusal === undefined) return;
      const body = JSON.stringify({ "error-codes": [refusal] });
      await page.route("**/challenge?*", (route) => route.fulfill({ status: 400, body }));
    },
  });
}

/** Presses, and returns how that ends. @param {import("playwright-core").Page} page @returns {Promise<string>} */
const pressed = (page) =>
  page.locator("pass-wave").evaluate(
    (element) =>
      new Promise((resolve) => {
        element.addEventListener("passwave-state", (event) => {
          const { state } = /** @type {CustomEvent} */ (event).detail;
          if (["verified", "failed"].includes(state)) resolve(state);
        });
        /** @type {any} */ (element).press();
      }),
  );

/** @param {import("playwright-core").Page} page @param {string} name */
const kept = (page, name) => page.locator(".passwave").getAttribute(`data-${name}`);

test("markup does not choose the server, the worker, or to go without evidence", { timeout: 30_000 }, async () => {
  const other = await Site.start();
  const given = { server: `${other.url}/`, "worker-src": "/own-worker.js", evidence: "none" };
  const attributes = Object.entries(given).map(([name, value]) => `data-${name}="${value}"`);
  const { page, close } = await openForum(
    `<div class="passwave" data-sitekey="${SITEKEY}" ${attributes.join(" ")}></div>`,
  );
  const asked = /** @type {string[]} */ ([]);
  page.on("request", (request) => asked.push(request.url()));
  assert.equal(await pressed(page), "verified");
  for (const [name, value] of Object.entries(given)) {
    assert.equal(await kept(page, name), value, "the sanitiser keeps it");
    assert.equal(await page.locator("pass-wave").getAttribute(name), null);
  }
  assert.ok(asked.some((url) => url.startsWith(`${on.server.url}/redeem`)));
  assert.deepEqual(
    asked.filter((url) => url.startsWith(other.url)),
    [],
  );
  await close();
  other.stop();
});

/** Run by `eval` and `setTimeout`. */
const REFUSAL = "globalThis.hasRun = true";

/** Monitoring scripts replace functions of the browser with their own. @param {string} name */
const replacing = (name) => `{
  const before = globalThis.${name};
  globalThis.${name} = function (...details) {
    if (details[0] === ${JSON.stringify(REFUSAL)}) globalThis.hasRun = true;
    return before.apply(this, details);
  };
}`;

for (const name of ["eval", "setTimeout", "Function", "open", "toString"]) {
  for (const script of ["", replacing(name)]) {
    const described = `the browser's own ${name}${script && ", replaced by the page,"} is no callback by name`;
    test(described, { timeout: 30_000 }, async () => {
      const { page, faults, close } = await openForum(
        `<div class="passwave" data-sitekey="${SITEKEY}" data-error-callback="${name}"></div>`,
        { refusal: REFUSAL, script },
      );
      assert.equal(await pressed(page), "failed");
      assert.equal(await kept(page, "error-callback"), name, "the sanitiser keeps it");
      // Timers run in order: what the callback may have started has run.
      await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 10)));
      assert.equal(await page.evaluate("globalThis.hasRun"), undefined);
      assert.match(faults.join(), new RegExp(`the page has no function ${name} for error-callback`));
      await close();
    });
  }
}

for (const [kind, made] of Object.entries({
  "a function": "function (code) { globalThis.heard = code; }",
  "a bound function": "function (code) { this.heard = code; }.bind(globalThis)",
  "a proxy": "new Proxy(function (code) { globalThis.heard = code; }, {})",
})) {
  test(`${kind} of the page's own is a callback by name`, { timeout: 30_000 }, async () => {
    const { page, close } = await openForum(
      `<div class="passwave" data-sitekey="${SITEKEY}" data-error-callback="onFailed"></div>`,
      { refusal: "unknown-sitekey", script: `globalThis.onFailed = ${made};` },
    );
    assert.equal(await pressed(page), "failed");
    assert.equal(await page.evaluate("globalThis.heard"), "unknown-sitekey");
    assert.equal(await page.locator("iframe").count(), 0);
    await close();
  });
}

for (const [address, isShown] of /** @type {const} */ ([
  ["javascript:globalThis.hasRun=true", false],
  [" java\nscript:globalThis.hasRun=true", false],
  ["data:text/html,hello", false],
  ["blob:https://example.org/1", false],
  ["file:///etc/passwd", false],
  ["https://example.org/help", true],
  ["tel:+10005550100", true],
  ["mailto:help@example.org", true],
  ["sms:+10005550100", true],
  ["/help", true],
])) {
  test(
    `help-href="${address.replace("\n", "\\n")}" is ${isShown ? "" : "not "}shown`,
    { timeout: 30_000 },
    async () => {
      const { page, close } = await openForum(`<div class="passwave" data-sitekey="${SITEKEY}"></div>`);
      await page.locator("pass-wave").evaluate((element, href) => {
        element.setAttribute("mode", "elder"); // There the link is in sight at rest, too.
        element.setAttribute("help-href", href);
      }, address);
      const help = page.locator("pass-wave").locator("[part~=help]");
      assert.equal(await help.isVisible(), isShown);
      assert.equal(await help.evaluate((link) => link.hasAttribute("href")), isShown);
      await close();
    },
  );
}

/** Starts a worker in the browsers that allow one of such an address. */
const FOREIGN_WORKERS = ["data:text/javascript,postMessage(0)", "blob:http://127.0.0.1/1", "https://example.org/w.js"];
for (const address of FOREIGN_WORKERS) {
  test(`the Trusted Types policy does not pass ${address}`, { timeout: 30_000 }, async () => {
    const html = `<!doctype html><html lang="en"><title>A site</title>
      <meta http-equiv="content-security-policy" content="require-trusted-types-for 'script'; trusted-types passwave">
      <script src="/passwave.js"></script>
      <script>
        const started = [];
        globalThis.Worker = new Proxy(Worker, { construct(Worker, [url]) { started.push(String(url)); return new Worker(url); } });
      </script>
      ${on.server.widget(`worker-src="${address}"`)}</html>`;
    const { page, close } = await openInlinePage(on.browser, on.server.url, html);
    assert.equal(await pressed(page), "verified");
    assert.deepEqual(await page.evaluate("started"), []);
    await page.locator("pass-wave").evaluate((element) => {
      /** @type {any} */ (element).reset();
      element.removeAttribute("worker-src");
    });
    assert.equal(await pressed(page), "verified");
    assert.match(String(await page.evaluate("started")), /passwave-worker[.]js/);
    await close();
  });
}
