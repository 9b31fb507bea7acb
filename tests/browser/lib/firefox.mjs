// The system's Firefox, steered by WebDriver BiDi. It has no sensor override, so here nobody waves.
import puppeteer from "puppeteer-core";

/** @typedef {import("puppeteer-core").Page} Page */

const MOST_STOPS = 30;

/** Starts a headless browser; the caller closes it. */
export const launchFirefox = () =>
  puppeteer.launch({ browser: "firefox", executablePath: process.env.PASSWAVE_FIREFOX ?? "/usr/bin/firefox-esr", headless: true });

/**
 * Opens a page that has the widget on it, in a context of its own.
 * Whatever goes wrong inside it is kept in `faults`.
 * @param {import("puppeteer-core").Browser} browser @param {string} address
 */
export async function open(browser, address) {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  /** @type {string[]} */
  const faults = [];
  page.on("pageerror", (error) => faults.push(String(error)));
  page.on("console", (line) => line.type() === "error" && faults.push(line.text()));
  await page.goto(address);
  await page.waitForFunction(() => customElements.get("pass-wave"));
  return { page, faults, close: () => context.close() };
}

/** What has the focus: the part of the widget, or nothing of it. @param {Page} page */
export const focusedPart = (page) =>
  page.evaluate(() => document.querySelector("pass-wave")?.shadowRoot?.activeElement?.getAttribute("part") ?? "");

/** Presses Tab until that part has the focus. @param {Page} page @param {string} part */
export async function tabTo(page, part) {
  for (let stops = 0; stops < MOST_STOPS; stops += 1) {
    await page.keyboard.press("Tab");
    if ((await focusedPart(page)) === part) return;
  }
  throw new Error(`${MOST_STOPS} times Tab, and the focus was never on ${part}`);
}

/** Waits until the widget shows that state. @param {Page} page @param {string} state */
export const reach = (page, state) =>
  page.waitForFunction((wanted) => /** @type {any} */ (document.querySelector("pass-wave")).state === wanted, { timeout: 60_000 }, state);

/** The words on show. @param {Page} page */
export const message = (page) =>
  page.evaluate(() => document.querySelector("pass-wave")?.shadowRoot?.querySelector("[part~=message]")?.textContent ?? "");

/** Sends the form; what the site's backend heard from siteverify. @param {Page} page */
export async function submit(page) {
  await page.click("form [type=submit]");
  const answer = await page.waitForSelector("pre");
  return JSON.parse((await answer?.evaluate((element) => element.textContent)) ?? "");
}
