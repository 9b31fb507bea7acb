// Pages that are morphed into what the server has rendered anew, by the real libraries: Livewire does it with Alpine's,
// Turbo and htmx with idiomorph. A verified check stays so, or is verified again; it is never dead, and never there
// twice.
import assert from "node:assert/strict";
import { test } from "node:test";
import { launch } from "../support/chromium.mjs";
import { FastServer, SITEKEY } from "../support/fast-server.mjs";
import { fixtures } from "../support/fixtures.mjs";
import { library } from "../support/swapping-libraries.mjs";

/** @typedef {import("playwright-core").Page} Page */
/** @typedef {import("../support/page-object.mjs").WidgetPage} WidgetPage */

const on = fixtures({ browser: launch, server: () => FastServer.start() });

const FIELD = "passwave-response";

/** Each gives `morph(main, html)`; what is marked `wire:ignore` stays as it is, as in Livewire. */
const LIBRARIES = {
  "idiomorph 0.8": {
    scripts: ["idiomorph/dist/idiomorph.js"],
    begin: `globalThis.morph = (main, html) => Idiomorph.morph(main, html, {
      callbacks: { beforeNodeMorphed: (node) => !node.hasAttribute?.("wire:ignore") } });`,
  },
  "Alpine's morph 3.17": {
    scripts: ["@alpinejs/morph/dist/cdn.js", "alpinejs/dist/cdn.js"],
    begin: `globalThis.morph = (main, html) => Alpine.morph(main, html, {
      lookahead: true,
      key: (node) => node.id,
      updating: (node, _, __, skip) => node.hasAttribute?.("wire:ignore") && skip() });`,
  },
};

const CHECKS = {
  "an element with an id": `<pass-wave id="check" sitekey="${SITEKEY}"></pass-wave>`,
  "an element": `<pass-wave sitekey="${SITEKEY}"></pass-wave>`,
  "a container with an id": `<div id="check" class="passwave" data-sitekey="${SITEKEY}" wire:ignore></div>`,
};

/** The page's part that a server renders. @param {string} check @param {string} note */
const rendered = (check, note) => `<main><h1>${note}</h1><form id="one"><p>${note}</p>${check}</form></main>`;

/** @param {keyof typeof LIBRARIES} name @param {string} check */
async function open(name, check) {
  const widget = await on.server.open(on.browser, rendered(check, "At first"));
  const { scripts, begin } = LIBRARIES[name];
  for (const content of [...scripts.map(library), begin]) await widget.page.addScriptTag({ content });
  return widget;
}

/** @param {WidgetPage} widget @param {string} html */
const morph = ({ page }, html) =>
  page.evaluate((html) => /** @type {any} */ (globalThis).morph(document.querySelector("main"), html), html);

/** What the form carries, and how many checks the page has. @param {WidgetPage} widget */
const found = ({ page }) =>
  page.evaluate((name) => {
    const form = /** @type {HTMLFormElement} */ (document.forms[0]);
    return {
      checks: document.querySelectorAll("pass-wave").length,
      states: [.../** @type {NodeListOf<any>} */ (document.querySelectorAll("pass-wave"))].map(({ state }) => state),
      sent: new FormData(form).getAll(name).filter(Boolean).map(String),
      note: form.querySelector("p")?.textContent,
      tabindex: document.querySelector("pass-wave")?.getAttribute("tabindex"),
    };
  }, FIELD);

for (const name of /** @type {(keyof typeof LIBRARIES)[]} */ (Object.keys(LIBRARIES))) {
  test(`${name}: a verified check stays verified, whatever is new around it`, async () => {
    for (const [kind, check] of Object.entries(CHECKS)) {
      const widget = await open(name, check);
      await widget.verify();
      const token = await widget.token();
      const held = { checks: 1, states: ["verified"], sent: [token], tabindex: "0" };
      await morph(widget, rendered(check, "Anew"));
      assert.deepEqual(await found(widget), { ...held, note: "Anew" }, kind);
      await morph(widget, rendered(`<div role="alert">Too short.</div>${check}`, "With an error"));
      const { checks, sent, ...after } = await found(widget);
      assert.equal(checks, 1, kind);
      // What has no id may be replaced by a new one.
      if (check.includes("id=")) assert.deepEqual({ checks, sent, ...after }, { ...held, note: "With an error" }, kind);
      await morph(widget, rendered("", "Thank you."));
      assert.deepEqual((await found(widget)).states, [], kind);
      await morph(widget, rendered(check, "Once more"));
      assert.deepEqual((await found(widget)).sent, [], kind);
      await widget.verify();
      assert.equal((await on.server.verify(await widget.token())).success, true, kind);
      assert.deepEqual(widget.faults, [], kind);
      await widget.close();
    }
  });
}
