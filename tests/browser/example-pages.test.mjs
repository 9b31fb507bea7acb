// The example pages do what they show. Those about looks, web views and apps have tests of their own.
import assert from "node:assert/strict";
import { test } from "node:test";
import { launch } from "../support/chromium.mjs";
import { Server } from "../support/passwave-server.mjs";
import { together } from "../support/fixtures.mjs";
import { Visit } from "../support/page-object.mjs";

const on = together({ browser: () => launch(), server: () => Server.demo() });

/** @param {string} name */
const open = (name) => Visit.open(on.browser, `${on.server.url}/examples/${name}.html`);

/** @param {Visit} visit */
async function pressInstead(visit) {
  await visit.part("press-instead").first().click();
  assert.equal(await visit.reach(["verified", "failed"]), "verified", await visit.story());
}

/** @param {Visit} visit @param {string} id @param {string} words */
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
    const visit = await open("form");
    await visit.page.locator("form > [type=submit]").click();
    await visit.page.waitForFunction(() => document.activeElement?.localName === "pass-wave");
    assert.match(visit.page.url(), /form\.html$/, "the form was not sent");
    await pressInstead(visit);
    assert.equal((await visit.submit()).success, true);
    assert.deepEqual(visit.faults, []);
    await visit.close();
  },
);

test("fetch.html: the form sent by a script starts over, and can be sent again", { timeout: 60_000 }, async () => {
  const visit = await open("fetch");
  for (let time = 0; time < 2; time += 1) {
    await pressInstead(visit);
    await visit.page.locator("form > [type=submit]").click();
    await reads(visit, "answer", "Signed in.");
    await visit.reach(["idle"]);
    assert.equal(await visit.token(), "");
    await visit.page.evaluate(() => document.getElementById("answer")?.replaceChildren());
  }
  assert.deepEqual(visit.faults, []);
  await visit.close();
});

test(
  "router.html: the check comes and goes with its view, forgets its token, and verifies there",
  { timeout: 60_000 },
  async () => {
    const visit = await open("router");
    assert.equal(await visit.page.locator("pass-wave").count(), 0);
    await visit.page.click("text=Sign in");
    await pressInstead(visit);
    await visit.page.click("text=Home");
    await visit.page.locator("pass-wave").waitFor({ state: "detached" });
    await visit.page.click("text=Sign in");
    assert.equal(await visit.token(), "");
    await pressInstead(visit);
    await visit.page.locator("form > button").click();
    assert.equal(JSON.parse((await visit.page.locator("pre").textContent()) ?? "").success, true);
    assert.deepEqual(visit.faults, []);
    await visit.close();
  },
);

test(
  "functions.html: the one of the class and the one that was rendered both call back",
  { timeout: 60_000 },
  async () => {
    const visit = await open("functions");
    await visit.page.locator("#second pass-wave[mode=elder]").waitFor();
    const tokens = () =>
      visit.page.evaluate(() =>
        new FormData(/** @type {HTMLFormElement} */ (document.forms[0]))
          .getAll("passwave-response")
          .map(String)
          .filter(Boolean),
      );
    for (const place of [".passwave", "#second"]) {
      await visit.page.evaluate(() => document.getElementById("heard")?.replaceChildren());
      await visit.page.locator(`${place} pass-wave`).locator("[part~=press-instead]").click();
      await reads(visit, "heard", "A token of");
    }
    assert.equal(new Set(await tokens()).size, 2);
    assert.deepEqual(visit.faults, []);
    await visit.close();
  },
);

test("events.html: what it hears is written down in the order of the story", { timeout: 60_000 }, async () => {
  const visit = await open("events");
  await pressInstead(visit);
  await reads(visit, "heard", "passwave-verified");
  const heard = await visit.page.locator("#log li").allTextContents();
  assert.deepEqual(
    heard.filter((line) => /checking|verified/.test(line)),
    ["passwave-state: checking", "passwave-state: verified", "passwave-verified"],
  );
  assert.deepEqual(visit.faults, []);
  await visit.close();
});

test(
  "on-device.html: verified with no request but for the widget's own files, and no token",
  { timeout: 60_000 },
  async () => {
    /** @type {string[]} */
    const asked = [];
    const visit = await Visit.open(on.browser, `${on.server.url}/examples/on-device.html`, {
      prepare: async (page) =>
        page.on("request", (request) => asked.push(`${request.method()} ${new URL(request.url()).pathname}`)),
    });
    await pressInstead(visit);
    assert.equal(await visit.token(), "");
    assert.deepEqual(
      asked.filter((request) => /^POST|challenge|redeem/.test(request)),
      [],
    );
    assert.ok(asked.includes("GET /passwave-on-device.js"), asked.join(" "));
    await visit.close();
  },
);
