// The system's Chromium, steered by playwright-core.
import assert from "node:assert/strict";
import { chromium } from "playwright-core";

export const ARGUMENTS = [
  "--no-sandbox",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-dev-shm-usage",
  "--disable-gpu",
  "--mute-audio",
  "--no-first-run",
];

/**
 * Starts a headless browser; the caller closes it.
 * @param {string[]} [more] further arguments for it
 * @param {string[]} [ignoreDefaultArgs] what playwright says to it, and should not
 */
export const launch = (more = [], ignoreDefaultArgs = []) =>
  chromium.launch({
    executablePath: process.env.PASSWAVE_CHROMIUM ?? "/usr/bin/chromium",
    args: [...ARGUMENTS, ...more],
    ignoreDefaultArgs,
  });

/** One that keeps pages whole when they are left, as people's browsers do. */
export const launchKeepingPages = () => launch([], ["--disable-back-forward-cache"]);

/** What happens to a page that is left. */
function noteReturn() {
  const seen = /** @type {string[]} */ ([]);
  Object.assign(globalThis, { seenOnReturn: seen });
  document.addEventListener("visibilitychange", () => seen.push(document.visibilityState));
  addEventListener("pageshow", ({ persisted }) => seen.push(persisted ? "restored" : "loaded"));
}

/**
 * Goes to another page and back to this one, which the browser has kept whole: it is hidden, restored and shown by the
 * browser's own events.
 * @param {import("playwright-core").Page} page @param {() => Promise<unknown>} [meanwhile]
 */
export async function leaveAndReturn(page, meanwhile) {
  await page.evaluate(noteReturn);
  await page.goto("about:blank");
  await meanwhile?.();
  await page.goBack({ waitUntil: "commit" });
  await page.waitForFunction(() => document.visibilityState === "visible");
  // @ts-expect-error: set by noteReturn, unless the page is another
  assert.deepEqual(await page.evaluate(() => [...seenOnReturn].sort()), ["hidden", "restored", "visible"]);
}

/**
 * A phone: the widget takes nothing else for one. Pages keep their own width, as most tests have no viewport in them.
 * @type {import("playwright-core").BrowserContextOptions}
 */
export const PHONE = {
  hasTouch: true,
  viewport: { width: 412, height: 915 },
  screen: { width: 412, height: 915 },
};

/**
 * Makes a page in a real window one on a phone: touched, without a pointer that hovers, on a small screen.
 * @param {import("playwright-core").Page} page
 */
export async function emulatePhone(page) {
  const session = await page.context().newCDPSession(page);
  const { width: screenWidth, height: screenHeight } = PHONE.screen ?? assert.fail("a phone has a screen");
  const window = { width: 0, height: 0, deviceScaleFactor: 0, mobile: false };
  await session.send("Emulation.setTouchEmulationEnabled", { enabled: true, maxTouchPoints: 1 });
  await session.send("Emulation.setDeviceMetricsOverride", { ...window, screenWidth, screenHeight });
}

/**
 * A fresh page in a context of its own: no state is shared with any other.
 * Whatever goes wrong inside it is kept in `faults`.
 * @param {import("playwright-core").Browser} browser
 * @param {import("playwright-core").BrowserContextOptions} [options]
 */
export async function freshPage(browser, options = {}) {
  const context = await browser.newContext({ locale: "en", ...options });
  const page = await context.newPage();
  /** @type {string[]} */
  const faults = [];
  page.on("pageerror", (error) => faults.push(String(error)));
  page.on("console", (line) => line.type() === "error" && faults.push(line.text()));
  return { context, page, faults };
}
