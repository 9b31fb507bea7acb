// What is said: each sentence once, in one channel, with the voice or without; and the quiet question afterwards.
import assert from "node:assert/strict";
import { test } from "node:test";
import { launch, PHONE } from "../support/chromium.mjs";
import { FastServer } from "../support/fast-server.mjs";
import { fixtures } from "../support/fixtures.mjs";
import { focused } from "../support/widget-actions.mjs";
import { still } from "../support/resting-phone.mjs";

/** @typedef {import("../support/page-object.mjs").WidgetPage} WidgetPage */

const on = fixtures({ browser: launch, fast: () => FastServer.start() });

/**
 * Notes what a screen reader would announce: each text put into a region while that is live.
 * @param {WidgetPage} widgetPage
 */
async function listen(widgetPage) {
  await widgetPage.part("message").evaluate((message) => {
    const heard = /** @type {string[]} */ ([]);
    Object.assign(globalThis, { heard });
    const note = () =>
      message.textContent &&
      message.getAttribute("aria-live") !== "off" &&
      heard.push(`${message.getAttribute("aria-live")}: ${message.textContent}`);
    new MutationObserver(note).observe(message, { childList: true, characterData: true, subtree: true });
  });
}

/**
 * What was announced. A press that is answered late is answered by "One moment." before, as slow-lines.test.mjs has it:
 * here it says how busy the machine is.
 * @param {WidgetPage} widgetPage @returns {Promise<string[]>}
 */
async function heard({ page }) {
  const all = /** @type {string[]} */ (await page.evaluate("heard"));
  return all.filter((sentence) => sentence !== "polite: One moment.");
}

/** Waits for the words of the verdict, which come after its state. @param {WidgetPage} widgetPage */
const verdict = async (widgetPage) => {
  await widgetPage.reach(["verified"]);
  await widgetPage.said("Verified.");
};

const WITHOUT_WAVING = "polite: Checking without waving. A few seconds.";

test("without a sensor: what happens, once, and the verdict, once and at once", { timeout: 60_000 }, async () => {
  const widgetPage = await on.fast.open(on.browser, on.fast.widget(), { options: PHONE });
  await listen(widgetPage);
  await widgetPage.part("start").click();
  await verdict(widgetPage);
  assert.deepEqual(await heard(widgetPage), [
    "polite: Motion is off. Checking without waving.",
    "assertive: Verified.",
  ]);
  await widgetPage.close();
});

test("prompt, change of way, verdict: each once; the ticks of progress are silent", { timeout: 60_000 }, async () => {
  const widgetPage = await on.fast.open(on.browser, on.fast.widget(), { recording: still() });
  await listen(widgetPage);
  await widgetPage.part("start").click();
  await widgetPage.said("Wave your phone gently, left and right.");
  await widgetPage.press();
  await verdict(widgetPage);
  assert.deepEqual(await heard(widgetPage), [
    "polite: Wave your phone gently, left and right.",
    WITHOUT_WAVING,
    "assertive: Verified.",
  ]);
  assert.equal(await widgetPage.page.locator("pass-wave [aria-live]").count(), 1, "there is one region");
  await widgetPage.close();
});

test("the caution is heard with the first button, before anything is done", { timeout: 60_000 }, async () => {
  const widgetPage = await on.fast.open(on.browser, on.fast.widget(`caution="Go on only if you wanted to sign in."`), {
    options: PHONE,
  });
  await widgetPage.part("start").waitFor({ state: "visible" });
  const button = widgetPage.page.getByRole("button", {
    name: "Wave your phone to verify",
    description: "Go on only if you wanted to sign in. Takes a few seconds.",
  });
  assert.equal(await button.count(), 1);
  await widgetPage.close();
});

/** Stands for the browser's voice, and notes what it is given. A mock: a headless browser has none. */
function voice() {
  const spoken = /** @type {string[]} */ ([]);
  const own = {
    speak(/** @type {SpeechSynthesisUtterance} */ utterance) {
      if (!utterance.text) return;
      spoken.push(`${utterance.lang}: ${utterance.text}`);
      setTimeout(() => utterance.onstart?.(/** @type {any} */ (new Event("start"))));
    },
    cancel() {},
  };
  Object.assign(globalThis, { spoken });
  Object.defineProperty(globalThis, "speechSynthesis", { value: own });
}

/** @param {WidgetPage} widgetPage @returns {Promise<string[]>} */
// @ts-expect-error: set by `voice`
const spoken = ({ page }) => page.evaluate(() => globalThis.spoken);

/** @param {WidgetPage} widgetPage @param {number} count */
const hasSpoken = ({ page }, count) =>
  page.waitForFunction((count) => /** @type {any} */ (globalThis).spoken.length >= count, count);

/**
 * Presses, and lets the server take the work only once the voice has said that it goes on: where the work is quicker
 * than the voice begins, only the verdict is spoken.
 * @param {WidgetPage} widgetPage @param {number} count of what is spoken by then
 */
async function pressAndHearBoth(widgetPage, count) {
  await widgetPage.page.route("**/redeem", async (route) => {
    await hasSpoken(widgetPage, count);
    await route.continue();
  });
  await widgetPage.press();
  await widgetPage.reach(["verified"]);
  await hasSpoken(widgetPage, count + 1);
}

const CAUTION = `caution="Go on only if you wanted to sign in."`;

/** @param {string} attributes */
const withVoice = (attributes) =>
  on.fast.open(on.browser, on.fast.widget(`${attributes} ${CAUTION}`), {
    recording: still(),
    prepare: (page) => page.addInitScript(voice),
  });

test(
  "Read aloud follows Press instead; while the voice speaks, the text is not live; Say again says it again",
  { timeout: 60_000 },
  async () => {
    const widgetPage = await withVoice(`mode="elder"`);
    await listen(widgetPage);
    for (const name of ["Wave your phone to verify", "Press instead", "Read aloud"]) {
      await widgetPage.page.keyboard.press("Tab");
      assert.equal((await focused(widgetPage.page))?.name, name);
    }
    await widgetPage.page.keyboard.press("Enter");
    await hasSpoken(widgetPage, 1);
    assert.equal((await focused(widgetPage.page))?.name, "Say again");
    await widgetPage.part("start").click();
    await hasSpoken(widgetPage, 2); // A press before the voice has begun would take its words away.
    await widgetPage.part("read-aloud").click();
    await hasSpoken(widgetPage, 3);
    await pressAndHearBoth(widgetPage, 4);
    const prompt = "en: Wave your phone gently, left and right.";
    const introduction = "en: Go on only if you wanted to sign in.\nWave your phone to verify\nTakes a few seconds.";
    assert.deepEqual(await spoken(widgetPage), [
      introduction,
      prompt,
      prompt,
      "en: Checking without waving. A few seconds.",
      "en: Verified.",
    ]);
    assert.deepEqual(await heard(widgetPage), [], "one channel");
    await widgetPage.close();
  },
);

test(
  "where the site has set the voice the caution is spoken before the first sentence, once, and Say again is there",
  { timeout: 60_000 },
  async () => {
    const widgetPage = await withVoice(`speech="on"`);
    await widgetPage.part("read-aloud").waitFor({ state: "visible" });
    await widgetPage.part("start").click();
    await hasSpoken(widgetPage, 1);
    await pressAndHearBoth(widgetPage, 2);
    await widgetPage.part("read-aloud").click();
    await hasSpoken(widgetPage, 4);
    assert.equal(await widgetPage.part("read-aloud").textContent(), "Say again");
    const prompt = "en: Go on only if you wanted to sign in.\nWave your phone gently, left and right.";
    assert.deepEqual(await spoken(widgetPage), [
      prompt,
      "en: Checking without waving. A few seconds.",
      "en: Verified.",
      "en: Verified.",
    ]);
    await widgetPage.close();
  },
);

test(
  "a voice that does not begin within half a second leaves it to the screen reader",
  { timeout: 60_000 },
  async () => {
    const widgetPage = await on.fast.open(on.browser, on.fast.widget(`mode="elder" ${CAUTION}`), {
      recording: still(),
    });
    assert.equal(
      await widgetPage.page.evaluate(() => speechSynthesis.getVoices().length),
      0,
      "the browser's own, which has no voice here",
    );
    await listen(widgetPage);
    await widgetPage.part("read-aloud").click();
    await widgetPage.page.waitForFunction(() =>
      /** @type {any} */ (globalThis).heard.some((/** @type {string} */ text) =>
        /^polite: Go on only[^]*Takes a few seconds/.test(text),
      ),
    );
    await widgetPage.part("start").click();
    await widgetPage.page.waitForFunction(() =>
      /** @type {any} */ (globalThis).heard.some((/** @type {string} */ text) => text.startsWith("polite: Wave")),
    );
    await widgetPage.close();
  },
);

/**
 * Stands for a voice like that of some engines: what is spoken at once after a `cancel()` is swallowed by it, and
 * whatever is cut off ends with an error. Nothing ends by itself.
 */
function touchyVoice() {
  const SWALLOWS_MS = 40;
  const spoken = /** @type {string[]} */ ([]);
  /** @type {SpeechSynthesisUtterance | undefined} */
  let current;
  let cancelledAt_ms = -Infinity;
  const own = {
    pending: false,
    get speaking() {
      return Boolean(current);
    },
    speak(/** @type {SpeechSynthesisUtterance} */ utterance) {
      if (!utterance.text || performance.now() - cancelledAt_ms < SWALLOWS_MS) return;
      current = utterance;
      spoken.push(utterance.text);
      setTimeout(() => utterance.onstart?.(/** @type {any} */ (new Event("start"))));
    },
    cancel() {
      cancelledAt_ms = performance.now();
      const cut = current;
      current = undefined;
      if (cut) setTimeout(() => cut.onerror?.(/** @type {any} */ (new Event("error"))));
    },
  };
  Object.assign(globalThis, { spoken });
  Object.defineProperty(globalThis, "speechSynthesis", { value: own });
}

test(
  "a voice that another script silences says it once more; the next sentence cuts the last one off and is heard",
  { timeout: 60_000 },
  async () => {
    const widgetPage = await on.fast.open(on.browser, on.fast.widget(`speech="on"`), {
      recording: still(),
      prepare: (page) => page.addInitScript(touchyVoice),
    });
    await listen(widgetPage);
    await widgetPage.part("start").click();
    await hasSpoken(widgetPage, 1);
    await widgetPage.page.evaluate(() => speechSynthesis.cancel());
    await hasSpoken(widgetPage, 2);
    await widgetPage.press();
    await widgetPage.reach(["verified"]);
    await widgetPage.page.waitForFunction(() => /** @type {any} */ (globalThis).spoken.at(-1) === "Verified.");
    const prompt = "Wave your phone gently, left and right.";
    const said = await spoken(widgetPage);
    assert.deepEqual(said.slice(0, 2), [prompt, prompt]);
    // The work is quick here, so that the verdict may come before the voice has begun with what went before.
    assert.ok(said.length <= 4, said.join(" | "));
    assert.deepEqual(await heard(widgetPage), [], "one channel");
    await widgetPage.close();
  },
);

test(
  "whether it was easy is asked quietly, after the verdict, and only when the server would like to know",
  { timeout: 60_000 },
  async () => {
    const plain = await on.fast.open(on.browser, on.fast.widget());
    await plain.press();
    await plain.reach(["verified"]);
    assert.equal(await plain.part("survey").isVisible(), false);
    await plain.close();
    const asking = await FastServer.start({ asksSurvey: true });
    const widgetPage = await asking.open(on.browser, asking.widget(`mode="elder"`), { options: PHONE });
    await listen(widgetPage);
    await widgetPage.part("press-instead").focus();
    await widgetPage.page.keyboard.press("Enter");
    await verdict(widgetPage);
    await widgetPage.part("survey").waitFor({ state: "visible" });
    assert.equal((await focused(widgetPage.page))?.part, "press-instead", "the focus stays");
    assert.deepEqual(await heard(widgetPage), [WITHOUT_WAVING, "assertive: Verified."]);
    const group = widgetPage.page.getByRole("group", { name: "Was that easy?" });
    for (const button of await group.getByRole("button").all()) {
      const box = await button.boundingBox();
      assert.ok(Number(box?.height) >= 72 && Number(box?.width) >= 72, JSON.stringify(box));
    }
    const sending = widgetPage.page.waitForResponse("**/survey");
    await group.getByRole("button", { name: "No" }).click();
    assert.equal(
      await widgetPage
        .part("survey")
        .textContent()
        .then((text) => text?.startsWith("Thank you.")),
      true,
    );
    assert.equal((await focused(widgetPage.page))?.tag, "P", "the focus goes to the thanks");
    const answer = await sending;
    assert.equal(answer.status(), 204, "the server takes it");
    const { token, renew, easy } = answer.request().postDataJSON();
    assert.deepEqual([token, typeof renew, easy], [await widgetPage.token(), "string", false]);
    assert.equal(await widgetPage.state(), "verified");
    await widgetPage.close();
    await asking.stop();
  },
);
