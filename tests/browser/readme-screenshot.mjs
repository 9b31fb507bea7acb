// Takes docs/images/widget.png: the check as it is, in four states. Run it when the widget looks different:
// node tests/browser/readme-screenshot.mjs, after `cargo xtask build` and `cargo build -p passwave-server`.
import { join } from "node:path";
import { launch } from "../support/chromium.mjs";
import { ROOT } from "../support/paths.mjs";
import { FastServer } from "../support/fast-server.mjs";
import { press } from "../support/widget-actions.mjs";
import { still } from "../support/resting-phone.mjs";

const PICTURE = join(ROOT, "docs/images/widget.png");
const SIZE = { width: 1100, height: 900 };
const LAYOUT =
  "body { display: flex; gap: 24px; align-items: start; width: max-content; margin: 0; padding: 12px; background: #fff } section { display: grid; gap: 24px; width: 352px }";

const [browser, quick] = await Promise.all([launch(), FastServer.start()]);
const body = `<style>${LAYOUT}</style>
  <section>${quick.widget(`theme="light" way="press"`)}${quick.widget(`id="verified" theme="light" way="press"`)}${quick.widget(`id="asked" theme="light"`)}${quick.widget(`id="dark" theme="dark" lang="zh-Hans"`)}</section>
  <section>${quick.widget(`mode="elder" theme="light"`)}</section>`;
const widgetPage = await quick.open(browser, body, {
  recording: still(),
  options: { viewport: SIZE, deviceScaleFactor: 1.5 },
});
const reached = (/** @type {string} */ id, /** @type {string} */ state) =>
  widgetPage.page.waitForFunction(
    ([id, state]) => /** @type {any} */ (document.getElementById(String(id))).state === state,
    [id, state],
  );
for (const id of ["verified", "dark"]) {
  await press(widgetPage.page.locator(`#${id}`));
  await reached(id, "verified");
}
await widgetPage.page.locator("#asked [part=start]").click();
await reached("asked", "listening");
await widgetPage.page.evaluate(() => /** @type {HTMLElement} */ (document.activeElement).blur());
await widgetPage.page.mouse.move(0, 0);
await widgetPage.page.locator("body").screenshot({ path: PICTURE });
await widgetPage.close();
await quick.stop();
await browser.close();
