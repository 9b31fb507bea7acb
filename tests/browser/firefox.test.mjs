// The whole product in Firefox, which gives a page no motion here: press and slide.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { focusedPart, launchFirefox, message, open, reach, submit, tabTo } from "./lib/firefox.mjs";
import { Server } from "./lib/server.mjs";

const TIMEOUT = { timeout: 90_000 };

/** @type {import("puppeteer-core").Browser} */
let browser;
/** @type {Server} */
let server;
before(async () => {
  [browser, server] = await Promise.all([launchFirefox(), Server.demo()]);
});
after(async () => {
  await browser.close();
  await server.stop();
});

const demo = () => `${server.url}/demo/`;

test("Firefox: without a sensor the check goes on by itself, keeps the focus, and siteverify says yes", TIMEOUT, async () => {
  const { page, faults, close } = await open(browser, demo());
  await tabTo(page, "start");
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => /without waving/i.test(document.querySelector("pass-wave")?.shadowRoot?.textContent ?? ""));
  await reach(page, "verified");
  assert.equal(await focusedPart(page), "start", "the focus stays");
  assert.equal(await message(page), "Verified.");
  assert.equal((await submit(page)).success, true);
  assert.deepEqual(faults, []);
  await close();
});

test("Firefox: Press instead, by the space bar alone", TIMEOUT, async () => {
  const { page, faults, close } = await open(browser, demo());
  await tabTo(page, "other");
  await page.keyboard.press(" ");
  await reach(page, "verified");
  assert.equal((await submit(page)).success, true);
  assert.deepEqual(faults, []);
  await close();
});

test("Firefox: a required check holds the form back and takes the focus", TIMEOUT, async () => {
  const { page, close } = await open(browser, `${server.url}/examples/form.html`);
  await page.click("form [type=submit]");
  await page.waitForFunction(() => document.activeElement?.localName === "pass-wave");
  assert.equal(await focusedPart(page), "start");
  assert.match(page.url(), /form\.html$/, "the form was not sent");
  await close();
});
