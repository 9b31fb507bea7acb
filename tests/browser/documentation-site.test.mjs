// The documentation as a site, served by the server: its links, its search, its pages for everybody.
import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join, posix } from "node:path";
import { after, before, suite, test } from "node:test";
import { findings } from "../support/axe.mjs";
import { freshPage, launch } from "../support/chromium.mjs";
import { ROOT } from "../support/paths.mjs";
import { parsed } from "../../xtask/src/docs/markdown.mjs";
import { startServer } from "../support/passwave-server.mjs";

const SITE = process.env.PASSWAVE_DOCS_SITE ?? join(ROOT, "target/docs");
const pages = readdirSync(SITE, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".html"));
/** What the documentation consists of; the others show files of the checkout. */
const written = pages.filter((name) => !name.startsWith("project/") || !/\/.*\//.test(name));
const COMMAND = /^(passwave|cargo|npm|curl|kill) /;
/**
 * Sections of one name are on several pages; the sentence around a link says which one is meant. Without a script only
 * `<details>` can be opened, and it is read as a group of text where its summary has no role.
 */
const SKIPPED = ["identical-links-same-purpose", "summary"];
/** axe decides about colours only where an element is in sight as a whole. */
const HEIGHT = 10_000;
const LIMIT_MS = 300_000;

/** Terms that someone of this field searches for, and the page that must come first. */
const TERMS = {
  "rate limit": "configuration.html",
  "proof of work": "protocol.html",
  difficulty: "configuration.html",
  "write-ahead log": "configuration.html",
  "rotate keys": "operating.html",
  CORS: "protocol.html",
  "Content-Security-Policy": "strict-pages.html",
  "reverse proxy": "deployment.html",
  "health check": "operating.html",
  metrics: "operating.html",
  privacy: "privacy.html",
  GDPR: "privacy.html",
  troubleshooting: "troubleshooting.html",
  upgrade: "upgrading.html",
  "test keys": "verification-api.html",
  "offline verification": "verification-api.html",
  accessibility: "accessibility.html",
  "elder mode": "accessibility.html",
  "screen reader": "accessibility.html",
  "threat model": "threat-model.html",
  环境变量: "zh-CN/operating.html",
  健康检查: "zh-CN/operating.html",
  内容安全策略: "zh-CN/getting-started.html",
};

/** @type {import("playwright-core").Browser} */
let browser;
/** @type {Awaited<ReturnType<typeof startServer>>} */
let server;

before(async () => {
  browser = await launch();
  server = await startServer(["--demo", "--listen", "127.0.0.1:0", "--docs", SITE]);
});

after(async () => {
  await browser.close();
  await server.stop();
});

/** The addresses in a page. @param {string} name */
const linksOf = (name) =>
  [...readFileSync(join(SITE, name), "utf8").matchAll(/ (?:href|src|action)="([^"]*)"/g)].map(([, link = ""]) => link);

test("every link on every page leads to a file, and to an anchor in it", () => {
  const wrong = [];
  let checked = 0;
  for (const name of pages) {
    for (const link of linksOf(name).filter((address) => !/^[a-z]+:/.test(address))) {
      const [path = "", anchor] = link.split("#");
      const to = path ? posix.join(posix.dirname(name), path) : name;
      const isThere = existsSync(join(SITE, to)) && !to.startsWith("..");
      const has = () => !anchor || readFileSync(join(SITE, to), "utf8").includes(` id="${decodeURIComponent(anchor)}"`);
      if (!isThere || !has()) wrong.push(`${name}: ${link}`);
      checked += 1;
    }
  }
  assert.deepEqual(wrong, []);
  assert.ok(checked > 1000, `${checked} links`);
});

/** What a reader types or copies: code blocks, and commands within the text. @param {string} name */
function copied(name) {
  const tokens = parsed(readFileSync(join(ROOT, "docs", name), "utf8"));
  const blocks = tokens.filter(({ type }) => type === "fence" || type === "code_block");
  const spans = tokens.flatMap(({ children }) => children ?? []).filter(({ type }) => type === "code_inline");
  const commands = spans.map(({ content }) => content).filter((content) => COMMAND.test(content));
  return { blocks: blocks.map(({ content }) => content), commands: [...new Set(commands)].sort() };
}

const CHINESE = readdirSync(join(ROOT, "docs/zh-CN")).filter((name) => name !== "README.md");

test("getting started, operating and integrations are there in Chinese", () => {
  assert.deepEqual(CHINESE.sort(), ["getting-started.md", "integrations.md", "operating.md"]);
});

for (const name of CHINESE) {
  test(`docs/zh-CN/${name} has the code blocks and names the commands of the English page`, () => {
    const [english, chinese] = [copied(name), copied(`zh-CN/${name}`)];
    assert.ok(english.blocks.length > 5, `${english.blocks.length} code blocks`);
    assert.deepEqual(chinese.blocks, english.blocks);
    for (const command of english.commands) assert.ok(chinese.commands.includes(command), command);
  });
}

suite("pages", () => {
  // Colours do not depend on the width, nor the layout on the colours.
  for (const [colorScheme, width] of /** @type {const} */ ([
    ["light", 1280],
    ["dark", 360],
  ])) {
    test(`axe finds nothing, ${colorScheme}, ${width} pixels wide`, { timeout: LIMIT_MS }, async () => {
      assert.ok(written.length > 30, `${written.length} pages`);
      const { context, page, faults } = await freshPage(browser, { colorScheme, viewport: { width, height: HEIGHT } });
      for (const name of written) {
        await page.goto(`${server.url}/docs/${name}`);
        assert.deepEqual(await findings(page, SKIPPED), [], name);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth);
        assert.ok(wide <= width, `${name} is ${wide} pixels wide`);
      }
      assert.deepEqual(faults, []);
      await context.close();
    });
  }
});

suite("search", () => {
  for (const [term, expected] of Object.entries(TERMS)) {
    test(`${term} leads to ${expected}`, async () => {
      const { context, page, faults } = await freshPage(browser);
      await page.goto(`${server.url}/docs/${expected.includes("/") ? "zh-CN/" : ""}`);
      await page.getByRole("searchbox").fill(term);
      await page.getByRole("searchbox").press("Enter");
      await page.locator("#results a").first().click();
      assert.equal(new URL(page.url()).pathname, `/docs/${expected}`);
      assert.deepEqual(faults, []);
      await context.close();
    });
  }

  test("it works from a folder without a server, and says how much was found", async () => {
    const { context, page, faults } = await freshPage(browser);
    await page.goto(`file://${join(SITE, "search.html")}`);
    await page.getByRole("searchbox").fill("siteverify");
    assert.match(await page.locator("#found").innerText(), /^\d+ places found$/);
    await page.getByRole("searchbox").fill("xyzzyplugh");
    assert.equal(await page.locator("#found").innerText(), "Nothing found");
    assert.equal(await page.locator("#results li").count(), 0);
    assert.deepEqual(faults, []);
    await context.close();
  });
});
