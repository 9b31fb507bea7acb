// The three engines that people's browsers are made of, behind one set of commands.
import { startChromium, startFirefox } from "./puppeteer-engines.mjs";
import { startWebKit } from "./webkit.mjs";

/** @typedef {import("./webdriver.mjs").Point} Point */

/**
 * One window of a browser.
 * @typedef {object} EnginePage
 * @property {(address: string) => Promise<unknown>} go
 * @property {() => Promise<unknown>} back
 * @property {<Given extends unknown[], Result>(
 *   run: (...given: Given) => Result, ...args: Given) => Promise<Awaited<Result>>} evaluate
 * @property {(chord: string) => Promise<unknown>} key
 * @property {(path: Point[]) => Promise<unknown>} drag
 * @property {(path: Point[]) => Promise<unknown>} swipe
 * @property {() => Promise<string>} screenshot
 */

/** @typedef {() => Promise<{ page: EnginePage, close: () => Promise<unknown> }>} StartEngine */

/** @type {Record<string, StartEngine>} */
export const ENGINES = { Chromium: startChromium, Firefox: startFirefox, WebKit: () => startWebKit() };
