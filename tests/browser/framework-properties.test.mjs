// What each framework makes of the element's attributes: the real library, its current versions.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";
import { build } from "esbuild";
import { launch } from "../support/chromium.mjs";
import { FastServer } from "../support/fast-server.mjs";
import { fixtures } from "../support/fixtures.mjs";
import { FRAMEWORKS } from "../support/framework-bundles.mjs";
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

/** What both sides render. */
const BARE = `import { createElement as e } from "react";
  const app = e("form", { id: "f" }, e("pass-wave",
    { sitekey: "test-site", mode: "elder", required: true, "help-href": "tel:1" }));`;

/** @param {string} folder with the packages @param {string} contents */
async function bundle(folder, contents) {
  const { outputFiles } = await build({
    stdin: { contents: BARE + contents, resolveDir: join(FRAMEWORKS, folder) },
    bundle: true,
    write: false,
    format: "esm",
    conditions: ["browser"],
    define: { "process.env.NODE_ENV": '"development"' },
  });
  return outputFiles[0]?.text ?? "";
}

for (const [framework, folder] of /** @type {const} */ ([
  ["React 18", "."],
  ["React 19", "latest"],
])) {
  test(`${framework} takes over the element itself, which has been at work before, without a warning`, async () => {
    const toText = await bundle(
      folder,
      'import { renderToString } from "react-dom/server.browser"; console.log(renderToString(app)); process.exit();',
    );
    // In a process of its own, as it leaves one running.
    const html = execFileSync(process.execPath, ["--input-type=module"], { input: toText, encoding: "utf8" }).trim();
    assert.match(html, /<pass-wave [^>]*sitekey="test-site"/);
    const hydrate = await bundle(
      folder,
      'import { hydrateRoot } from "react-dom/client"; hydrateRoot(document.querySelector("#app"), app);',
    );
    const widget = await on.server.open(on.browser, `<div id="app">${html}</div>`);
    /** @type {string[]} */
    const said = [];
    widget.page.on("console", (line) => ["warning", "error"].includes(line.type()) && said.push(line.text()));
    await widget.part("start").waitFor();
    await widget.page.waitForLoadState("networkidle");
    await widget.page.evaluate(() => Object.assign(globalThis, { before: document.querySelector("pass-wave") }));
    await widget.page.addScriptTag({ content: hydrate, type: "module" });
    const isHydrated = () => Object.keys(document.querySelector("#f") ?? {}).some((key) => key.startsWith("__react"));
    await widget.page.waitForFunction(isHydrated);
    await widget.verify();
    assert.equal(await widget.page.evaluate("before === document.querySelector('pass-wave')"), true, "not drawn anew");
    assert.deepEqual(said, []);
    assert.deepEqual(widget.faults, []);
    await widget.close();
  });
}

test("properties that were set before the script came are taken over", async () => {
  const { page, faults, close } = await openInlinePage(on.browser, on.server.url, "<!doctype html><p>Later.</p>");
  try {
    await page.evaluate(() => {
      const onlyRead = { validity: {}, labels: [], state: "verified", form: "far" };
      const properties = { ...onlyRead, sitekey: "test-site", name: "altcha", required: true };
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
    assert.deepEqual(faults, [], "what can only be read stays as it is");
  } finally {
    await close();
  }
});
