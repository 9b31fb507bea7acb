// The style sheets and the apps' scripts of the documents do what the documents say.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { test } from "node:test";
import { build } from "esbuild";
import { launch } from "../support/chromium.mjs";
import { program, programs } from "../support/code-blocks.mjs";
import { FRAMEWORKS } from "../support/framework-bundles.mjs";
import { ROOT } from "../support/paths.mjs";
import { FastServer, SITEKEY } from "../support/fast-server.mjs";
import { fixtures } from "../support/fixtures.mjs";
import { openInlinePage } from "../support/open-page.mjs";
import { verify } from "../support/widget-actions.mjs";

/** @typedef {import("playwright-core").Page} Page */

const on = fixtures({ browser: () => launch(), server: () => FastServer.start() });

/** @param {string} body @param {string} [css] @param {(page: Page) => Promise<unknown>} [prepare] */
const open = (body, css = "", prepare) =>
  openInlinePage(
    on.browser,
    on.server.url,
    `<!doctype html><html lang="en"><title>A page</title><script src="/passwave.js"></script><style>${css}</style>${body}</html>`,
    { prepare },
  );

const widget = (attributes = "") => `<pass-wave sitekey="${SITEKEY}" theme="light" ${attributes}></pass-wave>`;

/** How a check looks: what the custom properties and parts are for. @param {Page} page @param {string} selector */
const look = (page, selector) =>
  page.evaluate((selector) => {
    const root = document.querySelector(selector)?.shadowRoot;
    const style = (/** @type {string} */ part) =>
      getComputedStyle(/** @type {Element} */ (root?.querySelector(`[part~=${part}]`)));
    const [box, start] = [style("box"), style("start")];
    return {
      surface: box.backgroundColor,
      text: box.color,
      line: box.borderTopColor,
      corners: box.borderTopLeftRadius,
      size: box.fontSize,
      button: start.backgroundColor,
      label: style("label").color,
      edge: `${start.borderTopStyle} ${start.borderTopColor}`,
      height: start.minHeight,
    };
  }, selector);

const theming = readFileSync(join(ROOT, "docs/theming.md"), "utf8");

test("the custom properties of theming.md colour and round the check", async () => {
  const { page, close } = await open(widget(), program("theming.md", "css", on.server.url, "--passwave-accent"));
  const { edge, label, corners } = await look(page, "pass-wave");
  assert.deepEqual(
    { edge, label, corners },
    { edge: "solid rgb(74, 26, 140)", label: "rgb(74, 26, 140)", corners: "4px" },
  );
  await close();
});

test("the parts of theming.md reach the main button", async () => {
  const { page, close } = await open(widget(), program("theming.md", "css", on.server.url, "::part(start)"));
  const { button, edge } = await look(page, "pass-wave");
  assert.deepEqual({ button, edge }, { button: "rgba(0, 0, 0, 0)", edge: "dashed rgb(0, 61, 143)" });
  await close();
});

test("theming.md names the properties that there are, and parts that there are", async () => {
  const sheet =
    readFileSync(join(ROOT, "www/src/loader/view.css"), "utf8") +
    readFileSync(join(ROOT, "www/src/main/late-view.css"), "utf8");
  const names = (/** @type {string} */ text, /** @type {RegExp} */ which) =>
    [...new Set(Array.from(text.matchAll(which), ([, name]) => String(name)))].sort();
  const used = names(sheet, /var\((--passwave-[\w-]+)/g);
  const named = names(theming, /(--passwave-[\w-]+)/g);
  assert.ok(named.length >= 8);
  assert.deepEqual(
    named.filter((name) => !used.includes(name)),
    [],
    "named, and without effect",
  );
  const { page, close } = await open(widget());
  await page.locator("[part=options]").click();
  await page.locator("[part=panel]").waitFor();
  const parts = await page.evaluate(() =>
    [...(document.querySelector("pass-wave")?.shadowRoot?.querySelectorAll("[part]") ?? [])].map((element) =>
      element.getAttribute("part"),
    ),
  );
  const told =
    /`pass-wave::part\(start\)` and so on: ([^]*?)\n\n/.exec(theming)?.[1] ?? assert.fail("no list of parts");
  for (const [, name] of told.matchAll(/`([\w-]+)`/g)) assert.ok(parts.includes(String(name)), name);
  await close();
});

const LOOKS = ["plain", "night", "pill", "square", "violet", "paper", "outline", "loud"];

test("the eight looks are eight: each is seen, and each verifies", { timeout: 60_000 }, async () => {
  const css = readFileSync(join(ROOT, "www/examples/looks.css"), "utf8");
  const html = readFileSync(join(ROOT, "www/examples/looks.html"), "utf8");
  const elements = Array.from(html.matchAll(/<pass-wave [^>]*><\/pass-wave>/g), ([element]) =>
    element.replace('sitekey="demo"', `sitekey="${SITEKEY}"`),
  );
  assert.equal(elements.length, LOOKS.length);
  const { page, faults, close } = await open(elements.join(""), css);
  const seen = await Promise.all(LOOKS.map((name) => look(page, `pass-wave.${name}`)));
  assert.equal(new Set(seen.map((one) => JSON.stringify(one))).size, LOOKS.length, JSON.stringify(seen));
  for (const name of LOOKS) {
    await page.locator(`pass-wave.${name}`).locator("[part~=start]").click();
    await page.waitForFunction(
      (name) => /** @type {any} */ (document.querySelector(`pass-wave.${name}`)).state === "verified",
      name,
    );
  }
  assert.deepEqual(faults, []);
  await close();
});

/** Stands for what WeChat and Alipay put into a page. */
function mockedPrograms() {
  const sent = { wechat: "", alipay: "" };
  Object.assign(globalThis, {
    sentToPrograms: sent,
    wx: { miniProgram: { redirectTo: (/** @type {{ url: string }} */ { url }) => (sent.wechat = url) } },
    my: { postMessage: (/** @type {{ token: string }} */ { token }) => (sent.alipay = token) },
  });
}

test("the script for mini programs hands the token to each", async () => {
  const script = program("web-views.md", "js", on.server.url, "miniProgram");
  const { page, close } = await open(`${widget()}<script>${script}</script>`, "", (page) =>
    page.addInitScript(mockedPrograms),
  );
  await verify(page);
  // @ts-expect-error: set by mockedPrograms
  const { wechat, alipay } = await page.evaluate(() => sentToPrograms);
  assert.equal(wechat, `/pages/done?token=${encodeURIComponent(alipay)}`);
  assert.equal((await on.server.verify(alipay)).success, true);
  await close();
});

test("the same script does nothing where there is neither", async () => {
  const script = program("web-views.md", "js", on.server.url, "miniProgram");
  const { page, faults, close } = await open(`${widget()}<script>${script}</script>`);
  await verify(page);
  assert.deepEqual(faults, []);
  await close();
});

/** A mock of react-native-webview: it shows nothing, and keeps what it is given. */
const WEB_VIEW = "export const WebView = (props) => { globalThis.webViewProps = props; return null; };";

/**
 * Renders the documents' component as React does; what its web view was given.
 * @param {(token: string) => void} onToken
 */
async function reactNativeProps(onToken) {
  const source = program("web-views.md", "jsx", on.server.url, "react-native-webview");
  const contents = `${source}
    import { createElement } from "react";
    import { renderToString } from "react-dom/server";
    renderToString(createElement(Check, { onToken: globalThis.onToken }));`;
  const mock = {
    name: "react-native-webview",
    setup(/** @type {import("esbuild").PluginBuild} */ bundle) {
      bundle.onResolve({ filter: /^react-native-webview$/ }, ({ path }) => ({ path, namespace: "mock" }));
      bundle.onLoad({ filter: /./, namespace: "mock" }, () => ({ contents: WEB_VIEW }));
    },
  };
  const stdin = { contents, loader: /** @type {const} */ ("jsx"), resolveDir: FRAMEWORKS };
  const result = await build({
    stdin,
    bundle: true,
    write: false,
    format: "iife",
    platform: "node",
    jsx: "automatic",
    plugins: [mock],
    logLevel: "error",
  });
  Object.assign(globalThis, { onToken });
  new Function("require", result.outputFiles[0]?.text ?? "")(createRequire(import.meta.url));
  return /** @type {any} */ (globalThis).webViewProps;
}

test("React Native: what the page posts reaches the app as a token", async () => {
  /** @type {string[]} */
  const tokens = [];
  const props = await reactNativeProps((token) => tokens.push(token));
  assert.match(props.source.uri, /^https:/);
  const { page, close } = await open(widget(), "", async (page) => {
    const url = props.source.uri;
    await page.exposeFunction("toApp", (/** @type {string} */ data) => props.onMessage({ nativeEvent: { data, url } }));
    await page.addInitScript(
      "globalThis.heard = 0; globalThis.ReactNativeWebView = { postMessage: (text) => toApp(text).then(() => globalThis.heard += text.includes('passwave-verified')) }",
    );
  });
  await verify(page);
  await page.waitForFunction("globalThis.heard === 1");
  assert.equal(tokens.length, 1);
  assert.equal((await on.server.verify(String(tokens[0]))).success, true);
  await close();
});

test("React Native: a message from another page is no token", async () => {
  /** @type {string[]} */
  const tokens = [];
  const props = await reactNativeProps((token) => tokens.push(token));
  const data = JSON.stringify({ source: "passwave", type: "passwave-verified", token: "theirs" });
  const others = ["https://www.example.org.evil.example/", "http://www.example.org/sign-in", "about:blank", undefined];
  for (const url of others) props.onMessage({ nativeEvent: { data, url } });
  assert.deepEqual(tokens, []);
  props.onMessage({ nativeEvent: { data, url: props.source.uri } });
  assert.deepEqual(tokens, ["theirs"]);
});

test("the programs for apps go by the origin and the main frame, as far as each system tells them", () => {
  const swift = program("web-views.md", "swift", on.server.url, "WKScriptMessageHandler");
  for (const words of ["isOwnPage(message.frameInfo)", "isOwnPage(frame)", "frame.isMainFrame", "securityOrigin"])
    assert.ok(swift.includes(words), words);
  const kotlin = program("web-views.md", "kotlin", on.server.url, "WebView");
  for (const words of ["addWebMessageListener(", 'setOf("https://www.example.org")', "if (isMainFrame)"])
    assert.ok(kotlin.includes(words), words);
  assert.ok(!kotlin.includes("addJavascriptInterface"));
  const dart = program("web-views.md", "dart", on.server.url, "webview_flutter");
  for (const words of ["NavigationDecision.prevent", "_isOwn(await controller.currentUrl())"])
    assert.ok(dart.includes(words), words);
});

test("the documents' messages and units are those that there are", () => {
  const [message] = programs("web-views.md", "json", on.server.url);
  const { source, type } = JSON.parse(message ?? "");
  const host = readFileSync(join(ROOT, "www/src/main/webview-bridge.js"), "utf8");
  assert.ok(host.includes(`source: "${source}"`) && host.includes(`"${type}"`));
});
