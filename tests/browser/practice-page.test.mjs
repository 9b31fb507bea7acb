// The practice page: every gesture with no challenge, by hand, by the phone on the screen, and by keyboard.
import assert from "node:assert/strict";
import { test } from "node:test";
import { freshPage, launch } from "../support/chromium.mjs";
import { Phone, readings } from "../support/sensor-player.mjs";
import { waves } from "../support/recordings.mjs";
import { fixtures } from "../support/fixtures.mjs";
import { startDemo } from "../support/passwave-server.mjs";
import { languagesIn } from "../support/widget-strings.mjs";

/** @typedef {import("playwright-core").Page} Page */

const on = fixtures({ browser: launch, server: startDemo });

/** @param {{ path?: string, prepare?: (page: Page) => Promise<unknown> }} [how] */
async function open({ path = "/practice/", prepare } = {}) {
  const { page, context, faults } = await freshPage(on.browser, { viewport: { width: 320, height: 640 } });
  /** @type {string[]} */
  const posted = [];
  page.on("request", (request) => /challenge|redeem/.test(request.url()) && posted.push(request.url()));
  await prepare?.(page);
  await page.goto(on.server.url + path);
  await page.getByRole("radio").first().waitFor();
  return { page, faults, posted, close: () => context.close() };
}

/** @param {Page} page */
const done = (page) => page.getByText(/^Well done/).waitFor();

test("every gesture, by the phone on the screen; nothing is asked of the server", { timeout: 120_000 }, async () => {
  const { page, faults, posted, close } = await open();
  for (const name of ["Wave", "Shake", "Circle", "Turn over"]) {
    await page.getByRole("radio", { name }).check();
    await page.getByRole("button", { name: "Move by itself" }).click();
    await done(page);
  }
  assert.deepEqual([posted, faults], [[], []]);
  await close();
});

test("a person's wave is felt and praised", { timeout: 60_000 }, async () => {
  const timeline = readings(/** @type {import("../support/recordings.mjs").Recording} */ (waves(1)[0]));
  /** @type {Phone | undefined} */
  let phone;
  const { page, close } = await open({
    prepare: async (page) => {
      phone = await Phone.for(page, timeline);
    },
  });
  await page.getByRole("button", { name: "Start" }).click();
  const stop = new AbortController();
  const playing = phone?.play(timeline, stop.signal);
  await done(page);
  stop.abort();
  await playing;
  await close();
});

test(
  "by keyboard alone, through all that needs no movement; the focus is never lost",
  { timeout: 60_000 },
  async () => {
    const { page, close } = await open();
    await page.getByRole("radio", { name: "Slide" }).focus();
    await page.keyboard.press("ArrowRight");
    assert.equal(await page.getByRole("radio", { name: "Press" }).isChecked(), true);
    await page.getByRole("button", { name: "Start" }).focus();
    await page.keyboard.press("Enter");
    await done(page);
    await page.getByRole("button", { name: "Next" }).focus();
    await page.keyboard.press("Enter");
    assert.equal(await page.evaluate(() => document.activeElement?.textContent), "Wave");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter"); // Stop
    assert.match(String(await page.evaluate(() => document.activeElement?.textContent)), /Start/);
    await close();
  },
);

test("a double click on Start starts, though Stop has come under the finger", { timeout: 60_000 }, async () => {
  const { page, close } = await open();
  await page.getByRole("radio", { name: "Slide" }).check();
  const start = page.getByRole("button", { name: "Start" });
  await start.scrollIntoViewIfNeeded();
  const box = (await start.boundingBox()) ?? assert.fail("no button");
  await page.mouse.dblclick(box.x + box.width - 30, box.y + box.height / 2, { delay: 30 });
  const stop = page.getByRole("button", { name: "Stop" });
  const under = (await stop.boundingBox()) ?? assert.fail("it has been stopped");
  assert.ok(under.x < box.x + box.width - 30, "Stop stands where Start was pressed");
  await close();
});

test("a computer without a sensor is told so, and a finger can slide", { timeout: 60_000 }, async () => {
  const { page, close } = await open();
  await page.getByRole("button", { name: "Start" }).click();
  await page.getByText(/cannot feel any movement/).waitFor();
  await page.getByRole("radio", { name: "Slide" }).check();
  await page.locator(".pad").scrollIntoViewIfNeeded();
  const box = (await page.locator(".pad").boundingBox()) ?? assert.fail("no pad");
  await page.mouse.move(box.x + 60, box.y + 60);
  await page.mouse.down();
  await page.mouse.move(box.x + 160, box.y + 60, { steps: 4 });
  await page.mouse.up();
  await done(page);
  await close();
});

test("it speaks other languages, is large, and needs no scrolling sideways", { timeout: 60_000 }, async () => {
  const { page, close } = await open({ path: "/practice/?lang=zh-CN" });
  assert.equal(await page.getByRole("heading", { level: 1 }).textContent(), "练习挥一挥");
  assert.equal(await page.evaluate(() => document.documentElement.lang), "zh-Hans");
  for (const target of await page.locator("button:visible, label").all()) {
    const box = await target.boundingBox();
    assert.ok(
      Number(box?.height) >= 72 && Number(box?.width) >= 72,
      `${await target.textContent()}: ${JSON.stringify(box)}`,
    );
  }
  await page.evaluate(() => (document.documentElement.style.fontSize = "200%"));
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 320);
  await close();
});

/**
 * Runs in the page: which of these words goes over two lines, on the first button and the one beside it.
 * @param {string[]} words
 */
function brokenWords([start = "", ...others]) {
  const found = [];
  for (const word of others) {
    const buttons = [...document.querySelectorAll(".buttons button")];
    buttons.forEach((button, nth) => button.toggleAttribute("hidden", nth > 1));
    for (const [nth, text] of [start, word].entries()) {
      const last = buttons[nth]?.lastChild;
      if (!last) throw new Error("the buttons have no words");
      last.textContent = text;
      const range = document.createRange();
      range.selectNodeContents(last);
      const lines = new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size;
      if (lines > text.split(/\s/).length) found.push(text);
    }
  }
  return found;
}

test("no button's word is broken on a screen of 320 px with a bar at its side, in any language", async () => {
  const { page, close } = await open();
  await page.setViewportSize({ width: 305, height: 640 });
  await page.getByRole("button", { name: "Start" }).click();
  await page.getByText(/cannot feel any movement/).waitFor();
  for (const [tag, { start, stop, next }] of languagesIn("www/practice/strings"))
    assert.deepEqual(await page.evaluate(brokenWords, [start, stop, next].map(String)), [], tag);
  await close();
});
