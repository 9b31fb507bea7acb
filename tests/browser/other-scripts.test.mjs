// What other scripts of a page do with the check: the real libraries, in a page of its own.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { build } from "esbuild";
import { launch } from "../support/chromium.mjs";
import { FastServer } from "../support/fast-server.mjs";
import { FRAMEWORKS } from "../support/framework-bundles.mjs";
import { fixtures } from "../support/fixtures.mjs";

const on = fixtures({ browser: launch, server: () => FastServer.start() });
const PACKAGES = join(FRAMEWORKS, "latest/node_modules");

/** @param {string} path */
const library = (path) => ({ content: readFileSync(join(PACKAGES, path), "utf8") });

/** @param {string} body */
const open = (body) => on.server.open(on.browser, body);

const FORM = (/** @type {string} */ more = "") =>
  `<form id="f"><input name="note" value="n">${on.server.widget(more)}<button name="by" value="send">Send</button></form>`;

test("jQuery's serialize finds the token while the form goes off, once, and FormData has it at all times", async () => {
  const widget = await open(FORM());
  await widget.page.addScriptTag(library("jquery/dist/jquery.js"));
  await widget.verify();
  const token = await widget.token();
  const sent = await widget.page.evaluate(async () => {
    const { jQuery } = /** @type {any} */ (globalThis);
    const form = /** @type {HTMLFormElement} */ (document.querySelector("#f"));
    /** @type {string[]} */
    let during = [];
    jQuery(form).on("submit", (/** @type {Event} */ event) => {
      event.preventDefault();
      const serialised = new URLSearchParams(jQuery(form).serialize());
      during = [...serialised.getAll("passwave-response"), ...new FormData(form).getAll("passwave-response")].map(
        String,
      );
    });
    form.requestSubmit();
    await new Promise((resolve) => setTimeout(resolve));
    return {
      during,
      after: new FormData(form).getAll("passwave-response"),
      children: form.querySelector("pass-wave")?.children.length,
    };
  });
  assert.deepEqual(sent, { during: [token, token], after: [token], children: 0 });
  assert.deepEqual(widget.faults, []);
  await widget.close();
});

test("htmx 1 sends the token once, without a name and with one", async () => {
  for (const name of ["", "human"]) {
    const form = FORM(name && `name="${name}"`).replace("<form", '<form hx-post="/sent" hx-swap="none"');
    const widget = await open(form);
    await widget.page.route("**/sent", (route) => route.fulfill({ body: "" }));
    await widget.page.addScriptTag(library("htmx1/dist/htmx.js"));
    await widget.verify();
    const request = widget.page.waitForRequest("**/sent");
    await widget.page.click("#f > button");
    const sent = new URLSearchParams((await request).postData() ?? "");
    assert.deepEqual(sent.getAll(name || "passwave-response"), [await widget.token()]);
    await widget.close();
  }
});

test("focus-trap reaches a check that stands alone, and a page that nobody touched has nothing written on it", async () => {
  const { outputFiles } = await build({
    stdin: { contents: 'export { createFocusTrap } from "focus-trap"', resolveDir: PACKAGES },
    bundle: true,
    write: false,
    format: "iife",
    globalName: "trap",
  });
  const widget = await open(`<button id="open">Open</button><div id="dialog">${on.server.widget()}</div>`);
  await widget.page.addScriptTag({ content: outputFiles[0]?.text ?? "" });
  const written = () => widget.page.locator("pass-wave").evaluate((element) => element.getAttributeNames());
  await widget.part("start").waitFor();
  assert.deepEqual(await written(), ["sitekey"]);
  await widget.page.click("#open");
  assert.deepEqual(await written(), ["sitekey", "tabindex"]);
  await widget.page.evaluate(() => {
    const { trap } = /** @type {any} */ (globalThis);
    trap.createFocusTrap("#dialog", { delayInitialFocus: false }).activate();
  });
  const focused = () =>
    widget.page.evaluate(() => document.querySelector("pass-wave")?.shadowRoot?.activeElement?.getAttribute("part"));
  assert.equal(await focused(), "start");
  assert.deepEqual(widget.faults, []);
  await widget.close();
});

/** What MooTools 1.5 and Prototype have for every platform; their parts for pages alone are not in the registry. */
async function olderLibraries() {
  const { outputFiles } = await build({
    stdin: { contents: 'import "prototype"', resolveDir: PACKAGES },
    bundle: true,
    write: false,
    format: "iife",
    define: { global: "globalThis" },
  });
  const moo = readFileSync(join(PACKAGES, "mootools/lib/mootools-core-1.5.2-server.js"), "utf8");
  return { "MooTools 1.5": moo, "Prototype's language part": outputFiles[0]?.text ?? "" };
}

/** A mock of what Prototype 1.6 and MooTools 1.2 do in a page: they replace `Event`, and give arrays a `toJSON`. */
const MOCK_OF_THEIR_PAGE_PARTS = `
  Array.prototype.toJSON = String.prototype.toJSON = () => "[replaced]";
  globalThis.Event = function DOMEvent() {};
  Array.from = (item) => [item];
`;

test("MooTools, Prototype, and a mock of what they replace in a page leave the check working", async () => {
  for (const [name, content] of Object.entries({ ...(await olderLibraries()), mock: MOCK_OF_THEIR_PAGE_PARTS })) {
    const widget = await on.server.open(on.browser, FORM(), { prepare: (page) => page.addInitScript({ content }) });
    const hasReplaced = await widget.page.evaluate(() => !String(Array.from).includes("[native code]"));
    assert.equal(hasReplaced, true, name);
    await widget.verify();
    assert.equal((await on.server.verify(await widget.token())).success, true, name);
    assert.deepEqual(widget.faults, [], name);
    await widget.close();
  }
});

test("another language or direction of the page keeps the token, another sitekey discards it", async () => {
  const widget = await open(FORM());
  await widget.verify();
  const token = await widget.token();
  /** @param {Record<string, string>} attributes of the page */
  const change = (attributes) =>
    widget.page.evaluate((attributes) => {
      for (const [name, value] of Object.entries(attributes)) document.documentElement.setAttribute(name, value);
    }, attributes);
  const box = (/** @type {string} */ lang) => widget.page.locator(`pass-wave [part=box][lang=${lang}]`);
  await change({ lang: "de" });
  await box("de").waitFor();
  // The page's direction is that of its own text; the widget has that of the language which it speaks.
  await change({ dir: "rtl" });
  assert.equal(await box("de").getAttribute("dir"), "ltr");
  await change({ lang: "ar" });
  await box("ar").waitFor();
  assert.equal(await box("ar").getAttribute("dir"), "rtl");
  await change({ lang: "en", dir: "ltr" });
  await box("en").waitFor();
  assert.equal(await box("en").getAttribute("dir"), "ltr");
  assert.deepEqual([await widget.token(), await widget.state()], [token, "verified"]);
  await widget.page.evaluate(() => document.querySelector("pass-wave")?.setAttribute("sitekey", "another"));
  assert.deepEqual([await widget.token(), await widget.state()], ["", "idle"]);
  const carried = () => widget.page.evaluate(() => new FormData(document.forms[0]).get("passwave-response"));
  assert.equal(await carried(), null);
  assert.equal(await widget.part("message").textContent(), "");
  await widget.page.evaluate(() => document.querySelector("pass-wave")?.setAttribute("sitekey", "test-site"));
  await widget.verify();
  assert.equal((await on.server.verify(await widget.token())).success, true);
  await widget.close();
});

test("moved into another document and back, the check keeps its styles", async () => {
  const widget = await open(`${on.server.widget()}<iframe></iframe>`);
  const height = () => widget.page.locator("pass-wave").evaluate((element) => element.clientHeight);
  await widget.part("start").waitFor();
  await widget.page.waitForFunction(
    () => document.querySelector("pass-wave")?.shadowRoot?.adoptedStyleSheets.length === 3,
  );
  const before = await height();
  await widget.page.evaluate(() => {
    const check = /** @type {Element} */ (document.querySelector("pass-wave"));
    const frame = /** @type {HTMLIFrameElement} */ (document.querySelector("iframe"));
    Object.assign(globalThis, { check });
    frame.contentDocument?.body.append(check);
  });
  const sheets = () =>
    widget.page.evaluate(() => /** @type {any} */ (globalThis).check.shadowRoot.adoptedStyleSheets.length);
  await widget.page.waitForFunction(() => /** @type {any} */ (globalThis).check.shadowRoot.adoptedStyleSheets.length);
  assert.equal(await sheets(), 3);
  await widget.page.evaluate(() => document.body.append(/** @type {any} */ (globalThis).check));
  assert.deepEqual([await sheets(), await height()], [3, before]);
  assert.deepEqual(widget.faults, []);
  await widget.close();
});
