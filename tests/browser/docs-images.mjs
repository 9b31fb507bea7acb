// Takes every picture of docs/images that shows the check: run it when that looks different, and look at each.
// node tests/browser/docs-images.mjs, after `cargo xtask build` and `cargo build -p passwave-server`.
import { join } from "node:path";
import { freshPage, launch } from "../support/chromium.mjs";
import { FastServer } from "../support/fast-server.mjs";
import { startDemo } from "../support/passwave-server.mjs";
import { ROOT } from "../support/paths.mjs";
import { still } from "../support/resting-phone.mjs";
import { press } from "../support/widget-actions.mjs";
import { MockWidgets, step } from "../support/widget-states.mjs";

/** @typedef {import("playwright-core").Browser} Browser */

/** @param {string} name */
const picture = (name) => ({ path: join(ROOT, "docs/images", `${name}.png`) });

const SCREEN = { viewport: { width: 1100, height: 900 }, deviceScaleFactor: 1.5 };

const COLUMNS =
  "body { display: flex; gap: 24px; align-items: start; width: max-content; margin: 0; padding: 12px; background: #fff } section { display: grid; gap: 24px; width: 352px }";

/** The check as people meet it, for the README. @param {Browser} browser */
async function takeWidget(browser) {
  const quick = await FastServer.start();
  const body = `<style>${COLUMNS}</style>
    <section>${quick.widget(`theme="light" way="press"`)}${quick.widget(`id="verified" theme="light" way="press"`)}${quick.widget(`id="asked" theme="light"`)}${quick.widget(`id="dark" theme="dark" lang="zh-Hans"`)}</section>
    <section>${quick.widget(`mode="elder" theme="light"`)}</section>`;
  const widgetPage = await quick.open(browser, body, { recording: still(), options: SCREEN });
  const { page } = widgetPage;
  const reached = (/** @type {string} */ id, /** @type {string} */ state) =>
    page.waitForFunction(
      ([id, state]) => /** @type {any} */ (document.getElementById(String(id))).state === state,
      [id, state],
    );
  for (const id of ["verified", "dark"]) {
    await press(page.locator(`#${id}`));
    await reached(id, "verified");
  }
  await page.locator("#asked [part=start]").click();
  await reached("asked", "listening");
  await page.evaluate(() => /** @type {HTMLElement} */ (document.activeElement).blur());
  await page.mouse.move(0, 0);
  await page.locator("body").screenshot(picture("widget"));
  await widgetPage.close();
  await quick.stop();
}

/** The states of the check, for docs/theming.md: on a computer, and on a phone that waves. */
const SHOWN = [
  { way: "press", names: ["idle", "working", "verified", "failed", "expired"] },
  { way: "wave", names: ["idle", "prompt", "working", "verified", "failed"] },
];

/** In the page: a step for each check. Puppets have no order: each shows first whose it is. @param {any[]} steps */
function showEach(steps) {
  const checks = /** @type {any[]} */ ([...document.querySelectorAll("pass-wave")]);
  // @ts-expect-error: set by the puppet
  for (const { view, way } of puppets) {
    const before = checks.map(({ state }) => state);
    view.show("asking", "", false);
    const nth = checks.findIndex(({ state }, nth) => state === "asking" && before[nth] === "idle");
    const { state, message, isVerdict } = steps[nth];
    view.show(state, typeof message === "object" ? message[way] : message, Boolean(isVerdict));
    view.progress(0.4);
    if (state === "idle") checks.splice(nth, 1, {});
  }
}

/** @param {Browser} browser @param {string} server */
async function takeStates(browser, server) {
  const columns = SHOWN.map(({ way, names }) => {
    const checks = names.map(() => `<pass-wave sitekey="demo" way="${way}" theme="light"></pass-wave>`);
    return `<section style="display: grid; gap: 16px; width: 352px">${checks.join("")}</section>`;
  });
  const body = `<div id="states" style="display: flex; gap: 24px; width: max-content; padding: 12px; background: #fff">${columns.join("")}</div>`;
  const mock = await MockWidgets.open(browser, server, { body }, { ...SCREEN, reducedMotion: "reduce" });
  const steps = SHOWN.flatMap(({ names }) => names.map(step));
  await mock.page.evaluate(showEach, steps);
  await mock.page.waitForFunction(
    (count) =>
      [...document.querySelectorAll("pass-wave")].filter(({ shadowRoot }) =>
        shadowRoot?.querySelector("[part~=message]:not(:empty), [data-state=idle]"),
      ).length === count,
    steps.length,
  );
  await mock.page.locator("#states").screenshot(picture("states"));
  await mock.close();
}

/** Eight looks, for docs/theming.md. @param {Browser} browser @param {string} server */
async function takeLooks(browser, server) {
  const { page, context } = await freshPage(browser, SCREEN);
  await page.goto(`${server}/examples/looks.html`);
  await page.locator("pass-wave [part~=box][lang]").nth(7).waitFor();
  await page.waitForLoadState("networkidle");
  await page.locator(".looks").screenshot(picture("looks"));
  await context.close();
}

const [browser, demo] = await Promise.all([launch(), startDemo()]);
await takeWidget(browser);
await takeStates(browser, demo.url);
await takeLooks(browser, demo.url);
await demo.stop();
await browser.close();
