// axe over everything that a person can meet: each state in each mode by each way, each language, each theme. See
// tests/support/widget-states.mjs for what is real here.
import assert from "node:assert/strict";
import { test } from "node:test";
import { findings } from "../support/axe.mjs";
import { launch } from "../support/chromium.mjs";
import { LANGUAGES, stringsOf } from "../support/widget-strings.mjs";
import { fixtures } from "../support/fixtures.mjs";
import { startDemo } from "../support/passwave-server.mjs";
import { MODES, MockWidgets, STORY, step, WAYS, widget } from "../support/widget-states.mjs";

/** The languages in which every state is looked at: a Latin one, one without spaces, one from right to left. */
const THOROUGH = ["en", "zh-Hans", "ar"];

const on = fixtures({ browser: launch, server: startDemo });

/** @param {MockWidgets} mock @param {import("../support/widget-states.mjs").Step[]} steps */
async function assertClean(mock, steps) {
  for (const step of steps) {
    await mock.show(step);
    assert.deepEqual(await findings(mock.page), [], step.name);
  }
}

for (const language of THOROUGH) {
  for (const mode of MODES) {
    test(`axe finds nothing in any state, by any way: ${language}, ${mode}`, { timeout: 180_000 }, async () => {
      const body = WAYS.map((way) => widget({ way, mode })).join("");
      const mock = await MockWidgets.open(on.browser, on.server.url, {
        body,
        language,
        direction: stringsOf(language).direction,
      });
      await assertClean(mock, STORY);
      await mock.show(step("idle"));
      assert.ok((await mock.unfold(true)) >= WAYS.length, "the notice is there to be opened");
      assert.deepEqual(await findings(mock.page), [], "settings and notice open");
      assert.deepEqual(mock.faults, []);
      await mock.close();
    });
  }
}

for (const mode of MODES) {
  test(`axe finds nothing in any language: ${mode}`, { timeout: 120_000 }, async () => {
    const body = [...LANGUAGES.keys()].map((lang) => widget({ lang, mode, way: "wave" })).join("");
    const mock = await MockWidgets.open(on.browser, on.server.url, { body });
    await assertClean(mock, ["idle", "asking", "prompt", "verified"].map(step));
    await mock.close();
  });
}

/** Each value of each column meets each value of every other column at least once. */
const PAIRWISE = /** @type {const} */ ([
  { theme: "light", width: 320, text: "100%", mode: "standard" },
  { theme: "light", width: 1280, text: "200%", mode: "elder" },
  { theme: "dark", width: 320, text: "200%", mode: "standard" },
  { theme: "dark", width: 1280, text: "100%", mode: "elder" },
  { theme: "light", width: 320, text: "200%", mode: "elder" },
  { theme: "dark", width: 320, text: "100%", mode: "elder" },
  { theme: "light", width: 1280, text: "100%", mode: "standard" },
  { theme: "dark", width: 1280, text: "200%", mode: "standard" },
]);

for (const { theme, width, text, mode } of PAIRWISE) {
  test(
    `axe finds nothing on a ${theme} page ${width} px wide with text at ${text}: ${mode}`,
    { timeout: 60_000 },
    async () => {
      const body =
        ["en", "ar"].map((lang) => widget({ lang, mode, way: "wave" })).join("") + widget({ mode, way: "slide" });
      const mock = await MockWidgets.open(
        on.browser,
        on.server.url,
        { body },
        { colorScheme: theme, viewport: { width, height: 900 } },
      );
      await mock.page.evaluate((size) => (document.documentElement.style.fontSize = size), text);
      await assertClean(mock, ["idle", "prompt", "failed", "verified"].map(step));
      await mock.close();
    },
  );
}

/** The colours that a person has chosen for the system. */
const SYSTEM_COLOURS = [
  "Canvas",
  "CanvasText",
  "LinkText",
  "ButtonFace",
  "ButtonText",
  "ButtonBorder",
  "Field",
  "FieldText",
  "Highlight",
  "HighlightText",
  "GrayText",
  "SelectedItem",
  "SelectedItemText",
  "AccentColor",
  "AccentColorText",
];

/** Runs in the page: what has another colour than the system's. @param {string[]} names */
function ownColours(names) {
  const probe = document.body.appendChild(document.createElement("i"));
  const system = names.map((name) => {
    probe.style.color = name;
    return getComputedStyle(probe).color;
  });
  probe.remove();
  const isOwn = (/** @type {string} */ colour) => !system.includes(colour) && !/, 0\)$/.test(colour);
  const all = [...document.querySelectorAll("pass-wave")].flatMap((element) => [
    ...(element.shadowRoot?.querySelectorAll("*") ?? []),
  ]);
  return all.flatMap((element) => {
    const style = getComputedStyle(element);
    const colours = {
      color: style.color,
      background: style.backgroundColor,
      border: style.borderTopWidth === "0px" ? "rgba(0, 0, 0, 0)" : style.borderTopColor,
    };
    return Object.entries(colours)
      .filter(([, colour]) => isOwn(colour))
      .map(([property, colour]) => `${element.tagName} ${element.getAttribute("part") ?? ""} ${property}: ${colour}`);
  });
}

for (const mode of MODES) {
  test(
    `in forced colours everything has the system's colours, and every button an edge: ${mode}`,
    { timeout: 60_000 },
    async () => {
      const body = WAYS.map((way) => widget({ mode, way })).join("");
      const mock = await MockWidgets.open(on.browser, on.server.url, { body }, { forcedColors: "active" });
      assert.ok(await mock.page.evaluate(() => matchMedia("(forced-colors: active)").matches));
      for (const name of ["idle", "prompt", "failed", "verified"]) {
        await mock.show(step(name));
        assert.deepEqual(await mock.page.evaluate(ownColours, SYSTEM_COLOURS), [], name);
        assert.deepEqual(await mock.page.evaluate(edgeless), [], name);
      }
      await mock.close();
    },
  );
}

/** Runs in the page: buttons that cannot be told from the text around them. */
function edgeless() {
  const buttons = [...document.querySelectorAll("pass-wave")].flatMap((element) => [
    ...(element.shadowRoot?.querySelectorAll("button") ?? []),
  ]);
  /** While it works and when it is done, the row is no button to the eye. */
  const isText = (/** @type {Element} */ button) =>
    button.matches("[part~=start]") && Boolean(button.closest(".busy, [data-state=verified]"));
  const shown = buttons.filter((button) => button.getClientRects().length > 0 && !isText(button));
  if (!shown.length) return ["no button at all"];
  return shown
    .filter(
      (button) =>
        parseFloat(getComputedStyle(button).borderTopWidth) < 1 ||
        getComputedStyle(button).borderTopColor === getComputedStyle(button).backgroundColor,
    )
    .map(({ textContent }) => textContent);
}
