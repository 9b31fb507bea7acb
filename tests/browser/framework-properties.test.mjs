// What each framework makes of the element's attributes: the real library, its current versions.
import assert from "node:assert/strict";
import { test } from "node:test";
import { launch } from "../support/chromium.mjs";
import { FastServer } from "../support/fast-server.mjs";
import { fixtures } from "../support/fixtures.mjs";
import { openInlinePage } from "../support/open-page.mjs";
import { MOUNTING_FRAMEWORKS, mountingBundle } from "../support/mounting-bundles.mjs";

const on = fixtures({ browser: launch, server: () => FastServer.start() });

/**
 * Every documented attribute but `evidence`, which has no server, in two values.
 * @type {Record<string, [string, string]>}
 */
const ATTRIBUTES = {
  sitekey: ["test-site", "another"],
  server: ["/", "https://check.example/"],
  mode: ["elder", "standard"],
  lang: ["zh-Hans", "de"],
  way: ["press", "wave"],
  action: ["sign-in", "comment"],
  cdata: ["order_7", "order_8"],
  sound: ["off", "on"],
  speech: ["on", "off"],
  theme: ["dark", "light"],
  "help-href": ["tel:1", "tel:2"],
  "help-text": ["Call us", "Write to us"],
  caution: ["Only if you wanted to.", "Stop if somebody told you to."],
  name: ["altcha", "token"],
  form: ["far", "near"],
  "worker-src": ["/worker.js", "/other.js"],
};

/** @param {0 | 1} which */
const values = (which) => Object.fromEntries(Object.entries(ATTRIBUTES).map(([name, pair]) => [name, pair[which]]));

const FORMS = '<form id="far"></form><form id="near"></form><div id="app"></div>';

/**
 * A page with the framework's script, before the widget's or after it.
 * @param {string} framework
 */
async function open(framework) {
  const widget = await on.server.open(on.browser, FORMS);
  const { page } = widget;
  await page.addScriptTag({ content: await mountingBundle(framework) });
  /** @param {object} props */
  const mount = (props) =>
    page.evaluate((props) => {
      const { mount } = /** @type {any} */ (globalThis);
      mount(document.querySelector("#app"), props);
    }, props);
  const read = () =>
    page.evaluate(() => {
      const element = /** @type {import("../../pkg/types/passwave.d.ts").PassWave} */ (
        document.querySelector("pass-wave")
      );
      const written = [...element.attributes].map(({ name, value }) => [name, value]);
      return {
        attributes: Object.fromEntries(written),
        form: element.form?.id,
        name: element.name,
        isRequired: !element.checkValidity(),
        isDisabled: element.matches(":disabled"),
      };
    });
  return { widget, mount, read };
}

/** @param {Record<string, string>} all @param {Record<string, string>} expected */
const picked = (all, expected) => Object.fromEntries(Object.keys(expected).map((name) => [name, all[name]]));

for (const framework of MOUNTING_FRAMEWORKS) {
  test(`${framework}: each documented attribute can be given, changed, and taken away`, async () => {
    const { widget, mount, read } = await open(framework);
    try {
      for (const which of /** @type {const} */ ([0, 1])) {
        const expected = values(which);
        await mount({ ...expected, required: true, disabled: false });
        const { attributes, form, name, isRequired, isDisabled } = await read();
        assert.deepEqual(picked(attributes, expected), expected);
        assert.deepEqual(
          { form, name, isRequired, isDisabled },
          { form: expected.form, name: expected.name, isRequired: true, isDisabled: false },
        );
      }
      const rest = { sitekey: "test-site", server: "/", name: "token", required: false };
      await mount({ ...rest, disabled: true });
      const { attributes, form, name, isDisabled } = await read();
      for (const attribute of ["way", "caution", "help-href", "form"]) assert.ok(!attributes[attribute], attribute);
      assert.deepEqual({ form, name, isDisabled }, { form: undefined, name: "token", isDisabled: true });
      await mount({ ...rest, disabled: false });
      const last = await read();
      assert.deepEqual([last.isRequired, last.isDisabled], [false, false]);
      assert.deepEqual(widget.faults, []);
    } finally {
      await widget.close();
    }
  });
}

test("properties that were set before the script came are taken over", async () => {
  const { page, close } = await openInlinePage(on.browser, on.server.url, "<!doctype html><p>Later.</p>");
  try {
    await page.evaluate(() => {
      const properties = { sitekey: "test-site", name: "altcha", required: true };
      document.body.append(Object.assign(document.createElement("pass-wave"), properties));
    });
    await page.addScriptTag({ url: "/passwave.js" });
    const read = await page.evaluate(async () => {
      await customElements.whenDefined("pass-wave");
      const element = /** @type {any} */ (document.querySelector("pass-wave"));
      const takenOver = [element.getAttribute("sitekey"), element.name, element.required, element.checkValidity()];
      element.name = null;
      return [...takenOver, element.name];
    });
    assert.deepEqual(read, ["test-site", "altcha", true, false, "passwave-response"]);
  } finally {
    await close();
  }
});
