// The slide: a finger, a pen or a mouse on the pad; never a must.
import assert from "node:assert/strict";
import { test } from "node:test";
import { launch } from "../support/chromium.mjs";
import { FastServer } from "../support/fast-server.mjs";
import { fixtures } from "../support/fixtures.mjs";

/** @typedef {import("../support/page-object.mjs").WidgetPage} WidgetPage */

const on = fixtures({ browser: launch, fast: () => FastServer.start() });

const WAYS_PX = /** @type {Record<string, [number, number]>} */ ({
  right: [1, 0],
  left: [-1, 0],
  up: [0, -1],
  down: [0, 1],
});

/** @param {string} [attributes] @param {import("playwright-core").BrowserContextOptions} [options] */
async function atThePad(attributes = "", options = {}) {
  const widgetPage = await on.fast.open(on.browser, `<form>${on.fast.widget(`way="slide" ${attributes}`)}</form>`, {
    options,
  });
  await widgetPage.part("start").click();
  await widgetPage.part("pad").waitFor({ state: "visible" });
  await widgetPage.reach(["listening"]);
  const asked = /finger (?:to the )?(right|left|up|down)/;
  const message = widgetPage.part("message").filter({ hasText: asked });
  const direction = asked.exec((await message.textContent()) ?? "")?.[1] ?? "";
  const [right, down] = WAYS_PX[direction] ?? assert.fail(await widgetPage.story());
  const box = (await widgetPage.part("pad").boundingBox()) ?? assert.fail("the pad has no box");
  const from = { x: box.x + box.width / 2 - right * 60, y: box.y + box.height / 2 - down * 60 };
  return { widgetPage, box, at: (/** @type {number} */ px) => ({ x: from.x + right * px, y: from.y + down * px }) };
}

/** @typedef {{ x: number, y: number }} Point */

/** A finger on the glass, as the browser's own input gives it. @param {WidgetPage} widgetPage @param {Point[]} path */
async function touch(widgetPage, path) {
  const session = await widgetPage.page.context().newCDPSession(widgetPage.page);
  const send = (/** @type {"touchStart" | "touchMove" | "touchEnd"} */ type, /** @type {Point[]} */ touchPoints) =>
    session.send("Input.dispatchTouchEvent", { type, touchPoints });
  await send("touchStart", path.slice(0, 1));
  for (const point of path.slice(1)) await send("touchMove", [point]);
  await send("touchEnd", []);
}

/** @param {WidgetPage} widgetPage @param {Point[]} path */
async function drag({ page }, path) {
  const [first, ...rest] = path;
  await page.mouse.move(Number(first?.x), Number(first?.y));
  await page.mouse.down();
  for (const { x, y } of rest) await page.mouse.move(x, y, { steps: 5 });
  await page.mouse.up();
}

for (const [name, move] of Object.entries({ finger: touch, mouse: drag })) {
  test(`a ${name} that slides as asked verifies`, { timeout: 60_000 }, async () => {
    const { widgetPage, at } = await atThePad("", { hasTouch: true });
    await move(widgetPage, [at(0), at(40), at(80), at(120)]);
    await widgetPage.reach(["verified"]);
    assert.equal(await widgetPage.part("pad").isVisible(), false);
    assert.deepEqual(widgetPage.faults, []);
    await widgetPage.close();
  });
}

test("too short is told, back again is an abort, and then it still verifies", { timeout: 60_000 }, async () => {
  const { widgetPage, at } = await atThePad();
  await drag(widgetPage, [at(0), at(110), at(0)]);
  assert.equal(
    await widgetPage.state(),
    "listening",
    "nothing happens until the finger leaves, and then nothing has happened",
  );
  await drag(widgetPage, [at(0), at(50)]);
  await widgetPage.reach(["hint"]);
  await widgetPage
    .part("message")
    .filter({ hasText: /farther/ })
    .waitFor();
  await drag(widgetPage, [at(0), at(120)]);
  await widgetPage.reach(["verified"]);
  await widgetPage.close();
});

for (const [mode, least_px] of Object.entries({ standard: 200, elder: 280 })) {
  test(
    `in ${mode} mode the pad is large, and hidden from screen readers and from the keyboard`,
    { timeout: 60_000 },
    async () => {
      const { widgetPage, box } = await atThePad(`mode="${mode}"`, { viewport: { width: 320, height: 640 } });
      assert.ok(box.height >= least_px && box.width >= 200, JSON.stringify(box));
      assert.equal(await widgetPage.part("pad").getAttribute("aria-hidden"), "true");
      assert.equal(await widgetPage.part("pad").locator("button, a, input, [tabindex]").count(), 0);
      assert.equal(await widgetPage.part("press-instead").isVisible(), true, "Press instead stands beside it");
      await widgetPage.close();
    },
  );
}

for (const part of ["press-instead", "start"]) {
  test(
    `without a finger, ${part === "press-instead" ? "Press instead" : "pressing again"} verifies`,
    { timeout: 60_000 },
    async () => {
      const { widgetPage } = await atThePad();
      await widgetPage.part(part).focus();
      while (["listening", "hint"].includes(await widgetPage.state())) {
        await widgetPage.page.keyboard.press("Enter");
        await widgetPage.reach(["checking", "verified"], 1000).catch(() => {});
      }
      await widgetPage.reach(["verified"]);
      await widgetPage.close();
    },
  );
}
