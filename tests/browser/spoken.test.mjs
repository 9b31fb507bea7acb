// What is said: each sentence once, in one channel, with the voice or without; and the quiet question afterwards.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch } from "./lib/chromium.mjs";
import { focused, Quick } from "./lib/quick.mjs";
import { still } from "./lib/recordings.mjs";

/** @typedef {import("./lib/visit.mjs").Visit} Visit */

/** @type {import("playwright-core").Browser} */
let browser;
/** @type {Quick} */
let quick;
before(async () => {
  [browser, quick] = await Promise.all([launch(), Quick.start()]);
});
after(async () => {
  await browser.close();
  await quick.stop();
});

/** Notes what a screen reader would announce: each text put into a region while that is live. @param {Visit} visit */
async function listen(visit) {
  await visit.part("message").evaluate((message) => {
    const heard = /** @type {string[]} */ ([]);
    Object.assign(globalThis, { heard });
    const note = () => message.textContent && message.getAttribute("aria-live") !== "off" && heard.push(`${message.getAttribute("aria-live")}: ${message.textContent}`);
    new MutationObserver(note).observe(message, { childList: true, characterData: true, subtree: true });
  });
}

/** @param {Visit} visit @returns {Promise<string[]>} */
// @ts-expect-error: set by `listen`
const heard = ({ page }) => page.evaluate(() => globalThis.heard);

const WITHOUT_WAVING = "polite: Checking without waving. About five seconds.";

test("without a sensor: what happens, once, and the verdict, once and at once", { timeout: 60_000 }, async () => {
  const visit = await quick.visit(browser, quick.widget());
  await listen(visit);
  await visit.part("start").click();
  await visit.reach(["verified"]);
  assert.deepEqual(await heard(visit), ["polite: Motion is off. Checking without waving. About five seconds.", "assertive: Verified."]);
  await visit.close();
});

test("prompt, change of way, verdict: each once; the ticks of progress are silent", { timeout: 60_000 }, async () => {
  const visit = await quick.visit(browser, quick.widget(), { recording: still() });
  await listen(visit);
  await visit.part("start").click();
  await visit.reach(["listening"]);
  await visit.part("other").click();
  await visit.reach(["verified"]);
  assert.deepEqual(await heard(visit), ["polite: Wave your phone left and right. A small movement is enough.", WITHOUT_WAVING, "assertive: Verified."]);
  assert.equal(await visit.page.locator("pass-wave [aria-live]").count(), 1, "there is one region");
  await visit.close();
});

test("the caution is heard with the first button, before anything is done", { timeout: 60_000 }, async () => {
  const visit = await quick.visit(browser, quick.widget(`caution="Go on only if you wanted to sign in."`));
  await visit.part("start").waitFor({ state: "visible" });
  const button = visit.page.getByRole("button", { name: "Verify by waving your phone", description: "Go on only if you wanted to sign in. Takes a few seconds." });
  assert.equal(await button.count(), 1);
  await visit.close();
});

/** Stands for the browser's voice, and notes what it is given. @param {boolean} isThere whether it begins to speak */
function voice(isThere) {
  const spoken = /** @type {string[]} */ ([]);
  const own = {
    speak(/** @type {SpeechSynthesisUtterance} */ utterance) {
      if (!utterance.text) return;
      spoken.push(`${utterance.lang}: ${utterance.text}`);
      if (isThere) setTimeout(() => utterance.onstart?.(/** @type {any} */ (new Event("start"))));
    },
    cancel() {},
  };
  Object.assign(globalThis, { spoken });
  Object.defineProperty(globalThis, "speechSynthesis", { value: own });
}

/** @param {Visit} visit @returns {Promise<string[]>} */
// @ts-expect-error: set by `voice`
const spoken = ({ page }) => page.evaluate(() => globalThis.spoken);

/** @param {boolean} isThere */
const elder = (isThere) =>
  quick.visit(browser, quick.widget(`mode="elder" caution="Go on only if you wanted to sign in."`), {
    recording: still(),
    prepare: (page) => page.addInitScript(voice, isThere),
  });

test("Read aloud is first; while the voice speaks, the text is not live; Say again says it again", { timeout: 60_000 }, async () => {
  const visit = await elder(true);
  await listen(visit);
  await visit.page.keyboard.press("Tab");
  assert.equal((await focused(visit.page))?.name, "Read aloud");
  await visit.page.keyboard.press("Enter");
  await visit.page.waitForFunction(() => /** @type {any} */ (globalThis).spoken.length === 1);
  assert.equal((await focused(visit.page))?.name, "Say again");
  await visit.part("start").click();
  await visit.reach(["listening"]);
  await visit.part("aloud").click();
  await visit.page.waitForFunction(() => /** @type {any} */ (globalThis).spoken.length === 3);
  await visit.part("other").click();
  await visit.reach(["verified"]);
  const prompt = "en: Wave your phone left and right. A small movement is enough.";
  const introduction = "en: Go on only if you wanted to sign in.\nVerify by waving your phone\nTakes a few seconds.";
  assert.deepEqual(await spoken(visit), [introduction, prompt, prompt, "en: Checking without waving. About five seconds.", "en: Verified."]);
  assert.deepEqual(await heard(visit), [], "one channel");
  await visit.close();
});

test("a voice that does not begin within half a second leaves it to the screen reader", { timeout: 60_000 }, async () => {
  const visit = await elder(false);
  await visit.part("aloud").click();
  await visit.page.waitForFunction(() => /** @type {any} */ (globalThis).spoken.length === 1);
  await listen(visit);
  await visit.part("start").click();
  await visit.page.waitForFunction(() => /** @type {any} */ (globalThis).heard.some((/** @type {string} */ text) => text.startsWith("polite: Wave")));
  await visit.close();
});

test("whether it was easy is asked quietly, after the verdict, and only when the server would like to know", { timeout: 60_000 }, async () => {
  const plain = await quick.visit(browser, quick.widget());
  await plain.part("other").click();
  await plain.reach(["verified"]);
  assert.equal(await plain.part("easy").isVisible(), false);
  await plain.close();
  const sent = /** @type {any[]} */ ([]);
  const visit = await quick.visit(browser, quick.widget(`mode="elder"`), {
    async prepare(page) {
      // A mock of a site that asks: the server's own answer, and that it would like to know.
      await page.route("**/redeem", async (route) => {
        const answer = await route.fetch();
        await route.fulfill({ response: answer, json: { ...(await answer.json()), ask_easy: true } });
      });
      await page.route("**/easy", (route) => (sent.push(JSON.parse(route.request().postData() ?? "")), route.fulfill({ status: 204 })));
    },
  });
  await listen(visit);
  await visit.part("other").focus();
  await visit.page.keyboard.press("Enter");
  await visit.reach(["verified"]);
  await visit.part("easy").waitFor({ state: "visible" });
  assert.equal((await focused(visit.page))?.part, "other", "the focus stays");
  assert.deepEqual(await heard(visit), [WITHOUT_WAVING, "assertive: Verified."]);
  const group = visit.page.getByRole("group", { name: "Was that easy?" });
  for (const button of await group.getByRole("button").all()) {
    const box = await button.boundingBox();
    assert.ok(Number(box?.height) >= 72 && Number(box?.width) >= 72, JSON.stringify(box));
  }
  await group.getByRole("button", { name: "No" }).click();
  assert.equal(await visit.part("easy").textContent().then((text) => text?.startsWith("Thank you.")), true);
  assert.equal((await focused(visit.page))?.tag, "P", "the focus goes to the thanks");
  await visit.page.waitForFunction(() => true);
  assert.deepEqual(sent.map(({ token, renew, easy }) => [typeof token, typeof renew, easy]), [["string", "string", false]]);
  assert.equal(sent[0].token, await visit.token());
  assert.equal(await visit.state(), "verified");
  await visit.close();
});
