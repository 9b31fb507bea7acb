// A form that is sent while its token is out of date: held until there is a fresh one, then sent once, as the person
// has asked last.
import assert from "node:assert/strict";
import { test } from "node:test";
import { launch } from "../support/chromium.mjs";
import { FastServer } from "../support/fast-server.mjs";
import { fixtures } from "../support/fixtures.mjs";
import { growOld } from "../support/old-browser.mjs";
import { press } from "../support/widget-actions.mjs";

/** @typedef {import("playwright-core").Page} Page */
/** @typedef {import("../support/page-object.mjs").WidgetPage} WidgetPage */

const on = fixtures({ browser: launch, server: () => FastServer.start() });

const FIELD = "passwave-response";
const BUTTONS = `<button name="by" value="save">Save</button><button name="by" value="delete">Delete</button>`;

const form = (/** @type {string} */ buttons = BUTTONS) =>
  `<form action="/sent" method="post" target="elsewhere"><input name="note">${on.server.widget()}${buttons}</form>`;

const FRAME = `<iframe name="elsewhere" title="What was sent"></iframe>`;

/**
 * A person who has verified on a page with this body; what is sent goes into a frame, so that the page stays.
 * @param {string} body @param {() => void} [init] runs in the page before anything else
 */
async function verified(body, init) {
  /** @type {URLSearchParams[]} */
  const sent = [];
  const widget = await on.server.open(on.browser, body + FRAME, {
    async prepare(page) {
      await page.clock.install();
      if (init) await page.addInitScript(init);
      await page.route("**/sent", (route) => {
        sent.push(new URLSearchParams(route.request().postData() ?? ""));
        return route.fulfill({ contentType: "text/html", body: "<p>Sent" });
      });
    },
  });
  // In a shadow root, too, where the document's own querySelector finds nothing.
  const check = widget.page.locator("pass-wave");
  await press(check);
  await check.locator("[part~=box][data-state=verified]").waitFor();
  // An old browser learns of the element's form by a part of the script that may come later.
  await widget.page.waitForFunction((element) => /** @type {any} */ (element).form, await check.elementHandle());
  return { widget, page: widget.page, sent };
}

/**
 * The token grows old: no renewal gets through until `release` is called.
 * @param {WidgetPage} widget
 */
async function grownOld({ page }) {
  /** @type {() => void} */
  let release = () => {};
  const released = new Promise((resolve) => (release = () => resolve(undefined)));
  let isAway = true;
  await page.route("**/renew", async (route) => {
    if (isAway) return route.abort();
    await released;
    await route.continue();
  });
  const refused = page.waitForEvent("requestfailed", (request) => request.url().endsWith("/renew"));
  await page.clock.fastForward("06:00");
  await refused;
  isAway = false;
  return release;
}

/** Waits until something was sent, and everything that was to be sent by then has been. @param {WidgetPage} widget */
async function arrived({ page }) {
  await page.frameLocator("iframe").locator("p").waitFor();
  await page.evaluate(() => fetch("/healthz"));
}

/** Presses both buttons while the token is renewed. @param {Page} page */
async function pressBoth(page) {
  for (const name of ["Save", "Delete"]) await page.getByRole("button", { name }).click();
}

/** What a page's scripts may do to the button that was pressed, and what the form then carries of it. */
const RENDERS = {
  "stays as it is": { act: "", by: "delete" },
  "is drawn anew": { act: "form.innerHTML; pressed.replaceWith(pressed.cloneNode(true))", by: "delete" },
  "is removed": { act: "pressed.remove()", by: null },
};

/** @type {Record<string, (() => void) | undefined>} */
const BROWSERS = { "a browser of today": undefined, "an old browser": growOld };

for (const [name, init] of Object.entries(BROWSERS)) {
  for (const [what, { act, by }] of Object.entries(RENDERS)) {
    test(`${name}: two buttons are pressed, and the last ${what}: the form is sent once, by that`, async () => {
      const { widget, page, sent } = await verified(form(), init);
      const old = await widget.token();
      const release = await grownOld(widget);
      await pressBoth(page);
      await page.evaluate((act) => {
        const pressed = document.querySelector("[value=delete]");
        new Function("form", "pressed", act)(document.forms[0], pressed);
      }, act);
      assert.equal(sent.length, 0, "it is held");
      release();
      await arrived(widget);
      assert.equal(sent.length, 1);
      assert.equal(sent[0]?.get("by"), by);
      assert.notEqual(sent[0]?.get(FIELD), old);
      assert.equal((await on.server.verify(sent[0]?.get(FIELD) ?? "")).success, true);
      assert.equal(sent[0]?.getAll(FIELD).length, 1);
      await widget.close();
    });
  }
}

test("in a shadow root a form is held, too, and its listeners for formdata find the token, once", async () => {
  const host = `<div id="host"><template shadowrootmode="open">${form()}</template></div>`;
  const { widget, page, sent } = await verified(host);
  const release = await grownOld(widget);
  await page.evaluate((name) => {
    const heard = /** @type {string[][]} */ ([]);
    Object.assign(globalThis, { heard });
    const form = document.querySelector("#host")?.shadowRoot?.querySelector("form");
    form?.addEventListener("formdata", ({ formData }) => heard.push(formData.getAll(name).map(String)));
  }, FIELD);
  await pressBoth(page);
  assert.equal(sent.length, 0, "it is held");
  release();
  await arrived(widget);
  assert.deepEqual(
    sent.map((fields) => fields.get("by")),
    ["delete"],
  );
  assert.equal((await on.server.verify(sent[0]?.get(FIELD) ?? "")).success, true);
  assert.deepEqual(await page.evaluate("heard"), [[sent[0]?.get(FIELD)]]);
  await widget.close();
});

test("a dialog's form is held like any other, and one that only closes the dialog is not", async () => {
  const { widget, page } = await verified(
    `<dialog aria-label="Sign in"><form method="dialog">${on.server.widget("required")}
      <button value="cancel" formnovalidate>Cancel</button><button value="send">Send</button></form></dialog>`,
    () => addEventListener("DOMContentLoaded", () => document.querySelector("dialog")?.showModal()),
  );
  const dialog = page.locator("dialog");
  const state = () => dialog.evaluate((/** @type {HTMLDialogElement} */ { open, returnValue }) => [open, returnValue]);
  const release = await grownOld(widget);
  await page.getByRole("button", { name: "Send" }).click();
  assert.deepEqual(await state(), [true, ""], "it is held");
  release();
  await dialog.waitFor({ state: "hidden" });
  assert.deepEqual(await state(), [false, "send"]);
  await grownOld(widget);
  await dialog.evaluate((/** @type {HTMLDialogElement} */ element) => element.showModal());
  await page.getByRole("button", { name: "Cancel" }).click();
  assert.deepEqual(await state(), [false, "cancel"]);
  await widget.close();
});

/** What programs that fill in forms do, as they document it: they write to every field, and dispatch its events. */
function fillInAll() {
  const fields = /** @type {any[]} */ ([...(document.forms[0]?.elements ?? []), ...document.querySelectorAll("input")]);
  for (const field of fields) {
    field.focus?.({ preventScroll: true });
    field.value = "Ada";
    for (const type of ["keydown", "input", "change", "blur"]) field.dispatchEvent(new Event(type, { bubbles: true }));
  }
}

test("a program that fills in every field leaves the token as it is", async () => {
  const { widget, page, sent } = await verified(form("<button>Send</button>"));
  const token = await widget.token();
  await page.evaluate(fillInAll);
  assert.deepEqual([await widget.token(), await widget.state()], [token, "verified"]);
  await page.getByRole("button", { name: "Send", exact: true }).click();
  await arrived(widget);
  assert.deepEqual([sent[0]?.get("note"), sent[0]?.getAll(FIELD)], ["Ada", [token]]);
  assert.deepEqual(widget.faults, []);
  await widget.close();
});
