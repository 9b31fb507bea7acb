// Pressing alone leads to the verdict: any key, any pace, with the phone lying still; and pressing can be stopped.
import assert from "node:assert/strict";
import { test } from "node:test";
import { launch } from "../support/chromium.mjs";
import { focused, LONG, Quick } from "../support/fast-server.mjs";
import { still } from "../support/resting-phone.mjs";
import { together } from "../support/fixtures.mjs";

const on = together({ browser: launch, quick: () => Quick.start() });

/** @param {import("../support/page-object.mjs").Visit} visit */
const isOver = async (visit) => ["verified", "failed"].includes(await visit.state());

for (const key of ["Enter", "Space"]) {
  for (const pause_ms of [150, 3000]) {
    test(
      `${key} alone, every ${pause_ms} ms, with the phone still, verifies; the control keeps its name and place`,
      { timeout: 60_000 },
      async () => {
        const visit = await on.quick.visit(on.browser, `<form>${on.quick.widget()}</form>`, { recording: still() });
        await visit.part("start").focus();
        const begun = await focused(visit.page);
        assert.equal(begun?.part, "start");
        while (!(await isOver(visit))) {
          await visit.page.keyboard.press(key);
          assert.deepEqual(await focused(visit.page), begun);
          const ended = visit.reach(["verified", "failed"], pause_ms).catch(() => {});
          await ended;
        }
        assert.equal(await visit.state(), "verified", await visit.story());
        assert.deepEqual(await focused(visit.page), begun);
        const said = (await visit.states()).map(({ message }) => message);
        assert.ok(
          said.some((message) => /^Wave/.test(message)) && said.some((message) => /without waving/.test(message)),
          await visit.story(),
        );
        assert.deepEqual(visit.faults, []);
        await visit.close();
      },
    );
  }
}

test("a held key and a double click are one press", { timeout: 60_000 }, async () => {
  const visit = await on.quick.visit(on.browser, on.quick.widget(), { recording: still() });
  await visit.part("start").evaluate((start) => {
    Object.assign(globalThis, { clicks: 0 });
    start.addEventListener("click", () => {
      /** @type {any} */ (globalThis).clicks += 1;
    });
  });
  await visit.part("start").focus();
  for (let held = 0; held < 10; held += 1) await visit.page.keyboard.down("Enter"); // All but the first are repeats.
  await visit.page.keyboard.up("Enter");
  await visit.reach(["listening"]);
  assert.equal(await visit.page.evaluate(() => /** @type {any} */ (globalThis).clicks), 1);
  await visit.close();
  const other = await on.quick.visit(on.browser, on.quick.widget(), { recording: still() });
  /** @type {string[]} */
  const asked = [];
  other.page.on("request", (request) => request.url().includes("/challenge?") && asked.push(request.url()));
  await other.part("start").dblclick();
  await other.reach(["listening"]);
  assert.equal(asked.length, 1);
  await other.close();
});

/**
 * What the controls that open and switch things have come to.
 * @param {import("../support/page-object.mjs").Visit} visit
 */
const switched = async (visit) => ({
  size: await visit.page.locator("pass-wave").getAttribute("data-size"),
  notice: await visit.part("notice").evaluate((details) => /** @type {HTMLDetailsElement} */ (details).open),
  settings: await visit.part("settings").evaluate((details) => /** @type {HTMLDetailsElement} */ (details).open),
  sound: await visit.part("switch-sound").isChecked(),
});

/**
 * Double-clicks in the middle of a control, wherever that has gone by the second click.
 * @param {import("playwright-core").Locator} control
 */
async function doubleClick(control) {
  await control.scrollIntoViewIfNeeded();
  const box = (await control.boundingBox()) ?? assert.fail("it is not shown");
  await control.page().mouse.dblclick(box.x + box.width / 2, box.y + box.height / 2, { delay: 30 });
}

/** Holds Space, as a hand that trembles does. @param {import("playwright-core").Locator} control */
async function hold(control) {
  await control.focus();
  for (let held = 0; held < 5; held += 1) await control.page().keyboard.down("Space");
  await control.page().keyboard.up("Space");
}

for (const [name, press] of Object.entries({ "a double click": doubleClick, "a held key": hold })) {
  test(
    `${name} on Larger, the notice, the settings or a switch is one press, and hits nothing else`,
    { timeout: 60_000 },
    async () => {
      const visit = await on.quick.visit(on.browser, on.quick.widget(`help-href="#help"`), {
        options: { viewport: { width: 320, height: 640 } },
      });
      await visit.part("switch-sound").waitFor({ state: "attached" });
      assert.deepEqual(await switched(visit), { size: "standard", notice: false, settings: false, sound: true });
      await press(visit.part("larger"));
      for (const folded of ["notice", "settings"]) await press(visit.part(folded).locator("summary"));
      await press(visit.part("switch-sound"));
      assert.deepEqual(await switched(visit), { size: "elder", notice: true, settings: true, sound: false });
      assert.deepEqual([await visit.state(), new URL(visit.page.url()).hash], ["idle", ""]);
      await visit.close();
    },
  );
}

test("the work can be stopped, the focus is not lost, and a press starts over", { timeout: 60_000 }, async () => {
  const slow = await Quick.start({ press: LONG });
  const visit = await slow.visit(on.browser, slow.widget());
  await visit.part("press-instead").click();
  await visit.reach(["checking"]);
  const progress = visit.part("progress");
  assert.equal(await progress.getAttribute("aria-hidden"), "true", "the ticks are silent");
  await visit.page.waitForFunction(
    () => Number(document.querySelector("pass-wave")?.shadowRoot?.querySelector("progress")?.value) > 0,
  );
  assert.equal(await visit.part("start").isEnabled(), true, "the button's state stays");
  await visit.part("stop").focus();
  await visit.page.keyboard.press("Enter");
  await visit.reach(["idle"]);
  assert.match((await visit.part("message").textContent()) ?? "", /^Stopped/);
  assert.equal((await focused(visit.page))?.part, "start");
  assert.deepEqual([await visit.part("stop").isVisible(), await progress.isVisible()], [false, false]);
  await visit.page.keyboard.press("Enter");
  await visit.reach(["checking"]);
  await visit.close();
  await slow.stop();
});

test("Stop stays while it has the focus, though there is nothing left to stop", { timeout: 60_000 }, async () => {
  const visit = await on.quick.visit(on.browser, on.quick.widget());
  await visit.part("press-instead").click();
  await visit.part("stop").focus();
  await visit.reach(["verified"]);
  assert.equal((await focused(visit.page))?.part, "stop");
  await visit.page.keyboard.press("Enter");
  assert.equal(await visit.state(), "verified");
  await visit.page.keyboard.press("Tab");
  assert.equal((await focused(visit.page))?.part, "press-instead");
  assert.equal(await visit.part("stop").isVisible(), false);
  await visit.close();
});
