// The system's Chromium, steered by playwright-core.
import { chromium } from "playwright-core";

const ARGUMENTS = [
  "--no-sandbox",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-dev-shm-usage",
  "--disable-gpu",
  "--mute-audio",
  "--no-first-run",
];

/** Starts a headless browser; the caller closes it. @param {string[]} [more] further arguments for it */
export const launch = (more = []) =>
  chromium.launch({ executablePath: process.env.PASSWAVE_CHROMIUM ?? "/usr/bin/chromium", args: [...ARGUMENTS, ...more] });

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
