// What is said: each sentence once, in one channel, with the voice or without; and the quiet question afterwards.
import assert from "node:assert/strict";
import { test } from "node:test";
import { launch } from "../support/chromium.mjs";
import { focused, Quick } from "../support/fast-server.mjs";
import { still } from "../support/resting-phone.mjs";
import { together } from "../support/fixtures.mjs";

/** @typedef {import("../support/page-object.mjs").Visit} Visit */

const on = together({ browser: launch, quick: () => Quick.start() });

/** Notes what a screen reader would announce: each text put into a region while that is live. @param {Visit} visit */
async function listen(visit) {
  await visit.part("message").evaluate((message) => {
    const heard = /** @type {string[]} */ ([]);
    Object.assign(globalThis, { heard });
    const note = () =>
      message.textContent &&
      message.getAttribute("aria-live") !== "off" &&
      heard.push(`${message.getAttribute("aria-live")}: ${message.textContent}`);
    new MutationObserver(note).observe(message, { childList: true, characterData: true, subtree: true });
  });
}

/** @param {Visit} visit @returns {Promise<string[]>} */
// @ts-expect-error: set by `listen`
const heard = ({ page }) => page.evaluate(() => globalThis.heard);

const WITHOUT_WAVING = "polite: Checking without waving. A few seconds.";

test("without a sensor: what happens, once, and the verdict, once and at once", { timeout: 60_000 }, async () => {
  const visit = await on.quick.visit(on.browser, on.quick.widget());
  await listen(visit);
  await visit.part("start").click();
  await visit.reach(["verified"]);
  assert.deepEqual(await heard(visit), [
    "polite: Motion is off. Checking without waving. A few seconds.",
    "assertive: Verified.",
  ]);
  await visit.close();
});

test("prompt, change of way, verdict: each once; the ticks of progress are silent", { timeout: 60_000 }, async () => {
  const visit = await on.quick.visit(on.browser, on.quick.widget(), { recording: still() });
  await listen(visit);
  await visit.part("start").click();
  await visit.reach(["listening"]);
  await visit.part("press-instead").click();
  await visit.reach(["verified"]);
  assert.deepEqual(await heard(visit), [
    "polite: Wave your phone left and right. A small movement is enough.",
    WITHOUT_WAVING,
    "assertive: Verified.",
  ]);
  assert.equal(await visit.page.locator("pass-wave [aria-live]").count(), 1, "there is one region");
  await visit.close();
});

test("the caution is heard with the first button, before anything is done", { timeout: 60_000 }, async () => {
  const visit = await on.quick.visit(on.browser, on.quick.widget(`caution="Go on only if you wanted to sign in."`));
  await visit.part("start").waitFor({ state: "visible" });
  const button = visit.page.getByRole("button", {
    name: "Verify by waving your phone",
    description: "Go on only if you wanted to sign in. Takes a few seconds.",
  });
  assert.equal(await button.count(), 1);
  await visit.close();
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

/** @param {Visit} visit @returns {Promise<string[]>} */
// @ts-expect-error: set by `voice`
const spoken = ({ page }) => page.evaluate(() => globalThis.spoken);

const CAUTION = `caution="Go on only if you wanted to sign in."`;

/** @param {string} attributes */
const withVoice = (attributes) =>
  on.quick.visit(on.browser, on.quick.widget(`${attributes} ${CAUTION}`), {
    recording: still(),
    prepare: (page) => page.addInitScript(voice),
  });

test(
  "Read aloud is first; while the voice speaks, the text is not live; Say again says it again",
  { timeout: 60_000 },
  async () => {
    const visit = await withVoice(`mode="elder"`);
    await listen(visit);
    await visit.page.keyboard.press("Tab");
    assert.equal((await focused(visit.page))?.name, "Read aloud");
    await visit.page.keyboard.press("Enter");
    await visit.page.waitForFunction(() => /** @type {any} */ (globalThis).spoken.length === 1);
    assert.equal((await focused(visit.page))?.name, "Say again");
    await visit.part("start").click();
    await visit.reach(["listening"]);
    await visit.part("read-aloud").click();
    await visit.page.waitForFunction(() => /** @type {any} */ (globalThis).spoken.length === 3);
    await visit.part("press-instead").click();
    await visit.reach(["verified"]);
    const prompt = "en: Wave your phone left and right. A small movement is enough.";
    const introduction = "en: Go on only if you wanted to sign in.\nVerify by waving your phone\nTakes a few seconds.";
    assert.deepEqual(await spoken(visit), [
      introduction,
      prompt,
      prompt,
      "en: Checking without waving. A few seconds.",
      "en: Verified.",
    ]);
    assert.deepEqual(await heard(visit), [], "one channel");
    await visit.close();
  },
);

test(
  "where the site has set the voice the caution is spoken before the first sentence, once, and Say again is there",
  { timeout: 60_000 },
  async () => {
    const visit = await withVoice(`speech="on"`);
    await visit.part("read-aloud").waitFor({ state: "visible" });
    await visit.part("start").click();
    await visit.reach(["listening"]);
    await visit.part("press-instead").click();
    await visit.reach(["verified"]);
    await visit.part("read-aloud").click();
    await visit.page.waitForFunction(() => /** @type {any} */ (globalThis).spoken.length === 4);
    assert.equal(await visit.part("read-aloud").textContent(), "Say again");
    const prompt =
      "en: Go on only if you wanted to sign in.\nWave your phone left and right. A small movement is enough.";
    assert.deepEqual(await spoken(visit), [
      prompt,
      "en: Checking without waving. A few seconds.",
      "en: Verified.",
      "en: Verified.",
    ]);
    await visit.close();
  },
);

test(
  "a voice that does not begin within half a second leaves it to the screen reader",
  { timeout: 60_000 },
  async () => {
    const visit = await on.quick.visit(on.browser, on.quick.widget(`mode="elder" ${CAUTION}`), { recording: still() });
    assert.equal(
      await visit.page.evaluate(() => speechSynthesis.getVoices().length),
      0,
      "the browser's own, which has no voice here",
    );
    await listen(visit);
    await visit.part("read-aloud").click();
    await visit.page.waitForFunction(() =>
      /** @type {any} */ (globalThis).heard.some((/** @type {string} */ text) =>
        /^polite: Go on only[^]*Takes a few seconds/.test(text),
      ),
    );
    await visit.part("start").click();
    await visit.page.waitForFunction(() =>
      /** @type {any} */ (globalThis).heard.some((/** @type {string} */ text) => text.startsWith("polite: Wave")),
    );
    await visit.close();
  },
);

test(
  "whether it was easy is asked quietly, after the verdict, and only when the server would like to know",
  { timeout: 60_000 },
  async () => {
    const plain = await on.quick.visit(on.browser, on.quick.widget());
    await plain.part("press-instead").click();
    await plain.reach(["verified"]);
    assert.equal(await plain.part("survey").isVisible(), false);
    await plain.close();
    const asking = await Quick.start({ asksEasy: true });
    const visit = await asking.visit(on.browser, asking.widget(`mode="elder"`));
    await listen(visit);
    await visit.part("press-instead").focus();
    await visit.page.keyboard.press("Enter");
    await visit.reach(["verified"]);
    await visit.part("survey").waitFor({ state: "visible" });
    assert.equal((await focused(visit.page))?.part, "press-instead", "the focus stays");
    assert.deepEqual(await heard(visit), [WITHOUT_WAVING, "assertive: Verified."]);
    const group = visit.page.getByRole("group", { name: "Was that easy?" });
    for (const button of await group.getByRole("button").all()) {
      const box = await button.boundingBox();
      assert.ok(Number(box?.height) >= 72 && Number(box?.width) >= 72, JSON.stringify(box));
    }
    const sending = visit.page.waitForResponse("**/survey");
    await group.getByRole("button", { name: "No" }).click();
    assert.equal(
      await visit
        .part("survey")
        .textContent()
        .then((text) => text?.startsWith("Thank you.")),
      true,
    );
    assert.equal((await focused(visit.page))?.tag, "P", "the focus goes to the thanks");
    const answer = await sending;
    assert.equal(answer.status(), 204, "the server takes it");
    const { token, renew, easy } = answer.request().postDataJSON();
    assert.deepEqual([token, typeof renew, easy], [await visit.token(), "string", false]);
    assert.equal(await visit.state(), "verified");
    await visit.close();
    await asking.stop();
  },
);
