// The whole product in Chromium, Firefox and WebKit, the engines that people's browsers are made of.
import assert from "node:assert/strict";
import { test } from "node:test";
import { REQUIRED_AFTER_FOCUS_MS } from "../../www/src/shared/timing.js";
import { drawnDirection } from "../support/drawn-arrow.mjs";
import { EngineVisit, ringShare } from "../support/engine-visit.mjs";
import { EngineSite } from "../support/engine-site.mjs";
import { inEachEngine } from "../support/engines.mjs";
import { SITEKEY } from "../support/fast-server.mjs";
import { fixtures } from "../support/fixtures.mjs";
import { waveSamples } from "../support/host-samples.mjs";
import { playMotion } from "../support/played-motion.mjs";
import { startFirefox } from "../support/puppeteer-engines.mjs";
import { startWebKit } from "../support/webkit.mjs";
import { ENGLISH, stringsOf } from "../support/widget-strings.mjs";

/** @typedef {import("../support/engines.mjs").EnginePage} EnginePage */

const TIMEOUT = { timeout: 90_000 };

const on = fixtures({ site: EngineSite.start });

/** What must hold in each engine. @type {Record<string, (page: EnginePage) => Promise<void>>} */
const CASES = {
  "one press verifies, keeps the focus, and siteverify says yes": async (page) => {
    const visit = await on.site.open(page);
    const { isButton, name } = await visit.main();
    assert.ok(isButton && name, "a button with a name");
    await visit.click();
    await on.site.assertVerified(visit);
    assert.equal(await visit.focused(), "start");
  },

  "by the keyboard alone": async (page) => {
    const visit = await on.site.open(page);
    await visit.tabToMain();
    await page.key(" ");
    await on.site.assertVerified(visit);
    assert.equal(await visit.focused(), "start");
  },

  "a press is answered at once, while the rest of the script takes its time": (page) =>
    isAnswered(page, "/passwave-main.js"),

  "a press is answered at once, while the compiled part takes its time": (page) =>
    isAnswered(page, "/passwave-press.wasm"),

  "a press is answered at once, while the words take their time": (page) => isAnswered(page, "/strings/en.json"),

  "the focused button is called the same from the press to the verdict": async (page) => {
    const visit = await on.site.open(page, { attributes: `caution="Go on only if you wanted to."` });
    await visit.tabToMain();
    await visit.noteNames();
    await page.key("Enter");
    await on.site.assertVerified(visit);
    assert.deepEqual(await visit.names(), []);
  },

  "come back to, the button says that it is done": async (page) => {
    const visit = await on.site.open(page, { body: `<form>CHECK<input name="note"></form>` });
    await visit.tabToMain();
    await page.key("Enter");
    await on.site.assertVerified(visit);
    await page.evaluate(() => document.querySelector("input")?.focus());
    await visit.tabToMain("Shift+Tab");
    assert.equal((await visit.main()).name, ENGLISH.verified);
  },

  "in elder mode the button is large, and verifies": async (page) => {
    const visit = await on.site.open(page, { attributes: `mode="elder"` });
    const { height } = await visit.box("start");
    assert.ok(height >= 72, `${height} px high`);
    await visit.click();
    await on.site.assertVerified(visit);
  },

  "in Chinese": (page) => speaks(page, "zh-CN", stringsOf("zh-Hans")),

  "in Arabic, from right to left": (page) => speaks(page, "ar", stringsOf("ar")),

  "a slide in each of the four directions, where the arrow points": async (page) => {
    const visit = await on.site.open(page, { attributes: `way="slide"` });
    const seen = new Set();
    while (seen.size < 4) {
      await visit.click();
      await visit.reach("listening");
      const direction = await askedDirection(visit);
      if (seen.has(direction)) await visit.reset();
      else await slide(visit, direction);
      seen.add(direction);
    }
  },

  "a finger that slides as asked": async (page) => {
    const visit = await on.site.open(page, { attributes: `way="slide"` });
    await visit.click();
    await visit.reach("listening");
    await page.swipe(await pathOf(visit, await askedDirection(visit)));
    await on.site.assertVerified(visit);
  },

  "a required check holds the form back with a reason, then the form carries the token": async (page) => {
    const visit = await on.site.open(page, { attributes: "required", body: FORM });
    await visit.send();
    assert.equal(await visit.validationMessage(), ENGLISH.required);
    await isToldOnce(visit);
    assert.equal(await visit.focused(), "start");
    assert.match(await visit.address(), /page-\d+\/$/, "the form was not sent");
    await visit.click();
    await visit.reach("verified");
    await visit.send();
    const response = new URL(await sentTo(visit)).searchParams.get("passwave-response") ?? "";
    assert.equal((await on.site.server.verify(response)).success, true);
  },

  "a form sent before the rest of the script is there is told why, too": async (page) => {
    const release = on.site.hold("/passwave-main.js");
    const visit = await on.site.open(page, { attributes: "required", body: FORM });
    await visit.send();
    const isFocused = () => document.querySelector("pass-wave")?.shadowRoot?.activeElement?.matches("[part~=start]");
    await visit.until("the button has the focus", isFocused).finally(release);
    await isToldOnce(visit);
  },

  "gone back to, a form that was sent asks to verify again, and brings no used token along": async (page) => {
    const visit = await on.site.open(page, { attributes: "required", body: FORM });
    await visit.click();
    await visit.reach("verified");
    await visit.send();
    const response = new URL(await sentTo(visit)).searchParams.get("passwave-response") ?? "";
    assert.equal((await on.site.server.verify(response)).success, true);
    await page.back();
    await visit.reach("expired");
    await visit.says("expired");
    assert.equal(await visit.token(), "");
    await visit.click();
    await on.site.assertVerified(visit);
  },

  "under a strict policy with trusted types, in a worker, with no violation": async (page) => {
    const visit = await on.site.open(page, { policy: strict({ trusted: true }) });
    await visit.click();
    await on.site.assertVerified(visit);
    assert.ok(on.site.site.asked.includes("/passwave-worker.js"), "in a worker");
  },

  "where the policy forbids WebAssembly": async (page) => {
    const visit = await on.site.open(page, { attributes: `way="wave"`, policy: strict({ wasm: "" }) });
    await assertWithoutWasm(visit);
  },

  "where the policy allows no worker": async (page) => {
    const visit = await on.site.open(page, { policy: strict({ worker: "'none'" }) });
    await visit.click();
    await visit.reach("verified");
    assert.equal((await on.site.server.verify(await visit.token())).success, true);
  },

  "a wave from a host app fills the ring stroke by stroke, and verifies": async (page) => {
    const visit = await on.site.open(page, { attributes: `way="wave"` });
    const samples = waveSamples();
    await visit.pushMotion([]);
    await visit.click();
    await visit.pushUntilAsked(samples.slice(0, 1));
    assert.equal(await visit.ringShare(), 0);
    const used = await visit.pushUntilFelt(samples.slice(1));
    const share = await visit.until("the ring shows a part", ringShare);
    assert.ok(share < 1, `a stroke fills ${share} of the ring`);
    await visit.pushMotion(samples.slice(1 + used));
    await on.site.assertVerified(visit);
  },

  "on the practice page the ring is empty before anything is felt": async (page) => {
    const visit = new EngineVisit(page);
    await page.go(`${on.site.site.url}/practice/`);
    await visit.until("a ring is there", () => document.querySelectorAll("circle").length > 1);
    assert.equal(await visit.ringShare(), 0);
  },

  "the motion question granted, and the movement felt": async (page) => {
    const visit = await on.site.open(page, asking("granted"));
    await page.evaluate(noteStates);
    await visit.click();
    await on.site.assertVerified(visit);
    const states = await page.evaluate(() => /** @type {string[]} */ (/** @type {any} */ (globalThis).states));
    assert.ok(states.includes("progress"), states.join());
  },

  "the motion question denied": (page) => goesOnWithoutWaving(page, "denied"),

  "the motion question that throws": (page) => goesOnWithoutWaving(page, "thrown"),

  "the motion question never answered leaves the other way": async (page) => {
    const visit = await on.site.open(page, asking("unanswered"));
    await visit.click();
    await visit.reach("asking");
    await visit.click("press-instead");
    await on.site.assertVerified(visit);
  },

  "in place of reCAPTCHA": (page) => replaces(page, "recaptcha", "g-recaptcha"),

  "in place of hCaptcha": (page) => replaces(page, "hcaptcha", "h-captcha"),

  "in place of Turnstile": (page) => replaces(page, "turnstile", "cf-turnstile"),
};

const FORM = `<form action="/sent/">CHECK<input name="note"><button id="send">Send</button></form>`;

/** Runs in the page: notes all states, also those that stand for less time than between two looks. */
function noteStates() {
  const states = /** @type {string[]} */ ([]);
  Object.assign(globalThis, { states });
  document.addEventListener("passwave-state", (event) => {
    states.push(/** @type {CustomEvent} */ (event).detail.state);
  });
}

/** @param {{ trusted?: boolean, wasm?: string, worker?: string }} [options] */
function strict({ trusted = false, wasm = "'wasm-unsafe-eval'", worker = "'self'" } = {}) {
  const { url } = on.site.server;
  const types = trusted ? "; require-trusted-types-for 'script'; trusted-types passwave" : "";
  return `default-src 'none'; script-src 'self' ${wasm}; style-src 'self'; connect-src 'self' ${url}; worker-src ${worker}; img-src data:${types}`;
}

/**
 * Something is shown at once and said before long, also when a file is late.
 * @param {EnginePage} page @param {string} file
 */
async function isAnswered(page, file) {
  const release = on.site.hold(file);
  const visit = await on.site.open(page);
  await visit.click();
  const pressed_ms = performance.now();
  const isPressed = () => /** @type {any} */ (document.querySelector("pass-wave")).state !== "idle";
  await visit
    .until("the press is seen", isPressed)
    .then(() => visit.speaks("oneMoment"))
    .finally(release);
  console.log(`${file} late: “One moment.” after ${Math.round(performance.now() - pressed_ms)} ms`);
  await on.site.assertVerified(visit);
}

/** @param {EnginePage} page @param {string} lang @param {import("../support/widget-strings.mjs").Strings} strings */
async function speaks(page, lang, strings) {
  const visit = await on.site.open(page, { lang });
  await visit.translated();
  const { name, direction } = await visit.main();
  assert.ok(Object.values(strings).includes(name), name);
  assert.equal(direction, strings.direction);
  await visit.click();
  await on.site.assertVerified(visit);
  await visit.says("verified", strings);
}

/** Why a form was not sent is spoken: by the check, or in Firefox's own alert. @param {EngineVisit} visit */
async function isToldOnce(visit) {
  const isInAlert = await visit.page.evaluate(() => "mozInnerScreenX" in globalThis);
  if (!isInAlert) return visit.speaks("required");
  await visit.says("required");
  await visit.page.evaluate((ms) => new Promise((resolve) => setTimeout(resolve, ms)), 2 * REQUIRED_AFTER_FOCUS_MS);
  assert.equal(await visit.live(), "off");
}

/** The direction that the words ask for, where the arrow must point. @param {EngineVisit} visit */
async function askedDirection(visit) {
  const prompts = Object.entries(ENGLISH).filter(([key]) => key.startsWith("promptSlide"));
  const look = (/** @type {string[]} */ sentences) => {
    const said = document.querySelector("pass-wave")?.shadowRoot?.querySelector("[part~=message]")?.textContent?.trim();
    return sentences.find((sentence) => sentence === said);
  };
  const sentences = prompts.map(([, sentence]) => sentence);
  const said = await visit.until("it says where to slide", look, sentences);
  const [key = ""] = prompts.find(([, sentence]) => sentence === said) ?? [];
  const asked = key.replace("promptSlide", "").toLowerCase();
  assert.equal(await drawnDirection(visit.page, await visit.box("pad")), asked);
  return asked;
}

/** @type {Record<string, [right: number, down: number]>} */
const TO_PX = { right: [1, 0], left: [-1, 0], up: [0, -1], down: [0, 1] };

/** Across the pad, as asked. @param {EngineVisit} visit @param {string} direction */
async function pathOf(visit, direction) {
  const [right, down] = TO_PX[direction] ?? assert.fail(direction);
  const { x, y, width, height } = await visit.box("pad");
  return [-60, -20, 20, 60].map((px) => ({ x: x + width / 2 + right * px, y: y + height / 2 + down * px }));
}

/** The other way first, which is no slide. @param {EngineVisit} visit @param {string} direction */
async function slide(visit, direction) {
  const path = await pathOf(visit, direction);
  await visit.page.drag([...path].reverse());
  await visit.reach("hint");
  await visit.page.drag(path);
  await on.site.assertVerified(visit);
  await visit.reset();
}

/** @param {EngineVisit} visit */
const sentTo = (visit) => visit.until("the form was sent", () => (location.pathname === "/sent/" ? location.href : ""));

/** @param {EngineVisit} visit */
async function assertWithoutWasm(visit) {
  await visit.pushMotion([]);
  const samples = waveSamples();
  await visit.click();
  await visit.pushUntilAsked(samples.slice(0, 1));
  await visit.pushMotion(samples.slice(1));
  assert.equal(await visit.reach("verified", "failed"), "verified", await visit.story());
  assert.equal((await on.site.server.verify(await visit.token())).success, true);
  const { asked } = on.site.site;
  assert.ok(asked.includes("/passwave-plain.js"), "the JavaScript was fetched");
}

/** A page on which a script plays the system that asks about motion. @param {string} answer */
const asking = (answer) => ({
  attributes: `way="wave"`,
  before: `<script>var answer = "${answer}", samples = ${JSON.stringify(waveSamples())}; (${playMotion})();</script>`,
});

/** @param {EnginePage} page @param {string} answer */
async function goesOnWithoutWaving(page, answer) {
  const visit = await on.site.open(page, asking(answer));
  await visit.click();
  await on.site.assertVerified(visit);
}

/** @param {EnginePage} page @param {string} service @param {string} className */
async function replaces(page, service, className) {
  const field = `${className}-response`;
  const visit = await on.site.open(page, {
    script: `<script src="${on.site.server.url}/compat/${service}.js" async></script>`,
    body: `<form><div class="${className}" data-sitekey="${SITEKEY}"></div></form>`,
  });
  await visit.click();
  await visit.reach("verified");
  const token = await page.evaluate((field) => new FormData(document.forms[0]).get(field), field);
  assert.equal((await on.site.server.verify(String(token))).success, true);
  assert.deepEqual(await visit.faults(), []);
}

inEachEngine(CASES);

test("WebKit without WebAssembly, as in iOS Lockdown Mode: the same Rust as JavaScript", TIMEOUT, async () => {
  const { page, close } = await startWebKit({ JSC_useWasm: "0" });
  try {
    const visit = await on.site.open(page, { attributes: `way="wave"` });
    assert.equal(await page.evaluate(() => typeof WebAssembly), "undefined");
    await assertWithoutWasm(visit);
  } finally {
    await close();
  }
});

/** The colours of everything by the person's choice, which Firefox puts behind words, too. */
const FORCED_COLOURS = {
  "browser.display.document_color_use": 2,
  "browser.display.use_system_colors": false,
  "browser.display.background_color": "#FFFFF0",
};

test("in Firefox's forced colours the words of the button have no ground other than its own", TIMEOUT, async () => {
  for (const mode of ["standard", "elder"]) {
    const { page, close } = await startFirefox(FORCED_COLOURS);
    try {
      const visit = await on.site.open(page, { attributes: `mode="${mode}"` });
      const hasGround = () => {
        const start = document.querySelector("pass-wave")?.shadowRoot?.querySelector("[part~=start]");
        return start && getComputedStyle(start).backgroundColor === "rgb(255, 255, 240)";
      };
      await visit.until(`the button's ground is the page's: ${mode}`, hasGround);
    } finally {
      await close();
    }
  }
});
