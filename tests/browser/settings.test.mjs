// The switches: what they do, and that nothing is kept unless a person asks for it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { launch, PHONE } from "../support/chromium.mjs";
import { FastServer } from "../support/fast-server.mjs";
import { fixtures } from "../support/fixtures.mjs";
import { waves } from "../support/recordings.mjs";
import { still } from "../support/resting-phone.mjs";

/** @typedef {import("../support/page-object.mjs").WidgetPage} WidgetPage */

const on = fixtures({ browser: launch, fast: () => FastServer.start() });

/** Notes what the page sounds and vibrates. Mocks: a headless browser has neither. */
function noteCues() {
  const cues = { tones: 0, vibrations: /** @type {number[][]} */ ([]), asked: 0 };
  Object.assign(globalThis, { cues });
  const create = AudioContext.prototype.createOscillator;
  AudioContext.prototype.createOscillator = function () {
    cues.tones += 1;
    return create.call(this);
  };
  navigator.vibrate = (/** @type {any} */ pattern) => Boolean(cues.vibrations.push([pattern].flat()));
  Object.assign(DeviceMotionEvent, { requestPermission: async () => ((cues.asked += 1), "granted") });
}

/** @param {WidgetPage} widgetPage @returns {Promise<{ tones: number, vibrations: number[][], asked: number }>} */
// @ts-expect-error: set by `noteCues`
const cues = ({ page }) => page.evaluate(() => globalThis.cues);

/** @param {string} [attributes] @param {import("../support/recordings.mjs").Recording} [recording] */
const open = (attributes, recording) =>
  on.fast.open(on.browser, `<form>${on.fast.widget(attributes)}</form>`, {
    recording,
    options: PHONE,
    prepare: (page) => page.addInitScript(noteCues),
  });

/** @param {WidgetPage} widgetPage */
async function openPanel(widgetPage) {
  await widgetPage.part("options").click();
  await widgetPage.part("switch-remember").waitFor();
}

/** @param {WidgetPage} widgetPage @returns {Promise<Record<string, string>>} */
const kept = ({ page }) => page.evaluate(() => ({ ...localStorage }));

/** @param {import("../support/page-object.mjs").WidgetPage} widgetPage @returns {Promise<boolean>} */
const isElder = ({ page }) => page.locator("pass-wave").evaluate((element) => /** @type {any} */ (element).isElder);

test("every switch has a name and says whether it is on", { timeout: 60_000 }, async () => {
  const widgetPage = await open();
  await openPanel(widgetPage);
  const found = await widgetPage.page
    .getByRole("switch")
    .evaluateAll((switches) =>
      switches.map((own) => [own.parentElement?.textContent, /** @type {HTMLInputElement} */ (own).checked]),
    );
  assert.deepEqual(Object.fromEntries(found), {
    "Read aloud": false,
    Sound: true,
    Vibration: true,
    Waving: true,
    "Remember on this device": false,
  });
  await widgetPage.close();
});

test(
  "with waving off the first button says so, motion is not asked for, and one press verifies",
  { timeout: 60_000 },
  async () => {
    const widgetPage = await open("", still());
    await openPanel(widgetPage);
    await widgetPage.part("switch-motion").uncheck();
    assert.equal(await widgetPage.part("label").textContent(), "Verify you are human");
    assert.equal(await widgetPage.part("press-instead").isVisible(), false);
    await widgetPage.part("start").click();
    await widgetPage.reach(["verified"]);
    await widgetPage.said("Verified.");
    const said = new Set((await widgetPage.states()).map(({ message }) => message).filter(Boolean));
    said.delete("One moment."); // Where the compiled part was slow to come.
    assert.deepEqual([...said], ["Checking. A few seconds.", "Verified."]);
    assert.equal((await cues(widgetPage)).asked, 0);
    await widgetPage.close();
  },
);

test("waving that is switched off while something is asked goes on without it", { timeout: 60_000 }, async () => {
  const widgetPage = await open("", still());
  await openPanel(widgetPage);
  await widgetPage.part("start").click();
  await widgetPage.reach(["listening"]);
  await widgetPage.part("switch-motion").uncheck();
  await widgetPage.reach(["verified"]);
  await widgetPage.close();
});

test(
  "nothing is kept until a person asks; then the switches alone; and it is forgotten again",
  { timeout: 60_000 },
  async () => {
    const widgetPage = await open();
    await openPanel(widgetPage);
    await widgetPage.part("switch-sound").uncheck();
    await widgetPage.part("larger").click();
    assert.deepEqual(await kept(widgetPage), {});
    await widgetPage.part("switch-remember").check();
    assert.deepEqual(Object.keys(await kept(widgetPage)), ["passwave"]);
    assert.deepEqual(JSON.parse((await kept(widgetPage)).passwave ?? ""), {
      mode: "elder",
      sound: false,
      vibration: true,
      motion: true,
      voice: false,
    });
    await widgetPage.part("switch-vibration").uncheck();
    await widgetPage.page.reload();
    await openPanel(widgetPage);
    assert.equal(await isElder(widgetPage), true);
    assert.deepEqual(
      [
        await widgetPage.part("switch-sound").isChecked(),
        await widgetPage.part("switch-vibration").isChecked(),
        await widgetPage.part("switch-remember").isChecked(),
      ],
      [false, false, true],
    );
    await widgetPage.part("switch-remember").uncheck();
    assert.deepEqual(await kept(widgetPage), {});
    await widgetPage.part("smaller").click();
    assert.equal(await isElder(widgetPage), false);
    assert.deepEqual(await kept(widgetPage), {});
    await widgetPage.close();
  },
);

test("where storage is forbidden the switch says that it cannot remember", { timeout: 60_000 }, async () => {
  const widgetPage = await on.fast.open(on.browser, on.fast.widget(), {
    prepare: (page) =>
      page.addInitScript(() =>
        Object.defineProperty(globalThis, "localStorage", {
          get: () => {
            throw new DOMException("no", "SecurityError");
          },
        }),
      ),
  });
  await openPanel(widgetPage);
  await widgetPage.part("switch-remember").click();
  assert.equal(await widgetPage.part("switch-remember").isChecked(), false);
  await widgetPage.part("panel").getByText("cannot remember").waitFor();
  await widgetPage.close();
});

test(
  "each stroke ticks and the verdict is a chord; bursts that are judged are short; with both off there is silence",
  { timeout: 120_000 },
  async () => {
    const [recording] = waves(1);
    const widgetPage = await open("", recording);
    assert.equal(await widgetPage.wave(), "verified", await widgetPage.story());
    const { tones, vibrations } = await cues(widgetPage);
    assert.ok(tones >= 6, `prompt, strokes, chord: ${tones}`);
    assert.deepEqual(vibrations.at(-1), [60, 60, 60]);
    assert.ok(
      vibrations.slice(1, -1).length >= 2 && vibrations.slice(1, -1).every(([burst_ms = 0]) => burst_ms <= 20),
      JSON.stringify(vibrations),
    );
    await widgetPage.close();
    const silent = await open(`sound="off"`, recording);
    await openPanel(silent);
    assert.equal(await silent.part("switch-sound").isChecked(), false, "the site's default");
    await silent.part("switch-vibration").uncheck();
    await silent.press();
    await silent.reach(["verified"]);
    assert.deepEqual(await cues(silent), { tones: 0, vibrations: [], asked: 0 });
    await silent.close();
  },
);

/** Notes each context for audio that a page opens. */
function noteContexts() {
  const contexts = /** @type {AudioContext[]} */ ([]);
  Object.assign(globalThis, { contexts });
  globalThis.AudioContext = class extends AudioContext {
    constructor() {
      super();
      contexts.push(this);
    }
  };
}

test("an attempt has one context for audio, and at rest none is open", { timeout: 60_000 }, async () => {
  const widgetPage = await on.fast.open(on.browser, `<form>${on.fast.widget()}</form>`, {
    recording: still(),
    prepare: (page) => page.addInitScript(noteContexts),
  });
  const isClosed = (/** @type {number} */ count) =>
    widgetPage.page.waitForFunction((count) => {
      const { contexts } = /** @type {{ contexts: AudioContext[] }} */ (/** @type {unknown} */ (globalThis));
      return contexts.length === count && contexts.every(({ state }) => state === "closed");
    }, count);
  await widgetPage.part("start").click();
  await widgetPage.reach(["listening"]);
  await widgetPage.press();
  await widgetPage.reach(["verified"]);
  await isClosed(1);
  await widgetPage.page.evaluate(() => document.forms[0]?.reset());
  await widgetPage.part("start").click();
  await widgetPage.reach(["listening"]);
  await widgetPage.page.evaluate(() => document.forms[0]?.reset());
  await isClosed(2);
  await widgetPage.close();
});
