// The programs of the documents do what the documents say.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { launch } from "../support/chromium.mjs";
import { programs } from "../support/code-blocks.mjs";
import { ROOT } from "../support/paths.mjs";
import { FastServer, SITEKEY } from "../support/fast-server.mjs";
import { fixtures } from "../support/fixtures.mjs";
import { openPage } from "../support/open-page.mjs";
import { Site } from "../support/static-site.mjs";
import { pressOnly, reach } from "../support/widget-actions.mjs";

const on = fixtures({ browser: launch, server: FastServer.start, site: () => Site.start() });

/** Pages for Passwave; the others in the documents are what people come from. @param {string} name */
const pages = (name) =>
  programs(name, "html", on.server.url).filter((html) => html.includes(`<script src="${on.server.url}`));

/** The page's token: of the field, or what it has printed. @param {string} html */
async function tokenOf(html) {
  on.site.files = {
    "index.html": html.includes("<!doctype") ? html : `<!doctype html><html lang="en"><title>A page</title>${html}`,
    "favicon.ico": "",
  };
  const { page, faults, close } = await openPage(on.browser, `${on.site.url}/`);
  await page.waitForFunction(() => customElements.get("pass-wave") && document.querySelector("pass-wave"));
  const isShown = await page.locator("pass-wave").isVisible();
  if (isShown) await pressOnly(page);
  await reach(page, "verified");
  const fields = await page.evaluate(() =>
    [...document.forms].flatMap((form) => [...new FormData(form).values()].map(String)),
  );
  // Also what was printed while the page was still opened: one begins by itself.
  const printed = (await page.consoleMessages()).filter((line) => line.type() === "log").map((line) => line.text());
  const token = [...fields, ...printed].find((text) => text.length > 100) ?? "";
  assert.deepEqual(faults, []);
  await close();
  return token;
}

for (const [name, least] of /** @type {const} */ ([
  ["getting-started.md", 1],
  ["migration.md", 6],
  ["options.md", 1],
])) {
  test(`each page of ${name} gets a token that siteverify takes`, { timeout: 120_000 }, async () => {
    const all = pages(name).filter((html) => !html.includes('evidence="none"'));
    assert.ok(all.length >= least, `${all.length} pages`);
    for (const html of all) {
      const answer = await on.server.verify(await tokenOf(html));
      assert.equal(answer.success, true, `${JSON.stringify(answer)}\n${html}`);
    }
  });
}

test("options.md names every attribute that the element reads, and the types have it", () => {
  const source = readFileSync(join(ROOT, "www/src/loader/form-field.js"), "utf8");
  const lists = source.match(/^(?:export )?const (BOOLEANS|ATTRIBUTES) = \[[^]*?\];$/gm)?.join("") ?? "";
  const read = [...lists.matchAll(/"([\w-]+)"/g)].map(([, name]) => String(name));
  const all = [...new Set(read)].sort();
  assert.ok(all.includes("sitekey") && all.includes("worker-src") && all.includes("required"), all.join(" "));
  const table = readFileSync(join(ROOT, "docs/options.md"), "utf8").split("| property |")[0] ?? "";
  assert.deepEqual(
    all.filter((name) => !table.includes(`\`${name}\``)),
    [],
    "not in the document",
  );
  const types = readFileSync(join(ROOT, "pkg/types/passwave.d.ts"), "utf8");
  assert.deepEqual(
    all.filter((name) => !new RegExp(`^  "?${name}"?\\?:`, "m").test(types)),
    [],
    "not in the types",
  );
});

test("the page of options.md without a server is verified, and has no token", async () => {
  const [html, ...others] = pages("options.md").filter((page) => page.includes('evidence="none"'));
  assert.deepEqual(others, []);
  assert.equal(await tokenOf(html ?? ""), "");
});

test("the form of forms.md that a script sends", async () => {
  const [script, ...others] = programs("forms.md", "js", on.server.url);
  assert.deepEqual(others, []);
  /** @type {string[]} */
  const sent = [];
  const form = `<form action="/sent"><pass-wave sitekey="${SITEKEY}" required></pass-wave><button>Send</button></form>`;
  on.site.files = {
    "index.html": `<!doctype html><html lang="en"><title>Form</title><script src="${on.server.url}/passwave.js"></script>${form}<script>${script}</script>`,
    "favicon.ico": "",
  };
  const { page, close } = await openPage(on.browser, `${on.site.url}/`);
  await page.route("**/sent", (route) => {
    sent.push(route.request().postData() ?? "");
    return route.fulfill({ status: 422, body: "" });
  });
  await pressOnly(page);
  await page.waitForFunction(() => /** @type {any} */ (document.querySelector("pass-wave")).value !== "");
  await page.click("button");
  await page.waitForFunction(() => /** @type {any} */ (document.querySelector("pass-wave")).value === "");
  const token = new URLSearchParams(sent[0]).get("passwave-response") ?? "";
  assert.equal((await on.server.verify(token)).success, true);
  await close();
});
