// Which of the compiled widgets a visit fetches: the one without a recogniser where no gesture may be asked for.
import assert from "node:assert/strict";
import { test } from "node:test";
import { launch, PHONE } from "../support/chromium.mjs";
import { FastServer } from "../support/fast-server.mjs";
import { fixtures } from "../support/fixtures.mjs";
import { waves } from "../support/recordings.mjs";
import { retryOnStall } from "../support/retry-on-stall.mjs";

/** @typedef {import("../support/page-object.mjs").WidgetPage} WidgetPage */

const on = fixtures({ browser: launch, server: () => FastServer.start() });

/**
 * The parts of the compiled widget that the page has fetched.
 * @param {WidgetPage} widgetPage @returns {Promise<string[]>}
 */
const compiledParts = ({ page }) =>
  page.evaluate(() =>
    performance
      .getEntriesByType("resource")
      .map(({ name }) => /[^/]*(?=\?|$)/.exec(new URL(name).pathname)?.[0] ?? "")
      .filter((name) => /^passwave-(core|press|plain)\./.test(name))
      .sort(),
  );

const PRESS = ["passwave-press.js", "passwave-press.wasm"];
const CORE = ["passwave-core.js", "passwave-core.wasm"];

for (const way of ["press", "slide"]) {
  test(`where the site asks for a ${way}, a press verifies without a recogniser`, { timeout: 30_000 }, async () => {
    const widgetPage = await on.server.open(on.browser, on.server.widget(`way="${way}"`));
    await widgetPage.verify();
    assert.deepEqual(await compiledParts(widgetPage), PRESS);
    assert.deepEqual(widgetPage.faults, []);
    await widgetPage.close();
  });
}

test("where a gesture may be asked for, the recogniser is there before the press", { timeout: 30_000 }, async () => {
  const widgetPage = await on.server.open(on.browser, on.server.widget(), { options: PHONE });
  await widgetPage.page.waitForFunction((parts) => {
    const fetched = performance.getEntriesByType("resource").map(({ name }) => new URL(name).pathname);
    return parts.every((part) => fetched.includes(`/${part}`));
  }, CORE);
  assert.deepEqual(await compiledParts(widgetPage), CORE);
  await widgetPage.close();
});

test("two checks on a page, one to be pressed and one to be waved, both verify", { timeout: 60_000 }, async () => {
  const [press, wave] = ["press", "wave"].map((way) => on.server.widget(`way="${way}"`));
  const widgetPage = await on.server.open(on.browser, `<form>${press}</form><form>${wave}</form>`);
  for (const nth of [0, 1]) {
    const token = await widgetPage.page
      .locator("pass-wave")
      .nth(nth)
      .evaluate((/** @type {any} */ element) => {
        const ended = new Promise((resolve) =>
          element.addEventListener("passwave-verified", (/** @type {any} */ { detail }) => resolve(detail.token)),
        );
        element.press();
        return ended;
      });
    assert.equal((await on.server.verify(token)).success, true, `check ${nth}`);
  }
  assert.deepEqual(widgetPage.faults, []);
  await widgetPage.close();
});

test("a check that was pressed, and is then to be waved, fetches the recogniser", { timeout: 120_000 }, () =>
  retryOnStall(async () => {
    const [recording] = waves(1);
    const widgetPage = await on.server.open(on.browser, on.server.widget('way="press"'), { recording });
    await widgetPage.verify();
    assert.deepEqual(await compiledParts(widgetPage), PRESS);
    await widgetPage.page.locator("pass-wave").evaluate((element) => {
      element.setAttribute("way", "wave");
      /** @type {any} */ (element).reset();
    });
    const state = await widgetPage.wave();
    const [parts, story] = [await compiledParts(widgetPage), await widgetPage.story()];
    const { gap_ms, faults } = widgetPage;
    await widgetPage.close();
    assert.deepEqual(parts, [...CORE, ...PRESS]);
    assert.deepEqual(faults, []);
    return { state, gap_ms, story };
  }).then(({ state, story }) => assert.equal(state, "verified", story)),
);
