// window.passwave: widgets by functions and by class, in the shapes that sites know.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { launch, launchKeepingPages, leaveAndReturn } from "../support/chromium.mjs";
import { ROOT } from "../support/paths.mjs";
import { FastServer, SITEKEY } from "../support/fast-server.mjs";
import { fixtures } from "../support/fixtures.mjs";
import { press } from "../support/widget-actions.mjs";
import { openInlinePage } from "../support/open-page.mjs";

/** @typedef {import("playwright-core").Page} Page */

const on = fixtures({ browser: launch, keeping: launchKeepingPages, server: FastServer.start });

/** A page's script notes what it is called with. */
const NOTES = `<script>
  const heard = [];
  const note = (name) => (...details) => heard.push([name, ...details]);
  var onVerified = note("callback"), onExpired = note("expired"), onFailed = note("error");
</script>`;

/** @param {string} body @param {string} [query] @param {import("playwright-core").Browser} [browser] */
const open = (body, query = "", browser = on.browser) =>
  openInlinePage(
    browser,
    on.server.url,
    `<!doctype html><html lang="en"><title>Page</title>${NOTES}<script src="/passwave.js${query}"></script>${body}`,
  );

/** @param {Page} page @returns {Promise<any[][]>} */
// @ts-expect-error: made by NOTES
const heard = (page) => page.evaluate(() => heard);

/** Waits until the page was told that. @param {Page} page @param {string} name */
// @ts-expect-error: made by NOTES
const told = (page, name) => page.waitForFunction((name) => heard.some(([known]) => known === name), name);

/** @param {Page} page @param {number} [nth] */
const pressNth = (page, nth = 0) => press(page.locator("pass-wave").nth(nth));

/** A token is good exactly once. @param {string} token @param {object} [more] what siteverify says besides */
async function assertGoodOnce(token, more = {}) {
  const first = await on.server.verify(token);
  assert.deepEqual({ ...first, ...more }, first, JSON.stringify(first));
  assert.equal(first.success, true, JSON.stringify(first));
  assert.deepEqual((await on.server.verify(token))["error-codes"], ["timeout-or-duplicate"]);
}

/**
 * Runs in the page. `passwave` there is what the script has made.
 * @param {Page} page @param {string} script
 * @returns {Promise<any>}
 */
const run = (page, script) => page.evaluate(`(async () => { await passwave.ready(); ${script} })()`);

test("an element of the class becomes a widget by itself and calls back by name", async () => {
  const { page, faults, close } = await open(`
    <form><div class="passwave" data-sitekey="${SITEKEY}" data-action="sign-in" data-theme="dark" data-callback="onVerified"
      data-expired-callback="onExpired" data-error-callback="onFailed"></div></form>`);
  await page.waitForSelector("pass-wave[theme=dark]");
  await pressNth(page);
  await told(page, "callback");
  const [[name, token] = [], ...others] = await heard(page);
  assert.deepEqual([name, others], ["callback", []]);
  const form = await page.evaluate(() => [...new FormData(/** @type {any} */ (document.forms[0])).entries()]);
  assert.deepEqual(form, [["passwave-response", token]], "one field, with the token");
  await assertGoodOnce(token, { action: "sign-in" });
  assert.deepEqual(faults, []);
  await close();
});

test("onload, render=explicit and hl on the script's address; callbacks as functions", async () => {
  const { page, faults, close } = await open(
    `<div class="passwave" data-sitekey="${SITEKEY}"></div><div id="place"></div>
     <script>function onPasswave() {
       const id = passwave.render("place", { sitekey: "${SITEKEY}", callback: note("callback") });
       heard.push(["onload", id]);
     }</script>`,
    "?onload=onPasswave&render=explicit&hl=zh-CN",
  );
  await told(page, "onload");
  assert.deepEqual(await heard(page), [["onload", 0]]);
  assert.equal(await page.locator("pass-wave").count(), 1, "the class is left alone");
  await page.waitForFunction(() =>
    /[一-龥]/.test(document.querySelector("#place pass-wave")?.shadowRoot?.textContent ?? ""),
  );
  await pressNth(page);
  await told(page, "callback");
  await assertGoodOnce(await page.evaluate("passwave.getResponse()"));
  assert.deepEqual(faults, []);
  await close();
});

test("several widgets are told apart by their ids; reset empties one, remove takes one away", async () => {
  const { page, faults, close } = await open(`<form><div id="one"></div><div id="two"></div></form>`);
  const ids = await run(
    page,
    `return ["one", "two"].map((id) => passwave.render(id, { sitekey: "${SITEKEY}", callback: note(id) }))`,
  );
  assert.deepEqual(ids, [0, 1]);
  await pressNth(page, 1);
  await told(page, "two");
  const responses = () => run(page, "return [passwave.getResponse(0), passwave.getResponse(1)]");
  const [first, second] = await responses();
  assert.equal(first, "");
  await assertGoodOnce(second);
  await run(page, "passwave.reset(1)");
  assert.deepEqual(await responses(), ["", ""]);
  const fields = () => page.evaluate(() => [...document.querySelectorAll("input")].map(({ value }) => value));
  assert.deepEqual(await fields(), ["", ""]);
  await run(page, "passwave.remove(0)");
  assert.equal(await page.locator("pass-wave").count(), 1);
  assert.deepEqual(await fields(), [""]);
  assert.deepEqual(faults, []);
  await close();
});

test("execute verifies without a tap and gives a fresh token with its action each time", async () => {
  const { page, faults, close } = await open("");
  const tokens = await run(
    page,
    `
    const first = passwave.execute("${SITEKEY}", { action: "search" });
    const second = passwave.execute("${SITEKEY}", { action: "buy" });
    return Promise.all([first, second]);`,
  );
  assert.equal(await page.locator("pass-wave").isVisible(), false, "nothing is shown");
  await assertGoodOnce(tokens[0], { action: "search" });
  await assertGoodOnce(tokens[1], { action: "buy" });
  assert.deepEqual(faults, []);
  await close();
});

test("execute on a widget that is seen verifies that one", async () => {
  const { page, close } = await open(`<div id="place"></div>`);
  const token = await run(page, `return passwave.execute(passwave.render("place", { sitekey: "${SITEKEY}" }))`);
  assert.equal(await run(page, "return passwave.getResponse()"), token);
  assert.equal(await run(page, "return passwave.execute()"), token, "what is verified stays");
  await assertGoodOnce(token);
  await close();
});

test("execute on a check that the page has written: unseen before and after, a fresh token each time", async () => {
  const { page, faults, close } = await open(`<pass-wave id="mine" sitekey="${SITEKEY}" size="invisible"></pass-wave>`);
  assert.equal(await page.locator("pass-wave").isVisible(), false);
  const first = await run(page, `return passwave.execute("mine", { action: "search" })`);
  const second = await run(page, `return passwave.execute(document.querySelector("pass-wave"))`);
  assert.notEqual(first, second);
  assert.equal(await page.locator("pass-wave").isVisible(), false);
  await assertGoodOnce(first, { action: "search" });
  await assertGoodOnce(second);
  assert.deepEqual(faults, []);
  await close();
});

test("a button of the class is verified before it acts, and the check is seen while it works", async () => {
  const { page, faults, close } = await open(`
    <form action="/sent" onsubmit="note('submit')(); return false">
      <button class="passwave" data-sitekey="${SITEKEY}" data-callback="onVerified">Send</button></form>`);
  await page.waitForSelector("pass-wave", { state: "attached" });
  assert.equal(await page.locator("pass-wave").isVisible(), false);
  await page.evaluate(() => {
    const states = /** @type {boolean[]} */ ([]);
    Object.assign(globalThis, { seenWhile: states });
    document.addEventListener("passwave-state", ({ target }) =>
      states.push(Boolean(/** @type {HTMLElement} */ (target).getBoundingClientRect().height)),
    );
  });
  await page.click("button.passwave");
  await told(page, "callback");
  // @ts-expect-error: set above
  assert.ok((await page.evaluate(() => seenWhile)).includes(true), "seen while it works");
  const notes = await heard(page);
  assert.deepEqual(
    notes.map(([name]) => name),
    ["callback"],
    "the form was not sent by the click",
  );
  await assertGoodOnce(notes[0]?.[1]);
  assert.deepEqual(faults, []);
  await close();
});

test("the script loaded twice does no harm, and both callbacks are called", async () => {
  const { page, faults, close } = await open(
    `<div class="passwave" data-sitekey="${SITEKEY}"></div><script src="/passwave.js?onload=onFailed"></script>
     <script src="/passwave.mjs" type="module"></script>`,
    "?onload=onExpired",
  );
  await told(page, "error");
  await told(page, "expired");
  assert.equal(await page.locator("pass-wave").count(), 1);
  await pressNth(page);
  await page.waitForFunction("passwave.getResponse() !== ''");
  assert.deepEqual(faults, []);
  await close();
});

test("from its lasting address, too, the script finds its server", async () => {
  const { version } = JSON.parse(readFileSync(join(ROOT, "pkg/package.json"), "utf8"));
  const { page, faults, close } = await openInlinePage(
    on.browser,
    on.server.url,
    `<!doctype html><html lang="en"><title>Page</title>
    <script src="/v${version}/passwave.js"></script><pass-wave sitekey="${SITEKEY}"></pass-wave></html>`,
  );
  await pressNth(page);
  await page.waitForFunction(() => /** @type {any} */ (document.querySelector("pass-wave")).value !== "");
  assert.deepEqual(faults, []);
  await close();
});

test("mistakes get a clear error", async () => {
  const { page, close } = await open(`<div id="place"></div>`);
  const wrong = (/** @type {string} */ call) => run(page, `try { ${call} } catch (error) { return error.message }`);
  assert.match(await wrong("passwave.render('nowhere', {})"), /there is no element nowhere/);
  assert.match(await wrong("passwave.render('place', {})"), /sitekey is missing/);
  assert.match(await wrong("passwave.getResponse()"), /there is no widget/);
  assert.match(await wrong("passwave.reset(7)"), /there is no widget 7/);
  await close();
});

test("a sitekey that the server does not know calls the error callback and rejects", async () => {
  const { page, close } = await open("");
  const message = await run(
    page,
    `
    const id = passwave.render({ sitekey: "unknown", "error-callback": note("error") });
    return passwave.execute(id).then(() => "", (error) => error.message)`,
  );
  assert.match(message, /passwave: invalid-sitekey|sitekey/);
  assert.equal((await heard(page)).length, 1);
  await close();
});

test("a token that was renewed is handed over like the first", async () => {
  const { page, close } = await open(
    `<div class="passwave" data-sitekey="${SITEKEY}" data-callback="onVerified"></div>`,
    "",
    on.keeping,
  );
  await pressNth(page);
  await told(page, "callback");
  await leaveAndReturn(page);
  await page.waitForFunction("heard.length === 2");
  const [[, first] = [], [, second] = []] = await heard(page);
  assert.notEqual(first, second);
  assert.equal(await page.evaluate(() => document.querySelector("input")?.value), second);
  await assertGoodOnce(second);
  assert.equal((await on.server.verify(first)).success, false, "both are one verification");
  await close();
});
