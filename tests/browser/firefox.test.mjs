// The whole product in Firefox, which gives a page no motion here: press and slide.
import assert from "node:assert/strict";
import { test } from "node:test";
import { fixtures } from "../support/fixtures.mjs";
import {
  centre,
  drag,
  focusedPart,
  launchFirefox,
  message,
  open,
  reach,
  submit,
  swipe,
  tabTo,
} from "../support/firefox.mjs";
import { FastServer, SITEKEY } from "../support/fast-server.mjs";
import { startDemo } from "../support/passwave-server.mjs";
import { Site } from "../support/static-site.mjs";

const TIMEOUT = { timeout: 90_000 };

const on = fixtures({
  browser: launchFirefox,
  site: () => Site.start(),
  fast: () => FastServer.start(),
  server: startDemo,
});

const demo = () => `${on.server.url}/demo/`;

test(
  "Firefox: without a sensor the check goes on by itself, keeps the focus, and siteverify says yes",
  TIMEOUT,
  async () => {
    const { page, faults, close } = await open(on.browser, demo());
    await tabTo(page, "start");
    await page.keyboard.press("Enter");
    await page.waitForFunction(() =>
      /without waving/i.test(document.querySelector("pass-wave")?.shadowRoot?.textContent ?? ""),
    );
    await reach(page, "verified");
    assert.equal(await focusedPart(page), "start", "the focus stays");
    assert.equal(await message(page), "Verified.");
    assert.equal((await submit(page)).success, true);
    assert.deepEqual(faults, []);
    await close();
  },
);

test("Firefox: Press instead, by the space bar alone", TIMEOUT, async () => {
  const { page, faults, close } = await open(on.browser, demo());
  await tabTo(page, "press-instead");
  await page.keyboard.press(" ");
  await reach(page, "verified");
  assert.equal((await submit(page)).success, true);
  assert.deepEqual(faults, []);
  await close();
});

/** A page of another site whose check asks for a slide. */
async function atThePad() {
  const html = `<!doctype html><html lang="en"><title>Slide</title><script src="${on.fast.url}/passwave.js"></script>
    <form><pass-wave sitekey="${SITEKEY}" way="slide"></pass-wave></form></html>`;
  on.site.files = { "index.html": html, "favicon.ico": "" };
  const opened = await open(on.browser, `${on.site.url}/`);
  const { page } = opened;
  const start = await centre(page, "start");
  await page.mouse.click(start.x, start.y);
  await reach(page, "listening");
  const asked =
    /finger (?:to the )?(right|left|up|down)/.exec(await message(page))?.[1] ?? assert.fail(await message(page));
  const [right, down] = WAYS_PX[asked] ?? assert.fail(asked);
  const middle = await centre(page, "pad");
  const path = [-60, -20, 20, 60].map((px) => ({ x: middle.x + right * px, y: middle.y + down * px }));
  return { ...opened, path };
}

/** @type {Record<string, [right: number, down: number]>} */
const WAYS_PX = { right: [1, 0], left: [-1, 0], up: [0, -1], down: [0, 1] };

for (const [name, slide] of Object.entries({ mouse: drag, finger: swipe })) {
  test(`Firefox: a ${name} that slides the other way is no slide, and as asked it verifies`, TIMEOUT, async () => {
    const { page, path, faults, close } = await atThePad();
    await slide(page, [...path].reverse());
    await reach(page, "hint");
    await slide(page, path);
    await reach(page, "verified");
    const token = await page.evaluate(() =>
      new FormData(/** @type {HTMLFormElement} */ (document.forms[0])).get("passwave-response"),
    );
    assert.equal((await on.fast.verify(String(token))).success, true);
    assert.deepEqual(
      faults.filter((fault) => !/worker/i.test(fault)),
      [],
    ); // No page starts a worker from another origin.
    await close();
  });
}

test("Firefox: a required check holds the form back and takes the focus", TIMEOUT, async () => {
  const { page, close } = await open(on.browser, `${on.server.url}/examples/form.html`);
  await page.click("form [type=submit]");
  await page.waitForFunction(() => document.activeElement?.localName === "pass-wave");
  assert.equal(await focusedPart(page), "start");
  assert.match(page.url(), /form\.html$/, "the form was not sent");
  await close();
});
