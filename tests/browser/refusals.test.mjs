// What a person hears, and what a developer reads in the console, where a page or a server is not set up rightly.
import assert from "node:assert/strict";
import { test } from "node:test";
import { freshPage, launch } from "../support/chromium.mjs";
import { FastServer, SITEKEY } from "../support/fast-server.mjs";
import { fixtures } from "../support/fixtures.mjs";
import { Site } from "../support/static-site.mjs";
import { LANGUAGES } from "../support/widget-strings.mjs";

/** @typedef {import("playwright-core").Page} Page */

const FORGOTTEN = "forgotten.localhost";

const on = fixtures({
  browser: launch,
  resolving: () => launch(["--host-resolver-rules=MAP plain.test 127.0.0.1"]),
  server: () => FastServer.start(),
  site: () => Site.start(),
});

/**
 * Opens a page of another site under this host, and presses; what it tells is gathered.
 * @param {object} [given]
 * @param {import("playwright-core").Browser} [given.browser] @param {string} [given.host]
 * @param {string} [given.attributes] @param {string} [given.lang]
 * @param {(page: Page) => Promise<unknown>} [given.prepare]
 */
async function pressed({
  browser = on.browser,
  host = "127.0.0.1",
  attributes = `sitekey="${SITEKEY}"`,
  lang = "en",
  prepare,
} = {}) {
  const html = `<!doctype html><html lang="${lang}"><meta charset="utf-8"><title>A site</title>
    <script>const codes = []; addEventListener("passwave-error", ({ detail }) => codes.push(detail.code));</script>
    <script src="${on.server.url}/passwave.js" async></script>
    <pass-wave way="press" ${attributes}></pass-wave>`;
  on.site.files = { "index.html": html, "favicon.ico": "" };
  const { context, page } = await freshPage(browser);
  page.setDefaultTimeout(15_000);
  const told = /** @type {string[]} */ ([]);
  page.on("console", (message) => told.push(message.text()));
  await prepare?.(page);
  await page.goto(`${on.site.url.replace("127.0.0.1", host)}/`);
  await page.locator("pass-wave [part=start]").click();
  return { page, told, close: () => context.close() };
}

/**
 * Waits until a line in the console has all of these parts: what tells of troubles is fetched then, and may come after
 * the words that a person hears.
 * @param {{ page: Page, told: string[] }} pressed @param {string[]} parts
 */
async function tells({ page, told }, ...parts) {
  const fits = (/** @type {string} */ line) => parts.every((part) => line.includes(part));
  if (told.some(fits)) return;
  await page
    .waitForEvent("console", { predicate: (message) => fits(message.text()) })
    .catch(() => assert.fail(`nothing tells of ${parts.join(", ")}:\n${told.join("\n")}`));
}

/** Waits until this is said in the widget. @param {Page} page @param {string | undefined} words */
const hears = (page, words) =>
  page.waitForFunction(
    (wanted) =>
      document.querySelector("pass-wave")?.shadowRoot?.querySelector("[part=message]")?.textContent === wanted,
    words,
  );

/** The codes of passwave-error. @param {Page} page @returns {Promise<string[]>} */
const codes = (page) => page.evaluate("codes");

for (const lang of ["en", "zh-Hans"]) {
  test(`a host that is missing in hostnames: the person hears what is true, in ${lang}`, async () => {
    const { page, told, close } = await pressed({ host: FORGOTTEN, lang });
    await hears(page, LANGUAGES.get(lang)?.notSetUp);
    assert.deepEqual(await codes(page), ["origin-not-allowed"]);
    await tells({ page, told }, `add "${FORGOTTEN}" to the hostnames`, on.server.url);
    await close();
  });
}

test("a wrong sitekey: the console says what to compare it with", async () => {
  const { page, told, close } = await pressed({ attributes: `sitekey="pw_wrong"` });
  await hears(page, LANGUAGES.get("en")?.notSetUp);
  assert.deepEqual(await codes(page), ["invalid-sitekey"]);
  await tells({ page, told }, "[[sites]]");
  await close();
});

test("a server of another version: the console says so, and it is not asked for ever", async () => {
  const prepare = (/** @type {Page} */ page) =>
    page.route(/\/challenge\?/, (route) =>
      route.fulfill({ json: { ticket: "1" }, headers: { "access-control-allow-origin": "*" } }),
    );
  const { page, told, close } = await pressed({ prepare });
  await hears(page, LANGUAGES.get("en")?.notSetUp);
  assert.deepEqual(await codes(page), ["unknown-version"]);
  await tells({ page, told }, "another version");
  await close();
});

test("an address that is no Passwave server: the console names the address and the attribute", async () => {
  const { page, told, close } = await pressed({
    attributes: `sitekey="${SITEKEY}" server="${on.site.url}/elsewhere/"`,
  });
  await hears(page, LANGUAGES.get("en")?.unreachable);
  assert.deepEqual(await codes(page), ["server-unreachable"]);
  await tells({ page, told }, "passwave:", `${on.site.url}/elsewhere/challenge`, "HTTP 404", "server=");
  await close();
});

test("a server that does not answer: the console names the address that was tried", async () => {
  const { page, told, close } = await pressed({
    attributes: `sitekey="${SITEKEY}" server="http://127.0.0.1:9/"`,
  });
  await hears(page, LANGUAGES.get("en")?.unreachable);
  await tells({ page, told }, "no answer from http://127.0.0.1:9/challenge");
  await close();
});

test("a page over plain http: the console says that phones give it no motion", async () => {
  const { told, close, page } = await pressed({ browser: on.resolving, host: "plain.test" });
  await hears(page, LANGUAGES.get("en")?.notSetUp);
  await tells({ page, told }, "not served over https");
  await close();
});

test("words that cannot be fetched: English is at hand, and no button is without a name", async () => {
  const prepare = (/** @type {Page} */ page) => page.route(/\/strings\//, (route) => route.abort());
  for (const lang of ["en", "de"]) {
    const { page, close } = await pressed({ lang, prepare });
    await hears(page, LANGUAGES.get("en")?.verified);
    const nameless = await page
      .locator("pass-wave")
      .evaluate((element) =>
        [...(element.shadowRoot?.querySelectorAll("button") ?? [])]
          .filter(
            (button) => !button.textContent?.trim() && !button.ariaLabel && !button.getAttribute("aria-labelledby"),
          )
          .map((button) => button.className),
      );
    assert.deepEqual(nameless, [], lang);
    await close();
  }
});

test("a script that is missing: what stands inside the element shows", async () => {
  const { context, page } = await freshPage(on.browser);
  on.site.files = {
    "index.html": `<!doctype html><html lang="en"><title>A site</title>
      <script src="${on.server.url}/no-such-script.js" async></script>
      <pass-wave sitekey="${SITEKEY}">The check did not load. Call us: 0100 555 0100.</pass-wave>`,
    "favicon.ico": "",
  };
  await page.goto(`${on.site.url}/`);
  assert.ok(await page.getByText("Call us: 0100 555 0100").isVisible());
  await context.close();
});
