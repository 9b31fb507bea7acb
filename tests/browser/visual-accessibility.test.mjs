// What axe does not measure: the size of controls and text, contrast at 7:1, the focus ring, reflow, text spacing.
// Measured in a real browser,
// in every language where a language could make a difference.
import assert from "node:assert/strict";
import { test } from "node:test";
import { freshPage, launch } from "../support/chromium.mjs";
import { colourPairs, contrast, tooFaint } from "../support/colour-contrast.mjs";
import { LANGUAGES } from "../support/widget-strings.mjs";
import { PAGES } from "../support/page-list.mjs";
import { fixtures } from "../support/fixtures.mjs";
import { startDemo } from "../support/passwave-server.mjs";
import { MODES, MockWidgets, STORY, step, WAYS, widget } from "../support/widget-states.mjs";

/** What each mode promises, in CSS px at the usual text size. */
const PROMISED = {
  standard: { target_px: 44, text_px: 16, detail_px: 14, line_height: 1.5 },
  elder: { target_px: 72, text_px: 24, detail_px: 24, line_height: 1.5 },
};
const CONTRAST = { text: 7, other: 3 };
const RING_PX = 2;

/** How many lines the words of each part may take on a screen 320 px wide, and which strings stand there. */
const LINES = [
  { part: "label", keys: ["start", "startMove", "startSlide", "startPress", "tryAgain"], standard: 2, elder: 3 },
  { part: "press-instead", keys: ["press", "stop"], standard: 2, elder: 2 },
  { part: "smaller", keys: ["smaller"], standard: 2, elder: 2 },
  { part: "read-aloud", keys: ["readAloud", "sayAgain"], standard: 2, elder: 2 },
  { part: "help", keys: ["talk"], standard: 2, elder: 2 },
  { part: "notice p", keys: ["noticeTitle"], standard: 2, elder: 3 },
  { part: "detail", keys: ["startDetail"], standard: 2, elder: 2 },
  {
    part: "message",
    keys: /^(prompt|hint|keepGoing|offerPress|checking|motionOff|stopped|verified|failed|expired|unreachable)/,
    standard: 4,
    elder: 6,
  },
];

const on = fixtures({ browser: launch, server: startDemo });

const NARROW = { viewport: { width: 320, height: 900 } };

/** One widget per language. @param {string} mode @param {string} [way] */
const everyLanguage = (mode, way = "wave") => [...LANGUAGES.keys()].map((lang) => widget({ lang, mode, way })).join("");

/** @param {string} body @param {import("playwright-core").BrowserContextOptions} [options] */
const open = (body, options) => MockWidgets.open(on.browser, on.server.url, { body }, options);

/** Runs in the page: the controls that are smaller than promised. @param {number} least_px */
function small(least_px) {
  const controls = [...document.querySelectorAll("pass-wave")].flatMap((element) => [
    ...(element.shadowRoot?.querySelectorAll("button, a[href], label, select, input:not(label input)") ?? []),
  ]);
  const shown = controls
    .map((control) => ({ name: control.textContent?.trim() || control.tagName, box: control.getBoundingClientRect() }))
    .filter(({ box }) => box.width > 0);
  if (shown.length < 2) return ["there are no controls"];
  return shown
    .filter(({ box }) => box.width < least_px || box.height < least_px)
    .map(({ name, box }) => `${name}: ${box.width} x ${box.height}`);
}

for (const mode of /** @type {const} */ (["standard", "elder"])) {
  const { target_px, ...text } = PROMISED[mode];
  for (const width of [320, 1280]) {
    test(
      `every control is at least ${target_px} px in ${mode} mode, ${width} px wide, in every language`,
      { timeout: 60_000 },
      async () => {
        const mock = await open(everyLanguage(mode) + WAYS.map((way) => widget({ way, mode })).join(""), {
          viewport: { width, height: 900 },
        });
        await mock.unfold(true);
        for (const name of ["idle", "prompt", "working", "failed", "asked whether it was easy"]) {
          await mock.show(step(name));
          assert.deepEqual(await mock.page.evaluate(small, target_px), [], name);
        }
        await mock.close();
      },
    );
  }

  test(
    `text is at least ${text.text_px} px with lines of ${text.line_height}, and grows with the reader's own size: ${mode}`,
    { timeout: 60_000 },
    async () => {
      const mock = await open(everyLanguage(mode));
      await mock.unfold(true);
      for (const name of ["idle", "prompt", "failed"]) {
        await mock.show(step(name));
        assert.deepEqual(await mock.page.evaluate(tooSmallText, text), [], name);
      }
      await mock.page.evaluate(() => (document.documentElement.style.fontSize = "200%"));
      const doubled = { ...text, text_px: text.text_px * 2, detail_px: text.detail_px * 2 };
      assert.deepEqual(await mock.page.evaluate(tooSmallText, doubled), [], "at 200 %");
      await mock.close();
    },
  );

  test(`words fit their places on a screen 320 px wide, in every language: ${mode}`, { timeout: 60_000 }, async () => {
    const mock = await open(everyLanguage(mode), NARROW);
    await mock.unfold(true);
    for (const [tag, strings] of LANGUAGES) {
      const words = LINES.map(({ part, keys, [mode]: most }) => ({
        part,
        most,
        texts: Object.entries(strings)
          .filter(([key]) => (keys instanceof RegExp ? keys.test(key) : keys.includes(key)))
          .map(([, text]) => text),
      }));
      assert.ok(words.every(({ texts }) => texts.length > 0));
      assert.deepEqual(await mock.page.evaluate(misfits, { tag, words }), [], tag);
    }
    await mock.close();
  });

  test(
    `text is legible at 7 to 1, edges and focus ring at 3 to 1, light and dark: ${mode}`,
    { timeout: 120_000 },
    async () => {
      for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
        const mock = await open(WAYS.map((way) => widget({ way, mode })).join(""), { colorScheme });
        await mock.unfold(true);
        for (const one of STORY) {
          await mock.show(one);
          assert.deepEqual(
            tooFaint(await mock.page.evaluate(colourPairs, CONTRAST)),
            [],
            `${colorScheme}, ${one.name}`,
          );
        }
        assert.deepEqual(await faintRings(mock), [], colorScheme);
        await mock.close();
      }
    },
  );

  test(`a reader's own spacing of letters, words and lines loses nothing: ${mode}`, { timeout: 60_000 }, async () => {
    const mock = await open(everyLanguage(mode), NARROW);
    await mock.unfold(true);
    await mock.page.evaluate(spaceOut);
    for (const one of STORY) {
      await mock.show(one);
      assert.deepEqual(await mock.page.evaluate(lost), [], one.name);
    }
    await mock.close();
  });

  test(`nothing is wider than a screen of 320 px, also with text at 200 %: ${mode}`, { timeout: 60_000 }, async () => {
    const mock = await open(everyLanguage(mode) + WAYS.map((way) => widget({ way, mode })).join(""), NARROW);
    await mock.unfold(true);
    for (const size of ["100%", "200%"]) {
      await mock.page.evaluate((percent) => (document.documentElement.style.fontSize = percent), size);
      for (const one of STORY) {
        await mock.show(one);
        assert.deepEqual(await mock.page.evaluate(lost), [], `${one.name}, ${size}`);
      }
    }
    await mock.close();
  });
}

/**
 * Words as long as this are never broken, not even at 200 % on a screen 320 px wide; longer ones at a hyphen, where the
 * browser knows how.
 */
const WHOLE_WORD = { standard: 8, elder: 6 };

/** Runs in the page: short words that go over two lines. @param {number} most_letters */
function broken(most_letters) {
  const found = [];
  let words = 0;
  for (const { shadowRoot, lang } of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("pass-wave"))) {
    if (!shadowRoot || /^(zh|ja|ko)/.test(lang)) continue; // These are broken between any two letters.
    const texts = document.createTreeWalker(shadowRoot, NodeFilter.SHOW_TEXT);
    for (let text = texts.nextNode(); text; text = texts.nextNode()) {
      if (!text.parentElement?.checkVisibility()) continue;
      for (const word of (text.textContent ?? "").matchAll(/[\p{L}\p{M}’]+/gu)) {
        if (word[0].length > most_letters) continue;
        const range = document.createRange();
        range.setStart(text, word.index);
        range.setEnd(text, word.index + word[0].length);
        words += 1;
        if (new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size > 1)
          found.push(`${lang}: ${word[0]}`);
      }
    }
  }
  return words > 50 ? found : ["there are no words"];
}

for (const [mode, letters] of Object.entries(WHOLE_WORD)) {
  test(
    `no word of up to ${letters} letters is broken on a screen 320 px wide with text at 200 %: ${mode}`,
    { timeout: 60_000 },
    async () => {
      const mock = await open(everyLanguage(mode), NARROW);
      await mock.unfold(true);
      await mock.page.evaluate(() => (document.documentElement.style.fontSize = "200%"));
      for (const one of STORY) {
        await mock.show(one);
        assert.deepEqual(await mock.page.evaluate(broken, letters), [], one.name);
      }
      await mock.close();
    },
  );
}

/** Runs in the page: how near its words come to the upper and the lower edge of the main button. */
function nearestToEdge() {
  const distances = [...document.querySelectorAll("pass-wave")].map(({ shadowRoot }) => {
    const box = (/** @type {string} */ name) => {
      const part = /** @type {Element} */ (shadowRoot?.querySelector(`[part~=${name}]`));
      return part.getBoundingClientRect();
    };
    return Math.min(box("label").top - box("start").top, box("start").bottom - box("message").bottom);
  });
  return Math.min(...distances);
}

test("the words of a failure keep away from the edge of the button, in every language and size", async () => {
  const compact = [...LANGUAGES.keys()].map((lang) => widget({ lang, size: "compact" })).join("");
  const mock = await open(compact + everyLanguage("standard", "press") + everyLanguage("elder", "press"), NARROW);
  for (const name of ["failed", "expired"]) {
    await mock.show(step(name));
    const nearest_px = await mock.page.evaluate(nearestToEdge);
    assert.ok(nearest_px >= 6, `${name}: ${nearest_px} px`);
  }
  await mock.close();
});

/** Runs in the page: how many parts of the widget move by themselves from one look to the next. */
const gliding = () =>
  [...document.querySelectorAll("pass-wave")]
    .flatMap((element) => [...(element.shadowRoot?.querySelectorAll("*") ?? [])])
    .filter(
      (element) =>
        getComputedStyle(element).transitionDuration !== "0s" || getComputedStyle(element).animationName !== "none",
    ).length;

test("nothing glides for those who want less motion", async () => {
  const mock = await open(widget({ mode: "standard" }));
  await mock.show(step("working"));
  assert.ok((await mock.page.evaluate(gliding)) > 0, "the others see the ring grow");
  await mock.page.emulateMedia({ reducedMotion: "reduce" });
  assert.equal(await mock.page.evaluate(gliding), 0);
  await mock.close();
});

/**
 * Runs in the page: text that is smaller or set closer than promised.
 * @param {{ text_px: number, detail_px: number, line_height: number }} promised
 */
function tooSmallText({ text_px, detail_px, line_height }) {
  const elements = [...document.querySelectorAll("pass-wave")].flatMap((element) => [
    ...(element.shadowRoot?.querySelectorAll("*") ?? []),
  ]);
  const texts = elements.filter(
    (element) =>
      element.checkVisibility() && [...element.childNodes].some((node) => node instanceof Text && node.data.trim()),
  );
  if (!texts.length) return ["there is no text"];
  return texts
    .map((element) => ({
      element,
      size_px: parseFloat(getComputedStyle(element).fontSize),
      line_px: parseFloat(getComputedStyle(element).lineHeight),
    }))
    .filter(
      ({ element, size_px, line_px }) =>
        size_px < (element.matches("[part~=detail]") ? detail_px : text_px) ||
        !(line_px / size_px >= line_height - 0.001),
    )
    .map(({ element, size_px, line_px }) => `${element.textContent}: ${size_px} px, line ${line_px} px`);
}

/**
 * Runs in the page: words that need too many lines or do not fit in width.
 * @param {{ tag: string, words: { part: string, most: number, texts: string[] }[] }} language
 */
function misfits({ tag, words }) {
  const root = /** @type {ShadowRoot} */ (document.querySelector(`pass-wave[lang="${tag}"]`)?.shadowRoot);
  const measure = (/** @type {HTMLElement} */ element, /** @type {string} */ text) => {
    element.textContent = text;
    const range = document.createRange();
    range.selectNodeContents(element);
    const tops = new Set([...range.getClientRects()].map(({ top }) => Math.round(top)));
    return {
      lines: tops.size,
      isWide: element.scrollWidth > element.clientWidth + 1 && getComputedStyle(element).display !== "inline",
    };
  };
  return words.flatMap(({ part, most, texts }) => {
    const [name = "", inside = ""] = part.split(" ");
    const element = /** @type {HTMLElement | null} */ (root.querySelector(`[part~=${name}] ${inside}`.trim()));
    if (!element) return [`there is no ${part}`];
    const before = element.textContent;
    element.hidden = false;
    const found = texts
      .map((text) => ({ text, ...measure(element, text) }))
      .filter(({ lines, isWide }) => lines > most || lines < 1 || isWide);
    element.textContent = before;
    return found.map(({ text, lines }) => `${part}: ${text} (${lines} lines)`);
  });
}

/** Goes through a widget with the Tab key; the rings that are too thin or too faint. @param {MockWidgets} mock */
async function faintRings({ page }) {
  const faults = [];
  let seen = 0;
  for (let stops = 0; stops < 14; stops += 1) {
    await page.keyboard.press("Tab");
    const ring = await page.evaluate(() => {
      const focused = document.activeElement?.shadowRoot?.activeElement;
      if (!focused) return undefined;
      const { outlineColor, outlineStyle, outlineWidth } = getComputedStyle(focused);
      const box = /** @type {Element} */ (document.activeElement?.shadowRoot?.querySelector("[part~=box]"));
      return {
        name: focused.textContent,
        outlineColor,
        outlineStyle,
        width_px: parseFloat(outlineWidth),
        around: getComputedStyle(box).backgroundColor,
      };
    });
    if (!ring) continue;
    seen += 1;
    const against_surface = contrast(ring.outlineColor, ring.around);
    const isGood = ring.outlineStyle !== "none" && ring.width_px >= RING_PX && against_surface >= CONTRAST.other;
    if (!isGood) faults.push(`${ring.name}: ${ring.outlineStyle} ${ring.width_px} px, ${against_surface}`);
  }
  assert.ok(seen >= 3, "the Tab key reaches the controls");
  return faults;
}

/** Runs in the page: the spacing of WCAG's criterion 1.4.12. */
function spaceOut() {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(
    "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-block-end: 2em !important }",
  );
  for (const { shadowRoot } of document.querySelectorAll("pass-wave"))
    if (shadowRoot) shadowRoot.adoptedStyleSheets = [...shadowRoot.adoptedStyleSheets, sheet];
}

/** Runs in the page: whatever is cut off, sticks out of what it stands in, or makes the page scroll sideways. */
function lost() {
  const elements = [...document.querySelectorAll("pass-wave")].flatMap((element) => [
    ...(element.shadowRoot?.querySelectorAll("*:not(svg *)") ?? []),
  ]);
  const isForEars = (/** @type {Element} */ element) => getComputedStyle(element).clipPath !== "none";
  const shown = elements.filter(
    (element) => element.checkVisibility() && element.getClientRects().length > 0 && !isForEars(element),
  );
  if (!shown.length) return ["nothing is shown"];
  const cut = shown.filter((element) => {
    const { display, overflowY } = getComputedStyle(element);
    const isHigh =
      (overflowY !== "visible" || element.matches("button, a")) && element.scrollHeight > element.clientHeight + 2;
    return display !== "inline" && (isHigh || element.scrollWidth > element.clientWidth + 1);
  });
  const out = shown.filter(
    (element) =>
      element.getBoundingClientRect().right > innerWidth + 0.5 || element.getBoundingClientRect().left < -0.5,
  );
  const sideways =
    document.documentElement.scrollWidth > innerWidth
      ? [`the page is ${document.documentElement.scrollWidth} px wide`]
      : [];
  const name = (/** @type {Element} */ element) =>
    `${element.tagName} ${element.getAttribute("part") ?? element.className}: ${element.textContent?.trim().slice(0, 40)}`;
  return [
    ...sideways,
    ...cut.map((element) => `cut off: ${name(element)}`),
    ...out.map((element) => `sticks out: ${name(element)}`),
  ];
}

for (const path of PAGES) {
  test(`${path} is not scrolled sideways: 320 px wide, and with text at 200 %`, { timeout: 60_000 }, async () => {
    const { page, context } = await freshPage(on.browser, NARROW);
    await page.goto(on.server.url + path);
    await page.waitForLoadState("networkidle");
    assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= 320);
    await page.setViewportSize({ width: 640, height: 900 });
    await page.evaluate(() => (document.documentElement.style.fontSize = "200%"));
    assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= 640, "at 200 %");
    await context.close();
  });
}

test("there are pages to measure, of every kind", () => {
  assert.ok(PAGES.length > 5);
  assert.deepEqual(MODES, Object.keys(PROMISED));
});
