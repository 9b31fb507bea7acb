// Dialogs of the real libraries, which keep the focus inside by themselves: each control of the check is reached by
// Tab, both ways, wherever in the dialog the check stands.
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { build } from "esbuild";
import { launch } from "../support/chromium.mjs";
import { FastServer } from "../support/fast-server.mjs";
import { fixtures } from "../support/fixtures.mjs";
import { FRAMEWORKS } from "../support/framework-bundles.mjs";

/** @typedef {import("playwright-core").Page} Page */

const on = fixtures({ browser: launch, server: () => FastServer.start() });

/** Each gives `open(markup)`, which shows a dialog with that in it. @type {Record<string, string>} */
const LIBRARIES = {
  "Radix 1.3": `
    import { createElement as e } from "react";
    import { createRoot } from "react-dom/client";
    import * as Dialog from "@radix-ui/react-dialog";
    export const open = (html) =>
      createRoot(document.querySelector("#app")).render(
        e(Dialog.Root, { defaultOpen: true },
          e(Dialog.Portal, null,
            e(Dialog.Content, { id: "dialog", "aria-describedby": undefined },
              e(Dialog.Title, null, "Sign in"),
              e("div", { dangerouslySetInnerHTML: { __html: html } })))));`,
  "focus-trap 8.2": `
    import { createFocusTrap } from "focus-trap";
    export function open(html) {
      document.querySelector("#app").innerHTML = '<div id="dialog" role="dialog">' + html + "</div>";
      createFocusTrap("#dialog", { delayInitialFocus: false }).activate();
    }`,
};

/** @param {string} name */
async function script(name) {
  const { outputFiles } = await build({
    stdin: { contents: LIBRARIES[name] ?? "", resolveDir: join(FRAMEWORKS, "latest") },
    bundle: true,
    write: false,
    format: "iife",
    globalName: "dialogs",
    define: { "process.env.NODE_ENV": '"development"' },
  });
  return outputFiles[0]?.text ?? "";
}

/** What has the focus: a control of the check by its part, anything else by its id or tag. @param {Page} page */
const focused = (page) =>
  page.evaluate(() => {
    const outer = document.activeElement;
    const inner = outer?.shadowRoot?.activeElement;
    return inner ? inner.getAttribute("part") : outer?.id || outer?.localName;
  });

/** Where the focus goes by so many presses, each place once. @param {Page} page @param {string} key */
async function stops(page, key) {
  const seen = new Set([await focused(page)]);
  for (let presses = 0; presses < 6; presses += 1) {
    await page.keyboard.press(key);
    seen.add(await focused(page));
  }
  return [...seen].filter((stop) => stop !== "body");
}

/**
 * Waits until the script is there that answers Tab, and the library has put the focus into its dialog.
 * @param {Page} page
 */
async function isReady(page) {
  await page.locator("pass-wave .gauge").waitFor({ state: "attached" });
  await page.waitForFunction(() => document.querySelector("#dialog")?.contains(document.activeElement));
}

const CHECK = ["start", "larger", "options"];

/** Where the check stands, and all controls of the dialog from the one that gets the focus first. */
const PLACES = {
  alone: { markup: (/** @type {string} */ check) => check, stops: CHECK },
  first: {
    markup: (/** @type {string} */ check) => `${check}<button id="send">Send</button>`,
    stops: [...CHECK, "send"],
  },
  last: {
    markup: (/** @type {string} */ check) => `<button id="send">Send</button>${check}`,
    stops: ["send", ...CHECK],
  },
};

for (const library of Object.keys(LIBRARIES)) {
  test(`${library}: Tab reaches each control of a check that stands first, last or alone`, async () => {
    const content = await script(library);
    for (const [place, { markup, stops: expected }] of Object.entries(PLACES)) {
      const widget = await on.server.open(on.browser, `<button id="outside">Open</button><div id="app"></div>`);
      const { page } = widget;
      await page.addScriptTag({ content });
      await page.click("#outside");
      const html = markup(on.server.widget());
      await page.evaluate((html) => /** @type {any} */ (globalThis).dialogs.open(html), html);
      await isReady(page);
      assert.deepEqual(await stops(page, "Tab"), expected, place);
      assert.ok(!(await stops(page, "Shift+Tab")).includes("outside"), place);
      await widget.verify();
      assert.deepEqual(widget.faults, [], place);
      await widget.close();
    }
  });
}
