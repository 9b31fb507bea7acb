// Exceptions in what the compiled widget calls: the page is told, and the widget can be pressed again.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Effects } from "../../www/src/main/effects.js";
import { withoutExceptions } from "../../www/src/main/without-exceptions.js";
import { freshPage, launch } from "../support/chromium.mjs";
import { FastServer } from "../support/fast-server.mjs";
import { fixtures } from "../support/fixtures.mjs";
import { serveInline } from "../support/open-page.mjs";
import { CHALLENGE, GRANTED, SETTINGS } from "../support/played-server.mjs";
import { loadCore } from "../support/widget-wasm.mjs";

const on = fixtures({ browser: launch, server: () => FastServer.start() });

/** Notes the codes of all errors that the page is told. */
const NOTE_ERRORS = `<script>
  const errorCodes = [];
  addEventListener("passwave-error", ({ detail }) => errorCodes.push(detail.code));
</script>`;

/** @param {import("../support/page-object.mjs").WidgetPage} widgetPage @returns {Promise<string[]>} */
// @ts-expect-error: made by NOTE_ERRORS
const errorCodes = ({ page }) => page.evaluate(() => errorCodes);

/**
 * Presses, and returns how the attempt ends.
 * @param {import("../support/page-object.mjs").WidgetPage} widgetPage @returns {Promise<string>}
 */
function pressed({ page }) {
  return page.locator("pass-wave").evaluate(
    (element) =>
      new Promise((resolve) => {
        element.addEventListener("passwave-state", (event) => {
          const { state } = /** @type {CustomEvent} */ (event).detail;
          if (["verified", "failed"].includes(state)) resolve(state);
        });
        /** @type {any} */ (element).press();
      }),
  );
}

/** Waits until the widget says something. @param {import("../support/page-object.mjs").WidgetPage} widgetPage */
const sentence = ({ page }) =>
  page.waitForFunction(
    () => document.querySelector("pass-wave")?.shadowRoot?.querySelector("[part=message]")?.textContent,
  );

for (const [attribute, address] of [
  ["server", "https://"],
  ["worker-src", "http://["],
]) {
  const written = `${attribute}="${address}"`;
  test(`with ${written} a press fails, says why, and works once that is mended`, { timeout: 20_000 }, async () => {
    const widgetPage = await on.server.open(on.browser, NOTE_ERRORS + on.server.widget(written));
    assert.equal(await pressed(widgetPage), "failed");
    await sentence(widgetPage);
    assert.deepEqual(await errorCodes(widgetPage), ["widget-error"]);
    assert.ok(widgetPage.faults.join().includes(written), widgetPage.faults.join());
    await widgetPage.page.locator("pass-wave").evaluate((element, name) => element.removeAttribute(name), attribute);
    assert.equal(await pressed(widgetPage), "verified");
    await widgetPage.close();
  });
}

/** Answers like a server that accepts everything. @type {typeof fetch} */
const acceptAll = async (address) => Response.json(String(address).includes("challenge?") ? CHALLENGE : GRANTED);

/** What a press makes the compiled widget call, besides the request for a challenge, which is tried above. */
const SERVICES = /** @type {const} */ ([
  "setTimer",
  "clearTimer",
  "clearTimers",
  "startWork",
  "stopWork",
  "redeem",
  "token",
]);

for (const service of SERVICES) {
  test(`after an exception in ${service} a press verifies again`, { timeout: 10_000 }, async (context) => {
    context.mock.method(globalThis, "fetch", acceptAll);
    const { Widget } = await loadCore();
    const effects = new Effects(
      () => SETTINGS,
      () => {},
    );
    const exceptions = /** @type {unknown[]} */ ([]);
    const services = withoutExceptions(effects, (error) => {
      exceptions.push(error);
      effects.fail();
    });
    let onEnd = (/** @type {string} */ _state) => {};
    const view = {
      show: (/** @type {string} */ state) => ["verified", "failed"].includes(state) && onEnd(state),
      error: () => {},
      progress: () => {},
    };
    const widget = new Widget(/** @type {any} */ (view), /** @type {any} */ (services));
    effects.widget = widget;
    widget.choose("press", "standard");
    const press = () => new Promise((resolve) => ((onEnd = resolve), widget.press(false)));

    const broken = context.mock.method(effects, service, () => {
      throw new Error("broken");
    });
    await press();
    assert.ok(exceptions.length > 0, `${service} was called`);
    broken.mock.restore();
    widget.reset();
    assert.equal(await press(), "verified");
    widget.reset(); // No timer keeps the process.
  });
}

/** Begins the check by itself, and says when its audio would be closed. A look from outside would count as a touch. */
const BEGIN = `<script>
  customElements.whenDefined("pass-wave").then(() => document.querySelector("pass-wave").press());
  addEventListener("passwave-verified", () => setTimeout(() => console.log("at rest"), 1500));
</script>`;

test("a check that a script begins ends without a fault, though no sound may begin", { timeout: 20_000 }, async () => {
  const { page, context, faults } = await freshPage(on.browser);
  const address = `${on.server.url}/a-page`;
  const head = `<script src="/passwave.js" async></script>`;
  await serveInline(page, address, on.server.widget() + BEGIN, { head });
  const isAtRest = page.waitForEvent("console", (line) => line.text() === "at rest");
  await page.goto(address);
  await isAtRest;
  assert.deepEqual(faults, []);
  await context.close();
});

test("an exception in what shows the widget keeps nobody from verifying", { timeout: 20_000 }, async () => {
  const prepare = (/** @type {import("playwright-core").Page} */ page) =>
    page.addInitScript(() => {
      Object.defineProperty(navigator, "wakeLock", {
        get() {
          throw new Error("broken");
        },
      });
    });
  const widgetPage = await on.server.open(on.browser, on.server.widget(), { prepare });
  assert.equal(await pressed(widgetPage), "verified");
  assert.match(widgetPage.faults.join(), /broken/);
  await widgetPage.close();
});
