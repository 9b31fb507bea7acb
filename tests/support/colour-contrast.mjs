// The contrast of colours that meet in the widget, as WCAG defines it.
import assert from "node:assert/strict";

/**
 * Two colours that meet, and the contrast they need.
 * @typedef {{ what: string, colour: string, behind: string, least: number }} Pair
 */

/** How bright a colour is, as WCAG reckons. @param {string} colour Such as rgb(0, 61, 143). */
function luminance(colour) {
  const [red = 0, green = 0, blue = 0] = (colour.match(/[\d.]+/g) ?? []).slice(0, 3).map((part) => {
    const share = Number(part) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** @param {string} one @param {string} other */
export function contrast(one, other) {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

/** @param {Pair[]} pairs */
export function tooFaint(pairs) {
  assert.ok(pairs.length > 0, "there is something to see");
  const measured = pairs.map(({ what, colour, behind, least }) => ({ what, is: contrast(colour, behind), least }));
  return measured.filter(({ is, least }) => is < least).map(({ what, is }) => `${what}: ${is.toFixed(2)}`);
}

/**
 * Runs in the page: the colours of all text, and of the edges of all controls.
 * @param {{ text: number, other: number }} least
 * @returns {Pair[]}
 */
export function colourPairs(least) {
  const isClear = (/** @type {string} */ colour) => /, 0\)$/.test(colour);
  const outer = (/** @type {Element} */ element) =>
    element.parentElement ?? /** @type {ShadowRoot} */ (element.getRootNode()).host ?? null;
  const behind = (/** @type {Element | null} */ element) => {
    const button = element?.closest(".words") && element.closest(".row")?.querySelector("button");
    if (button && !isClear(getComputedStyle(button).backgroundColor)) return getComputedStyle(button).backgroundColor;
    for (let at = element; at; at = outer(at))
      if (!isClear(getComputedStyle(at).backgroundColor)) return getComputedStyle(at).backgroundColor;
    return "rgb(255, 255, 255)";
  };
  const edge = (/** @type {Element} */ element) => {
    const { borderTopColor, borderTopWidth, backgroundColor } = getComputedStyle(element);
    if (borderTopWidth !== "0px" && !isClear(borderTopColor)) return borderTopColor;
    return isClear(backgroundColor) || element.matches("[part~=box]") ? undefined : backgroundColor;
  };
  const all = [...document.querySelectorAll("pass-wave")].flatMap((element) => [
    ...(element.shadowRoot?.querySelectorAll("*:not(svg *)") ?? []),
  ]);
  const shown = all.filter((element) => element.checkVisibility({ visibilityProperty: true }));
  const texts = shown.filter((element) =>
    [...element.childNodes].some((node) => node instanceof Text && node.data.trim()),
  );
  const controls = shown.filter((element) => element.matches("button, a, input, select, [part~=box]") && edge(element));
  return [
    ...texts.map((element) => ({
      what: element.textContent ?? "",
      colour: getComputedStyle(element).color,
      behind: behind(element),
      least: least.text,
    })),
    ...controls.map((element) => ({
      what: `edge of ${element.textContent?.trim().slice(0, 40)}`,
      colour: edge(element) ?? "",
      behind: behind(outer(element)),
      least: least.other,
    })),
  ];
}
