// Wherever a page puts it: three at once, in a dialog, in a shadow root, right to left, in a frame.
import assert from "node:assert/strict";
import { test } from "node:test";
import { launch } from "../support/chromium.mjs";
import { serve } from "../support/inline-page.mjs";
import { Quick } from "../support/fast-server.mjs";
import { waves } from "../support/recordings.mjs";
import { still } from "../support/resting-phone.mjs";
import { together } from "../support/fixtures.mjs";
import { untorn } from "../support/retry-on-stall.mjs";

/** @typedef {import("playwright-core").Page} Page */
/** @typedef {import("playwright-core").Locator} Locator */

const on = together({ browser: launch, quick: () => Quick.start() });

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

test(
  "three on a page are three: each verifies by itself, and Larger is for all of them",
  { timeout: 60_000 },
  async () => {
    const forms = [1, 2, 3].map((nth) => `<form id="f${nth}">${on.quick.widget()}</form>`).join("");
    const visit = await on.quick.visit(on.browser, forms);
    const widgets = await visit.page.locator("pass-wave").all();
    assert.equal(widgets.length, 3);
    await visit.page.locator("#f2 [part=press-instead]").click();
    await reach(visit.page.locator("#f2 pass-wave"), ["verified"]);
    assert.deepEqual((await Promise.all(widgets.map(token))).map(Boolean), [false, true, false]);
    for (const nth of [1, 3]) {
      await visit.page.locator(`#f${nth} [part=start]`).click();
      await reach(visit.page.locator(`#f${nth} pass-wave`), ["verified"]);
    }
    assert.equal(new Set(await Promise.all(widgets.map(token))).size, 3, "no token is another's");
    await visit.page.locator("#f3 [part=larger]").click();
    assert.equal(await visit.page.locator("pass-wave[data-size=elder]").count(), 3);
    assert.deepEqual(visit.faults, []);
    await visit.close();
  },
);

test("in a dialog it verifies, and the focus stays inside", { timeout: 60_000 }, async () => {
  const visit = await on.quick.visit(
    on.browser,
    `<dialog aria-label="Sign in"><form method="dialog">${on.quick.widget()}<button>Send</button></form></dialog>`,
  );
  await visit.page.evaluate(() => document.querySelector("dialog")?.showModal());
  await visit.page.locator("pass-wave [part=start]").press("Enter");
  await reach(visit.page.locator("pass-wave"), ["verified"]);
  assert.equal(await visit.page.evaluate(() => document.activeElement?.localName), "pass-wave");
  await visit.page.keyboard.press("Escape");
  assert.equal(await visit.page.evaluate(() => document.querySelector("dialog")?.open), false);
  await visit.close();
});

test("in another element's shadow root it verifies", { timeout: 60_000 }, async () => {
  const visit = await on.quick.visit(
    on.browser,
    `<div id="host"><template shadowrootmode="open"><form>${on.quick.widget()}</form></template></div>`,
  );
  const widget = visit.page.locator("#host pass-wave");
  await widget.locator("[part=start]").click();
  await reach(widget, ["verified"]);
  assert.ok(await token(widget));
  await visit.close();
});

test(
  "on a page from right to left it verifies, and stands from right to left in its own language",
  { timeout: 60_000 },
  async () => {
    const visit = await on.quick.visit(on.browser, `<div dir="rtl">${on.quick.widget()}</div>`, {
      lang: "ar",
      options: { viewport: { width: 320, height: 640 } },
    });
    await visit.part("start").waitFor({ state: "visible" });
    assert.equal(await visit.part("box").getAttribute("dir"), "rtl");
    const [start, icon] = await Promise.all([
      visit.part("start").boundingBox(),
      visit.part("start").locator("svg").boundingBox(),
    ]);
    assert.ok(Number(icon?.x) > Number(start?.x) + Number(start?.width) / 2, "the picture stands on the right");
    await visit.part("press-instead").click();
    await visit.reach(["verified"]);
    await visit.close();
  },
);

/**
 * A page that has the check in a frame.
 * @param {string} host of the frame; the page around it is at 127.0.0.1 @param {string} allow
 * @param {import("../support/recordings.mjs").Recording} [recording]
 */
async function inFrame(host, allow, recording = still()) {
  const frame = on.quick.url.replace("127.0.0.1", host);
  const body = `<iframe src="${frame}/a-frame" allow="${allow}" width="400" height="400" title="Check"></iframe>`;
  const visit = await on.quick.visit(on.browser, body + on.quick.widget("hidden"), {
    recording,
    prepare: (page) => serve(page, `${frame}/a-frame`, on.quick.widget(), { head: SCRIPT }),
  });
  const widget = visit.page.frameLocator("iframe").locator("pass-wave");
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
  return { visit, widget };
}

/** All that the widget has said. @param {Locator} widget @returns {Promise<string[]>} */
// @ts-expect-error: set by `inFrame`
const said = (widget) => widget.evaluate(() => globalThis.said);

/** Waves the phone until there is a verdict. @param {string} host @param {string} allow */
async function waveInFrame(host, allow) {
  const { visit, widget } = await inFrame(host, allow, waves(1)[0]);
  await widget.locator("[part=start]").click();
  await reach(widget, ["listening"]);
  const stop = new AbortController();
  const playing = visit.phone?.play(visit.timeline, stop.signal) ?? Promise.resolve(0);
  await Promise.race([reach(widget, ["verified", "failed"]), playing]);
  stop.abort();
  const result = { gap_ms: await playing, state: (await token(widget)) && "verified", said: await said(widget) };
  await visit.close();
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
      const { state, said } = await untorn(() => waveInFrame(host, allow));
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
  test(
    `in a frame of ${name} that may not use motion it goes on without, and says so`,
    { timeout: 60_000 },
    async () => {
      const { visit, widget } = await inFrame(host, allow);
      await widget.locator("[part=start]").click();
      await reach(widget, ["verified"]);
      assert.deepEqual(await said(widget), ["Motion is off. Checking without waving. A few seconds.", "Verified."]);
      await visit.close();
    },
  );
}

test("in a frame of another origin that may use motion pressing verifies as well", { timeout: 60_000 }, async () => {
  const { visit, widget } = await inFrame(OTHER.host, "accelerometer; gyroscope");
  await widget.locator("[part=start]").click();
  await reach(widget, ["listening"]);
  assert.match((await widget.locator("[part=message]").textContent()) ?? "", /^Wave/);
  await widget.locator("[part=press-instead]").click();
  await reach(widget, ["verified"]);
  await visit.close();
});

test("the focus can always be seen", { timeout: 60_000 }, async () => {
  for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
    const visit = await on.quick.visit(on.browser, on.quick.widget(`mode="elder" help-href="tel:1"`), {
      options: { colorScheme },
    });
    await visit.part("settings").locator("summary").click();
    await visit.part("switch-remember").waitFor();
    const seen = new Set();
    for (let stops = 0; stops < 30; stops += 1) {
      await visit.page.keyboard.press("Tab");
      const outline = await visit.page.evaluate(outlineOfFocus);
      if (!outline) continue;
      seen.add(outline.name);
      assert.ok(outline.width_px >= 2 && outline.contrast >= 3, JSON.stringify(outline));
    }
    assert.ok(seen.size >= 12, [...seen].join(", "));
    await visit.close();
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
    const visit = await on.quick.visit(on.browser, on.quick.widget(`help-href="tel:1"`), {
      options: { viewport: { width: 320, height: 500 } },
    });
    await visit.part("settings").locator("summary").click();
    await visit.part("switch-remember").waitFor();
    const inSight = { top: true, bottom: true };
    let seen = 0;
    for (const key of ["Shift+Tab", "Tab"]) {
      for (let stops = 0; stops < 12; stops += 1) {
        await visit.page.keyboard.press(key);
        const sight = await visit.page.evaluate(isInSight);
        if (sight) assert.deepEqual(sight, inSight, `${key}, ${stops}`);
        seen += Number(Boolean(sight));
      }
    }
    assert.ok(seen >= 15, String(seen));
    for (const part of ["larger", "switch-larger", "switch-voice"]) {
      await visit.page.evaluate(() => scrollTo(0, 0));
      await visit.part(part).focus();
      await visit.page.keyboard.press("Space");
      assert.deepEqual(await visit.page.evaluate(isInSight), inSight, part);
    }
    await visit.close();
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
