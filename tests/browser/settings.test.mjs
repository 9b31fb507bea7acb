// The switches: what they do, and that nothing is kept unless a person asks for it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { launch } from "../support/chromium.mjs";
import { Quick } from "../support/fast-server.mjs";
import { waves } from "../support/recordings.mjs";
import { still } from "../support/resting-phone.mjs";
import { together } from "../support/fixtures.mjs";

/** @typedef {import("../support/page-object.mjs").Visit} Visit */

const on = together({ browser: launch, quick: () => Quick.start() });

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

/** @param {Visit} visit @returns {Promise<{ tones: number, vibrations: number[][], asked: number }>} */
// @ts-expect-error: set by `noteCues`
const cues = ({ page }) => page.evaluate(() => globalThis.cues);

/** @param {string} [attributes] @param {import("../support/recordings.mjs").Recording} [recording] */
const open = (attributes, recording) =>
  on.quick.visit(on.browser, `<form>${on.quick.widget(attributes)}</form>`, {
    recording,
    prepare: (page) => page.addInitScript(noteCues),
  });

/** @param {Visit} visit */
async function openPanel(visit) {
  await visit.part("settings").locator("summary").click();
  await visit.part("switch-remember").waitFor();
}

/** @param {Visit} visit @returns {Promise<Record<string, string>>} */
const kept = ({ page }) => page.evaluate(() => ({ ...localStorage }));

test("every switch has a name and says whether it is on", { timeout: 60_000 }, async () => {
  const visit = await open();
  await openPanel(visit);
  const found = await visit.page
    .getByRole("switch")
    .evaluateAll((switches) =>
      switches.map((own) => [own.parentElement?.textContent, /** @type {HTMLInputElement} */ (own).checked]),
    );
  assert.deepEqual(Object.fromEntries(found), {
    Sound: true,
    Vibration: true,
    Waving: true,
    Voice: false,
    Larger: false,
    "Remember on this phone": false,
  });
  await visit.close();
});

test(
  "with waving off the first button says so, motion is not asked for, and one press verifies",
  { timeout: 60_000 },
  async () => {
    const visit = await open("", still());
    await openPanel(visit);
    await visit.part("switch-motion").uncheck();
    assert.equal(await visit.part("start").textContent(), "Verify with one press");
    await visit.part("start").click();
    await visit.reach(["verified"]);
    const said = (await visit.states()).map(({ message }) => message).filter(Boolean);
    assert.deepEqual([...new Set(said)], ["Checking without waving. A few seconds.", "Verified."]);
    assert.equal((await cues(visit)).asked, 0);
    await visit.close();
  },
);

test("waving that is switched off while something is asked goes on without it", { timeout: 60_000 }, async () => {
  const visit = await open("", still());
  await openPanel(visit);
  await visit.part("start").click();
  await visit.reach(["listening"]);
  await visit.part("switch-motion").uncheck();
  await visit.reach(["verified"]);
  await visit.close();
});

test(
  "nothing is kept until a person asks; then the switches alone; and it is forgotten again",
  { timeout: 60_000 },
  async () => {
    const visit = await open();
    await openPanel(visit);
    await visit.part("switch-sound").uncheck();
    await visit.part("larger").click();
    assert.deepEqual(await kept(visit), {});
    await visit.part("switch-remember").check();
    assert.deepEqual(Object.keys(await kept(visit)), ["passwave"]);
    assert.deepEqual(JSON.parse((await kept(visit)).passwave ?? ""), {
      mode: "elder",
      sound: false,
      vibration: true,
      motion: true,
      voice: false,
    });
    await visit.part("switch-vibration").uncheck();
    await visit.page.reload();
    await openPanel(visit);
    assert.equal(await visit.page.locator("pass-wave").getAttribute("data-size"), "elder");
    assert.deepEqual(
      [
        await visit.part("switch-sound").isChecked(),
        await visit.part("switch-vibration").isChecked(),
        await visit.part("switch-remember").isChecked(),
      ],
      [false, false, true],
    );
    await visit.part("switch-remember").uncheck();
    assert.deepEqual(await kept(visit), {});
    await visit.part("larger").click();
    assert.deepEqual(await kept(visit), {});
    await visit.close();
  },
);

test("where storage is forbidden the switch says that it cannot remember", { timeout: 60_000 }, async () => {
  const visit = await on.quick.visit(on.browser, on.quick.widget(), {
    prepare: (page) =>
      page.addInitScript(() =>
        Object.defineProperty(globalThis, "localStorage", {
          get: () => {
            throw new DOMException("no", "SecurityError");
          },
        }),
      ),
  });
  await openPanel(visit);
  await visit.part("switch-remember").click();
  assert.equal(await visit.part("switch-remember").isChecked(), false);
  await visit.part("settings").getByText("cannot remember").waitFor();
  await visit.close();
});

test(
  "each stroke ticks and the verdict is a chord; bursts that are judged are short; with both off there is silence",
  { timeout: 120_000 },
  async () => {
    const [recording] = waves(1);
    const visit = await open("", recording);
    assert.equal(await visit.wave(), "verified", await visit.story());
    const { tones, vibrations } = await cues(visit);
    assert.ok(tones >= 6, `prompt, strokes, chord: ${tones}`);
    assert.deepEqual(vibrations.at(-1), [60, 60, 60]);
    assert.ok(
      vibrations.slice(1, -1).length >= 2 && vibrations.slice(1, -1).every(([burst_ms = 0]) => burst_ms <= 20),
      JSON.stringify(vibrations),
    );
    await visit.close();
    const silent = await open(`sound="off"`, recording);
    await openPanel(silent);
    assert.equal(await silent.part("switch-sound").isChecked(), false, "the site's default");
    await silent.part("switch-vibration").uncheck();
    await silent.part("press-instead").click();
    await silent.reach(["verified"]);
    assert.deepEqual(await cues(silent), { tones: 0, vibrations: [], asked: 0 });
    await silent.close();
  },
);
