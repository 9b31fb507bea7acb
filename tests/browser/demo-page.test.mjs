// The demo, as one shows it to somebody: in another language, with what happens beside the form, and a phone on the
// screen.
import assert from "node:assert/strict";
import { test } from "node:test";
import { launch } from "../support/chromium.mjs";
import { fixtures } from "../support/fixtures.mjs";
import { WidgetPage } from "../support/page-object.mjs";
import { startDemo } from "../support/passwave-server.mjs";
import { languagesIn } from "../support/widget-strings.mjs";

const on = fixtures({ browser: launch, server: startDemo });

const GERMAN = languagesIn("www/demo/strings").get("de") ?? {};

/** Opens the page, and waits until its script has its words. @param {string} query */
async function open(query) {
  const demo = await WidgetPage.open(on.browser, `${on.server.url}/demo/${query}`);
  await demo.page.waitForFunction(() => document.documentElement.dir);
  return demo;
}

test("in German: signed in, and all that happened stands beside the form", { timeout: 60_000 }, async () => {
  const demo = await open("?lang=de");
  const { page } = demo;
  await page.getByRole("heading", { name: GERMAN.happening }).waitFor();
  await page.getByRole("combobox", { name: GERMAN.size }).selectOption("elder");
  assert.match((await page.locator("#snippet").textContent()) ?? "", /passwave\.js".*sitekey="demo" mode="elder"/s);
  assert.equal(new URL(page.url()).search, "?lang=de&mode=elder");
  await demo.verify();
  assert.equal(await page.locator("#state").textContent(), "verified");
  assert.equal(await page.locator("#token").textContent(), await demo.token());
  assert.equal((await demo.submit()).success, true);
  assert.equal(await page.locator("#verdict").textContent(), GERMAN.signedIn);
  assert.equal(await page.locator("#no-token").textContent(), GERMAN.noToken);
  assert.ok(await page.locator("#no-token").isVisible(), "a token that was used is not shown any more");
  await demo.verify();
  await sentAgain(page);
  assert.deepEqual(demo.faults, []);
  await demo.close();
});

/**
 * The same answer once more is a change, or no screen reader would speak it.
 * @param {import("playwright-core").Page} page
 */
async function sentAgain(page) {
  const said = await page.locator("#verdict").evaluateHandle((place) => {
    const texts = /** @type {(string | null)[]} */ ([]);
    new MutationObserver(() => texts.push(place.textContent)).observe(place, { childList: true });
    return texts;
  });
  await page.getByRole("button", { name: GERMAN.signIn }).click();
  await page.waitForFunction(
    (texts) => texts.includes(document.querySelector("#verdict")?.textContent ?? ""),
    [GERMAN.signedIn],
  );
  assert.deepEqual(await said.jsonValue(), ["", GERMAN.signedIn]);
}

test("the language changes where one stands, with the direction and the check's words", async () => {
  const demo = await open("?way=press");
  const isRendered = await demo.page.locator("#verdict").evaluate((place) => place.getClientRects().length > 0);
  assert.ok(isRendered, "a live region that is not there before its words is not spoken");
  await demo.page.getByRole("combobox", { name: "Language" }).selectOption("ar");
  await demo.page.getByRole("heading", { name: languagesIn("www/demo/strings").get("ar")?.signIn }).waitFor();
  await demo.page.locator("pass-wave [lang=ar]").waitFor();
  assert.equal(await demo.page.evaluate(() => document.documentElement.dir), "rtl");
  const directions = await demo.page.$$eval("#token, pre", (all) => all.map((one) => getComputedStyle(one).direction));
  assert.deepEqual(new Set(directions), new Set(["ltr"]), "what machines read is from left to right");
  await demo.page.getByRole("link", { name: languagesIn("www/demo/strings").get("ar")?.practise }).click();
  await demo.page.getByRole("radio").first().waitFor();
  assert.equal(await demo.page.evaluate(() => document.documentElement.lang), "ar", "where one practises, too");
  await demo.close();
});

/** Notes from now on how near the phone on the screen comes to the ends of its field. Runs in the page. */
function notePlaces() {
  const least = { left: Infinity, right: Infinity };
  const note = () => {
    const [field, phone] = [".phone-area", ".phone"].map((one) => document.querySelector(one)?.getBoundingClientRect());
    if (field && phone) least.left = Math.min(least.left, phone.left - field.left);
    if (field && phone) least.right = Math.min(least.right, field.right - phone.right);
    requestAnimationFrame(note);
  };
  note();
  return least;
}

test("the phone on the screen is one press away, in sight, and its wave verifies", { timeout: 60_000 }, async () => {
  const demo = await open("");
  const phone = demo.page.getByRole("button", { name: "Use a phone on the screen" });
  const bottom = await phone.evaluate((button) => button.getBoundingClientRect().bottom);
  assert.ok(bottom < 720, `${bottom} px down the page`);
  await phone.click();
  const move = demo.page.getByRole("button", { name: "Move by itself", description: /^Start the check\./ });
  const background = () => move.evaluate((button) => getComputedStyle(button).backgroundColor);
  const atRest = await background();
  await demo.page.setViewportSize({ width: 320, height: 640 });
  const spans = await demo.page.evaluateHandle(notePlaces);
  await move.click();
  assert.notEqual(await background(), atRest, "that it is pressed is seen");
  await demo.part("start").click();
  assert.equal(await demo.reach(["verified", "failed"]), "verified", await demo.story());
  const { left, right } = await spans.jsonValue();
  assert.ok(left >= 0 && right >= 0 && left < 40 && right < 40, `it swings within its field: ${left}, ${right} px`);
  await demo.close();
});

test("what is copied is copied also where the page may not use the clipboard, and it is said each time", async () => {
  const demo = await open("?lang=en");
  await demo.page.evaluate(() => Object.defineProperty(navigator, "clipboard", { value: undefined }));
  const copied = demo.page.locator("#copied");
  await demo.page.getByRole("button", { name: "Copy" }).click();
  assert.equal(await copied.textContent(), "Copied.");
  await demo.page.getByRole("button", { name: "Copy" }).click();
  assert.equal(await copied.textContent(), "Copied.\u00a0");
  await demo.page.getByRole("textbox", { name: "Name" }).press("ControlOrMeta+V");
  assert.match(await demo.page.getByRole("textbox", { name: "Name" }).inputValue(), /<pass-wave sitekey="demo"/);
  await demo.close();
});

test("a phone that can reach the address gets a code for it, this machine's own name gets none", async () => {
  const demo = await open("");
  assert.ok(await demo.page.getByText("cargo xtask demo --lan").isVisible());
  assert.ok(!(await demo.page.locator("#qr-code").isVisible()));
  const image = await fetch(
    `${on.server.url}/demo/qr.svg?address=${encodeURIComponent("https://passwave.example/demo/")}`,
  );
  assert.equal(image.headers.get("content-type"), "image/svg+xml");
  assert.match(await image.text(), /<svg/);
  await demo.close();
});
