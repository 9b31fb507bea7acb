// The example pages do what they show. Those about looks, web views and apps have tests of their own.
import assert from "node:assert/strict";
import { test } from "node:test";
import { launch } from "../support/chromium.mjs";
import { fixtures } from "../support/fixtures.mjs";
import { WidgetPage } from "../support/page-object.mjs";
import { startDemo } from "../support/passwave-server.mjs";

const on = fixtures({ browser: () => launch(), server: () => startDemo() });

/** @param {string} name */
const open = (name) => WidgetPage.open(on.browser, `${on.server.url}/examples/${name}.html`);

/** @param {WidgetPage} widgetPage @param {string} id @param {string} words */
const reads = ({ page }, id, words) =>
  page.waitForFunction(
    ([id, words]) => document.getElementById(String(id))?.textContent?.includes(String(words)),
    [id, words],
    { timeout: 10_000 },
  );

test(
  "form.html: held back until the check is done, then sent with a token that siteverify takes",
  { timeout: 60_000 },
  async () => {
    const widgetPage = await open("form");
    await widgetPage.page.locator("form > [type=submit]").click();
    await widgetPage.page.waitForFunction(() => document.activeElement?.localName === "pass-wave");
    assert.match(widgetPage.page.url(), /form\.html$/, "the form was not sent");
    await widgetPage.verify();
    assert.equal((await widgetPage.submit()).success, true);
    assert.deepEqual(widgetPage.faults, []);
    await widgetPage.close();
  },
);

test("fetch.html: the form sent by a script starts over, and can be sent again", { timeout: 60_000 }, async () => {
  const widgetPage = await open("fetch");
  for (let time = 0; time < 2; time += 1) {
    await widgetPage.verify();
    await widgetPage.page.locator("form > [type=submit]").click();
    await reads(widgetPage, "answer", "Signed in.");
    await widgetPage.reach(["idle"]);
    assert.equal(await widgetPage.token(), "");
    await widgetPage.page.evaluate(() => document.getElementById("answer")?.replaceChildren());
  }
  assert.deepEqual(widgetPage.faults, []);
  await widgetPage.close();
});

test(
  "router.html: the check comes and goes with its view, forgets its token, and verifies there",
  { timeout: 60_000 },
  async () => {
    const widgetPage = await open("router");
    assert.equal(await widgetPage.page.locator("pass-wave").count(), 0);
    await widgetPage.page.click("text=Sign in");
    await widgetPage.verify();
    await widgetPage.page.click("text=Home");
    await widgetPage.page.locator("pass-wave").waitFor({ state: "detached" });
    await widgetPage.page.click("text=Sign in");
    assert.equal(await widgetPage.token(), "");
    await widgetPage.verify();
    await widgetPage.page.locator("form > button").click();
    assert.equal(JSON.parse((await widgetPage.page.locator("pre").textContent()) ?? "").success, true);
    assert.deepEqual(widgetPage.faults, []);
    await widgetPage.close();
  },
);

test(
  "functions.html: the one of the class and the one that was rendered both call back",
  { timeout: 60_000 },
  async () => {
    const widgetPage = await open("functions");
    await widgetPage.page.locator("#second pass-wave[mode=elder]").waitFor();
    const tokens = () =>
      widgetPage.page.evaluate(() =>
        new FormData(/** @type {HTMLFormElement} */ (document.forms[0]))
          .getAll("passwave-response")
          .map(String)
          .filter(Boolean),
      );
    for (const place of [".passwave", "#second"]) {
      await widgetPage.page.evaluate(() => document.getElementById("log")?.replaceChildren());
      await widgetPage.page.locator(`${place} pass-wave`).locator("[part~=start]").click();
      await reads(widgetPage, "log", "A token of");
    }
    assert.equal(new Set(await tokens()).size, 2);
    assert.deepEqual(widgetPage.faults, []);
    await widgetPage.close();
  },
);

test("events.html: what it hears is written down in the order of the story", { timeout: 60_000 }, async () => {
  const widgetPage = await open("events");
  await widgetPage.verify();
  await reads(widgetPage, "log", "passwave-verified");
  const heard = await widgetPage.page.locator("#log li").allTextContents();
  assert.deepEqual(
    heard.filter((line) => /checking|verified/.test(line)),
    ["passwave-state: checking", "passwave-state: verified", "passwave-verified"],
  );
  assert.deepEqual(widgetPage.faults, []);
  await widgetPage.close();
});

test(
  "on-device.html: verified with no request but for the widget's own files, and no token",
  { timeout: 60_000 },
  async () => {
    /** @type {string[]} */
    const asked = [];
    const widgetPage = await WidgetPage.open(on.browser, `${on.server.url}/examples/on-device.html`, {
      prepare: async (page) =>
        page.on("request", (request) => asked.push(`${request.method()} ${new URL(request.url()).pathname}`)),
    });
    await widgetPage.verify();
    assert.equal(await widgetPage.token(), "");
    assert.deepEqual(
      asked.filter((request) => /^POST|challenge|redeem/.test(request)),
      [],
    );
    assert.ok(asked.includes("GET /passwave-on-device.js"), asked.join(" "));
    await widgetPage.close();
  },
);
