// The system's Chromium and Firefox, steered by puppeteer with the same few commands as WebKit.
import puppeteer from "puppeteer-core";
import { ARGUMENTS } from "./chromium.mjs";

/** @typedef {import("puppeteer-core").KeyInput} KeyInput */
/** @typedef {import("./webdriver.mjs").Point} Point */

/** A browser that hangs ends here, with a sentence. */
const LIMIT_MS = 30_000;
const WINDOW_PX = { width: 1280, height: 900 };

class PuppeteerPage {
  #page;

  /** @param {import("puppeteer-core").Page} page */
  constructor(page) {
    this.#page = page;
  }

  /** As a link does: once a page was restored in Firefox, puppeteer waits for ever. @param {string} address */
  go(address) {
    return this.#page.evaluate((address) => location.assign(address), address);
  }

  back() {
    return this.#page.evaluate(() => history.back());
  }

  /**
   * @template {unknown[]} Given @template Result
   * @param {(...given: Given) => Result} run @param {Given} args values of JSON alone
   * @returns {Promise<Awaited<Result>>}
   */
  evaluate(run, ...args) {
    return /** @type {any} */ (this.#page).evaluate(run, ...args);
  }

  /** Presses keys together, as in "Shift+Tab". @param {string} chord */
  async key(chord) {
    const keys = /** @type {KeyInput[]} */ (chord.split("+"));
    for (const key of keys) await this.#page.keyboard.down(key);
    for (const key of keys.reverse()) await this.#page.keyboard.up(key);
  }

  /** A mouse that is pressed at the first point, moved along, and let go at the last. @param {Point[]} path */
  async drag([from, ...path]) {
    const { mouse } = this.#page;
    await mouse.move(Number(from?.x), Number(from?.y));
    await mouse.down();
    for (const { x, y } of path) await mouse.move(x, y);
    await mouse.up();
  }

  /** A finger that does the same on the glass. @param {Point[]} path */
  async swipe([from, ...path]) {
    const finger = await this.#page.touchscreen.touchStart(Number(from?.x), Number(from?.y));
    for (const { x, y } of path) await finger.move(x, y);
    await finger.end();
  }

  screenshot() {
    return this.#page.screenshot({ encoding: "base64" });
  }
}

/** Opens a window; the caller closes it. @param {import("puppeteer-core").LaunchOptions} options */
async function start(options) {
  const shared = { headless: true, protocolTimeout: LIMIT_MS, timeout: LIMIT_MS, defaultViewport: WINDOW_PX };
  const browser = await puppeteer.launch({ ...shared, ...options });
  const page = new PuppeteerPage(await browser.newPage());
  return { page, close: () => browser.close() };
}

export const startChromium = () =>
  start({
    browser: "chrome",
    executablePath: process.env.PASSWAVE_CHROMIUM ?? "/usr/bin/chromium",
    args: ARGUMENTS,
  });

/** @param {Record<string, unknown>} [preferences] as about:config names them */
export const startFirefox = (preferences) =>
  start({
    browser: "firefox",
    executablePath: process.env.PASSWAVE_FIREFOX ?? "/usr/bin/firefox-esr",
    ...(preferences && { extraPrefsFirefox: preferences }),
  });
