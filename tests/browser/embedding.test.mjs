// Wherever a page puts it: three at once, in a dialog, in a shadow root, right to left, in a frame.
import assert from "node:assert/strict";
import { test } from "node:test";
import { launch, PHONE } from "../support/chromium.mjs";
import { FastServer } from "../support/fast-server.mjs";
import { fixtures } from "../support/fixtures.mjs";
import { serveInline } from "../support/open-page.mjs";
import { retryOnStall } from "../support/retry-on-stall.mjs";
import { waves } from "../support/recordings.mjs";
import { still } from "../support/resting-phone.mjs";

/** @typedef {import("playwright-core").Page} Page */
/** @typedef {import("playwright-core").Locator} Locator */

const on = fixtures({ browser: launch, fast: () => FastServer.start() });

const SCRIPT = `<script src="/passwave.js" async></script>`;

/**
 * Waits until this widget, wherever it is, shows one of these states.
 * @param {Locator} widget @param {string[]} states
 */
async function reach(widget, states) {
  await widget.evaluate(
    (element, wanted) =>
      new Promise((resolve) => {
        const look = () => wanted.includes(/** @type {any} */ (element).state) && resolve(undefined);
        element.addEventListener("passwave-state", look);
        look();
      }),
    states,
  );
}

/** @param {Locator} widget @returns {Promise<string>} */
const token = (widget) => widget.evaluate((element) => /** @type {any} */ (element).value);

/** @param {Locator} widget @returns {Promise<string>} */
const state = (widget) => widget.evaluate((element) => /** @type {any} */ (element).state);

test(
  "three on a page are three: each verifies by itself, and Larger is for all of them",
  { timeout: 60_000 },
  async () => {
    const forms = [1, 2, 3].map((nth) => `<form id="f${nth}">${on.fast.widget()}</form>`).join("");
    const widgetPage = await on.fast.open(on.browser, forms);
    const widgets = await widgetPage.page.locator("pass-wave").all();
    assert.equal(widgets.length, 3);
    await widgetPage.page.locator("#f3 [part=larger]").click();
    // The press may come before the script that answers it.
    await widgetPage.page.waitForFunction(() =>
      [...document.querySelectorAll("pass-wave")].every((element) => /** @type {any} */ (element).isElder),
    );
    await widgetPage.page.locator("#f2 [part=start]").click();
    await reach(widgetPage.page.locator("#f2 pass-wave"), ["verified"]);
    assert.deepEqual((await Promise.all(widgets.map(token))).map(Boolean), [false, true, false]);
    for (const nth of [1, 3]) {
      await widgetPage.page.locator(`#f${nth} [part=start]`).click();
      await reach(widgetPage.page.locator(`#f${nth} pass-wave`), ["verified"]);
    }
    assert.equal(new Set(await Promise.all(widgets.map(token))).size, 3, "no token is another's");
    assert.deepEqual(widgetPage.faults, []);
    await widgetPage.close();
  },
);

test("in a dialog it verifies, and the focus stays inside", { timeout: 60_000 }, async () => {
  const widgetPage = await on.fast.open(
    on.browser,
    `<dialog aria-label="Sign in"><form method="dialog">${on.fast.widget()}<button>Send</button></form></dialog>`,
  );
  await widgetPage.page.evaluate(() => document.querySelector("dialog")?.showModal());
  await widgetPage.page.locator("pass-wave [part=start]").press("Enter");
  await reach(widgetPage.page.locator("pass-wave"), ["verified"]);
  assert.equal(await widgetPage.page.evaluate(() => document.activeElement?.localName), "pass-wave");
  await widgetPage.page.keyboard.press("Escape");
  assert.equal(await widgetPage.page.evaluate(() => document.querySelector("dialog")?.open), false);
  await widgetPage.close();
});

test("in another element's shadow root it verifies", { timeout: 60_000 }, async () => {
  const widgetPage = await on.fast.open(
    on.browser,
    `<div id="host"><template shadowrootmode="open"><form>${on.fast.widget()}</form></template></div>`,
  );
  const widget = widgetPage.page.locator("#host pass-wave");
  await widget.locator("[part=start]").click();
  await reach(widget, ["verified"]);
  assert.ok(await token(widget));
  await widgetPage.close();
});

test(
  "on a page from right to left it verifies, and stands from right to left in its own language",
  { timeout: 60_000 },
  async () => {
    const widgetPage = await on.fast.open(on.browser, `<div dir="rtl">${on.fast.widget()}</div>`, {
      lang: "ar",
      options: { viewport: { width: 320, height: 640 } },
    });
    // Words that come late have English before them.
    await widgetPage.page.locator("pass-wave [part~=box][dir=rtl]").waitFor();
    await widgetPage.part("start").waitFor({ state: "visible" });
    const [start, icon] = await Promise.all([
      widgetPage.part("start").boundingBox(),
      widgetPage.page.locator("pass-wave .row > svg").boundingBox(),
    ]);
    assert.ok(Number(icon?.x) > Number(start?.x) + Number(start?.width) / 2, "the picture stands on the right");
    await widgetPage.press();
    await widgetPage.reach(["verified"]);
    await widgetPage.close();
  },
);

/**
 * A page that has the check in a frame.
 * @param {string} host of the frame; the page around it is at 127.0.0.1 @param {string} allow
 * @param {import("../support/recordings.mjs").Recording} [recording]
 */
async function inFrame(host, allow, recording = still()) {
  const frame = on.fast.url.replace("127.0.0.1", host);
  // The browser gives frames of another origin no emulated screen, so where they may use motion the site says so.
  const way = host === OTHER.host && allow ? `way="wave"` : "";
  const body = `<iframe src="${frame}/a-frame" allow="${allow}" width="400" height="400" title="Check"></iframe>`;
  const widgetPage = await on.fast.open(on.browser, body + on.fast.widget("hidden"), {
    recording,
    prepare: (page) => serveInline(page, `${frame}/a-frame`, on.fast.widget(way), { head: SCRIPT }),
  });
  const widget = widgetPage.page.frameLocator("iframe").locator("pass-wave");
  await widget.evaluate((element) => {
    const said = /** @type {string[]} */ ([]);
    Object.assign(globalThis, { said });
    const message = /** @type {Element} */ (element.shadowRoot?.querySelector("[part=message]"));
    new MutationObserver(() => message.textContent && said.push(message.textContent)).observe(message, {
      childList: true,
      characterData: true,
      subtree: true,
    });
  });
  return { widgetPage, widget };
}

/**
 * All that the widget has said, but for "One moment.": that comes where the machine is busy.
 * @param {Locator} widget
 */
async function said(widget) {
  // @ts-expect-error: set by `inFrame`
  const all = /** @type {string[]} */ (await widget.evaluate(() => globalThis.said));
  return all.filter((sentence) => sentence !== "One moment.");
}

/** Waits for the words of the verdict, which come after its state. @param {Locator} widget */
async function verdict(widget) {
  await reach(widget, ["verified"]);
  await widget.locator("[part=message]").filter({ hasText: "Verified." }).waitFor();
}

/** Waves the phone until there is a verdict. @param {string} host @param {string} allow */
async function waveInFrame(host, allow) {
  const { widgetPage, widget } = await inFrame(host, allow, waves(1)[0]);
  await widget.locator("[part=start]").click();
  await reach(widget, ["listening"]);
  const stop = new AbortController();
  const playing = widgetPage.phone?.play(widgetPage.timeline, stop.signal) ?? Promise.resolve(0);
  await Promise.race([reach(widget, ["verified", "failed"]), playing]);
  // The movement may be over while its work is still done.
  if ((await state(widget)) === "checking") await reach(widget, ["verified", "failed"]);
  stop.abort();
  const result = { gap_ms: await playing, state: (await token(widget)) && "verified", said: await said(widget) };
  await widgetPage.close();
  return result;
}

const [SAME, OTHER] = [
  { host: "127.0.0.1", name: "the same origin" },
  { host: "localhost", name: "another origin" },
];

for (const [{ host, name }, allow] of /** @type {const} */ ([
  [SAME, ""],
  [SAME, "accelerometer; gyroscope"],
  [OTHER, "accelerometer; gyroscope"],
])) {
  test(
    `in a frame of ${name}${allow && " that may use motion"} a person's wave verifies`,
    { timeout: 120_000 },
    async () => {
      const { state, said } = await retryOnStall(() => waveInFrame(host, allow));
      assert.equal(state, "verified", said.join(" "));
      assert.match(said[0] ?? "", /^Wave/);
      assert.equal(said.at(-1), "Verified.");
      assert.ok(!said.some((sentence) => /without waving/.test(sentence)), said.join(" "));
    },
  );
}

for (const [{ host, name }, allow] of /** @type {const} */ ([
  [SAME, "accelerometer 'none'; gyroscope 'none'"],
  [OTHER, ""],
])) {
  test(`in a frame of ${name} that may not use motion one presses, on a phone too`, { timeout: 60_000 }, async () => {
    const { widgetPage, widget } = await inFrame(host, allow);
    await widget.locator("[part=start]").click();
    await verdict(widget);
    assert.deepEqual(await said(widget), ["Checking. A few seconds.", "Verified."]);
    await widgetPage.close();
  });
}

test("in a frame of another origin that may use motion pressing verifies as well", { timeout: 60_000 }, async () => {
  const { widgetPage, widget } = await inFrame(OTHER.host, "accelerometer; gyroscope");
  await widget.locator("[part=start]").click();
  await reach(widget, ["listening"]);
  await widget.locator("[part=message]").filter({ hasText: /^Wave/ }).waitFor();
  await widget.locator("[part=press-instead]").click();
  await reach(widget, ["verified"]);
  await widgetPage.close();
});

test("the focus can always be seen", { timeout: 60_000 }, async () => {
  for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
    const widgetPage = await on.fast.open(on.browser, on.fast.widget(`mode="elder" help-href="tel:1"`), {
      options: { ...PHONE, colorScheme },
    });
    await widgetPage.part("options").click();
    await widgetPage.part("switch-remember").waitFor();
    const seen = new Set();
    for (let stops = 0; stops < 30; stops += 1) {
      await widgetPage.page.keyboard.press("Tab");
      const outline = await widgetPage.page.evaluate(outlineOfFocus);
      if (!outline) continue;
      seen.add(outline.name);
      assert.ok(outline.width_px >= 2 && outline.contrast >= 3, JSON.stringify(outline));
    }
    assert.ok(seen.size >= 11, [...seen].join(", "));
    await widgetPage.close();
  }
});

/** Whether what has the focus can be seen whole, with its ring. */
function isInSight() {
  const RING_PX = 5; // Three wide, two away.
  const box = document.querySelector("pass-wave")?.shadowRoot?.activeElement?.getBoundingClientRect();
  return box && { top: box.top >= RING_PX, bottom: box.bottom <= innerHeight - RING_PX };
}

test(
  "what has the focus stays in sight with its ring, also when everything around it grows",
  { timeout: 60_000 },
  async () => {
    const widgetPage = await on.fast.open(on.browser, on.fast.widget(`help-href="tel:1"`), {
      options: { viewport: { width: 320, height: 500 } },
    });
    await widgetPage.part("options").click();
    await widgetPage.part("switch-remember").waitFor();
    const inSight = { top: true, bottom: true };
    let seen = 0;
    for (const key of ["Shift+Tab", "Tab"]) {
      for (let stops = 0; stops < 12; stops += 1) {
        await widgetPage.page.keyboard.press(key);
        const sight = await widgetPage.page.evaluate(isInSight);
        if (sight) assert.deepEqual(sight, inSight, `${key}, ${stops}`);
        seen += Number(Boolean(sight));
      }
    }
    assert.ok(seen >= 15, String(seen));
    for (const part of ["larger", "switch-voice"]) {
      await widgetPage.page.evaluate(() => scrollTo(0, 0));
      await widgetPage.part(part).focus();
      await widgetPage.page.keyboard.press("Space");
      assert.deepEqual(await widgetPage.page.evaluate(isInSight), inSight, part);
    }
    await widgetPage.close();
  },
);

/** How wide the outline of what has the focus is, and how it stands out from what it is drawn on. */
function outlineOfFocus() {
  const root = document.querySelector("pass-wave")?.shadowRoot;
  const focused = root?.activeElement;
  const box = root?.querySelector("[part~=box]");
  if (!focused || !box) return undefined;
  const light = (/** @type {string} */ color) => {
    const parts = (color.match(/[\d.]+/g) ?? []).slice(0, 3).map((part) => Number(part) / 255);
    const [r = 0, g = 0, b = 0] = parts.map((part) =>
      part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4,
    );
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const { outlineWidth, outlineStyle, outlineColor } = getComputedStyle(focused);
  const [one, other] = [light(outlineColor), light(getComputedStyle(box).backgroundColor)];
  const contrast = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
  const width_px = outlineStyle === "none" ? 0 : parseFloat(outlineWidth);
  return { name: focused.getAttribute("part") ?? focused.textContent, width_px, contrast };
}
