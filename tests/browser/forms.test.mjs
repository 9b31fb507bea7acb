// The element as a field of a form, in the ways in which people and browsers treat forms.
import assert from "node:assert/strict";
import { test } from "node:test";
import { launch, launchKeepingPages, leaveAndReturn } from "../support/chromium.mjs";
import { FastServer, SITEKEY } from "../support/fast-server.mjs";
import { fixtures } from "../support/fixtures.mjs";
import { openInlinePage } from "../support/open-page.mjs";
import { part, reach, token, verify } from "../support/widget-actions.mjs";

/** @typedef {import("playwright-core").Page} Page */

const on = fixtures({ browser: launch, keeping: launchKeepingPages, server: FastServer.start });

/**
 * A page with this form, and what it sends.
 * @param {string} fields
 * @param {object} [more]
 * @param {string} [more.lang]
 * @param {import("playwright-core").Browser} [more.browser]
 * @param {(page: Page) => Promise<unknown>} [more.prepare]
 */
async function open(fields, { lang = "en", browser = on.browser, prepare } = {}) {
  /** @type {URLSearchParams[]} */
  const sent = [];
  const html = `<!doctype html><html lang="${lang}"><title>Form</title><script src="/passwave.js" async></script>
    <form action="/sent" method="post">${fields}<button type="submit" name="by" value="button">Send</button><button type="reset">Clear</button></form></html>`;
  const opened = await openInlinePage(browser, on.server.url, html, {
    async prepare(page) {
      await page.route(`${on.server.url}/sent`, (route) => {
        sent.push(new URLSearchParams(route.request().postData() ?? ""));
        return route.fulfill({ contentType: "text/html", body: "<title>Sent</title><p id=sent>Sent" });
      });
      await prepare?.(page);
    },
  });
  await opened.page.waitForFunction(() => customElements.get("pass-wave"));
  return { ...opened, sent };
}

const CHECK = `<pass-wave sitekey="${SITEKEY}" required></pass-wave>`;

/** @param {Page} page */
async function send(page) {
  await page.click("[type=submit]");
  await page.waitForSelector("#sent");
}

for (const [lang, words] of /** @type {const} */ ([
  ["en", /human check/],
  ["zh-CN", /[一-龥]/],
])) {
  test(`in ${lang}, required holds the form back, says so and leads to the button`, async () => {
    const { page, faults, sent, close } = await open(CHECK, { lang });
    await page.locator(`[part=box][lang^=${lang.slice(0, 2)}]`).waitFor();
    await page.click("[type=submit]");
    const { said, focused } = await page.evaluate(() => {
      const element = /** @type {any} */ (document.querySelector("pass-wave"));
      return { said: element.validationMessage ?? "", focused: element.shadowRoot.activeElement?.getAttribute("part") };
    });
    assert.match(said, words);
    assert.equal(focused, "start");
    assert.equal(sent.length, 0, "not sent");
    await verify(page);
    await send(page);
    const response = sent[0]?.get("passwave-response") ?? "";
    assert.equal((await on.server.verify(response)).success, true);
    assert.deepEqual(faults, []);
    await close();
  });
}

test("without required the form goes without a token, and name names the field", async () => {
  const { page, sent, close } = await open(`<pass-wave sitekey="${SITEKEY}" name="human"></pass-wave>`);
  await send(page);
  assert.equal(sent[0]?.has("human"), false);
  await page.goBack();
  await page.waitForFunction(() => customElements.get("pass-wave"));
  await verify(page);
  await send(page);
  assert.equal((await on.server.verify(sent[1]?.get("human") ?? "")).success, true);
  await close();
});

test("a submit with a token that has grown old is held, renewed, and goes on with the same button", async () => {
  const { page, sent, close } = await open(CHECK, { prepare: (page) => page.clock.install() });
  await verify(page);
  const old = await token(page);
  // The phone was asleep: no renewal got through until the person came back.
  await page.route("**/renew", (route) => route.abort());
  const refused = page.waitForEvent("requestfailed", (request) => request.url().endsWith("/renew"));
  await page.clock.fastForward("06:00");
  await refused;
  assert.equal(await token(page), old);
  await page.unroute("**/renew");
  await send(page);
  const [form] = sent;
  assert.notEqual(form?.get("passwave-response"), old);
  assert.equal(form?.get("by"), "button");
  assert.equal((await on.server.verify(form?.get("passwave-response") ?? "")).success, true);
  await close();
});

test("a script that asks whether the form is complete takes no focus and has nothing spoken", async () => {
  const { page, close } = await open(`<input name="note">${CHECK}`, { prepare: (page) => page.clock.install() });
  await page.locator("[part=box][lang=en]").waitFor();
  await page.waitForLoadState("networkidle");
  await page.focus("input");
  await page.locator("[part~=message]").evaluate((message) => {
    const live = /** @type {string[]} */ ([]);
    const note = () => message.getAttribute("aria-live") !== "off" && live.push(message.textContent ?? "");
    new MutationObserver(note).observe(message, { childList: true, attributes: true });
    Object.assign(globalThis, { live });
  });
  await page.keyboard.type("Ada");
  assert.equal(await page.evaluate(() => document.forms[0]?.checkValidity()), false);
  await page.locator(".required [part~=message]", { hasText: "human check" }).waitFor();
  await page.clock.runFor(5000); // Where the browser leads to the check, the reason is spoken within that time.
  await page.keyboard.type(" L");
  assert.equal(await page.inputValue("input"), "Ada L", "the focus has not moved");
  // @ts-expect-error: set above
  assert.deepEqual(await page.evaluate(() => live), []);
  await close();
});

test("reset empties the field and starts over", async () => {
  const { page, close } = await open(CHECK);
  await verify(page);
  await page.click("[type=reset]");
  await reach(page, "idle");
  assert.equal(await token(page), "");
  assert.equal(await page.evaluate(() => document.forms[0]?.checkValidity()), false);
  await verify(page);
  assert.equal(await page.evaluate(() => document.forms[0]?.checkValidity()), true);
  await close();
});

test("a page gone back to does not bring an old token along", async () => {
  const { page, sent, close } = await open(`${CHECK}<input name="note">`);
  await page.fill("input", "typed");
  await verify(page);
  await send(page);
  assert.ok(sent[0]?.get("passwave-response"));
  await page.goBack();
  await page.waitForFunction(() => customElements.get("pass-wave"));
  await reach(page, "idle");
  assert.equal(await page.inputValue("input"), "typed", "the browser has filled in the rest");
  assert.equal(await token(page), "");
  await close();
});

test("a page restored as it was left renews, and when the token was used asks to verify again", async () => {
  const { page, close } = await open(CHECK, { browser: on.keeping });
  await verify(page);
  const first = await token(page);
  await leaveAndReturn(page);
  await page.waitForFunction(
    (first) => ![first, ""].includes(/** @type {any} */ (document.querySelector("pass-wave")).value),
    first,
  );
  assert.equal((await on.server.verify(await token(page))).success, true);
  await leaveAndReturn(page);
  await reach(page, "expired");
  assert.equal(await token(page), "");
  assert.equal(await page.evaluate(() => document.forms[0]?.checkValidity()), false);
  await close();
});

test("a disabled fieldset disables the check, and the form goes without it", async () => {
  const { page, sent, close } = await open(`<fieldset disabled>${CHECK}</fieldset>`);
  for (const name of ["start", "press-instead"]) assert.equal(await part(page, name).isDisabled(), true, name);
  await page.evaluate(() => /** @type {any} */ (document.querySelector("pass-wave")).press());
  assert.equal(await page.evaluate(() => /** @type {any} */ (document.querySelector("pass-wave")).state), "idle");
  await page.locator("fieldset").evaluate((fieldset) => Object.assign(fieldset, { disabled: false }));
  for (const name of ["start", "press-instead"]) assert.equal(await part(page, name).isDisabled(), false, name);
  await page.locator("fieldset").evaluate((fieldset) => Object.assign(fieldset, { disabled: true }));
  await send(page);
  assert.equal(sent[0]?.has("passwave-response"), false);
  await close();
});

test("the form is found by its id from outside, and a label's click leads to the button", async () => {
  const { page, faults, close } = await openInlinePage(
    on.browser,
    on.server.url,
    `<!doctype html><html lang="en"><title>Form</title>
    <script src="/passwave.js"></script><form id="far"></form><label for="check">Human check</label>
    <pass-wave id="check" form="far" sitekey="${SITEKEY}"></pass-wave>`,
  );
  await verify(page);
  assert.ok(await page.evaluate(() => new FormData(/** @type {any} */ (document.forms[0])).get("passwave-response")));
  await page.click("label");
  assert.equal(
    await page.evaluate(() => document.activeElement?.shadowRoot?.activeElement?.getAttribute("part")),
    "start",
  );
  assert.deepEqual(faults, []);
  await close();
});
