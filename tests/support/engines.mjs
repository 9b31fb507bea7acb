// The three engines that people's browsers are made of, behind one set of commands.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
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
export const ENGINES = { Chromium: startChromium, Firefox: () => startFirefox(), WebKit: () => startWebKit() };

const TIMEOUT = { timeout: 120_000 };

/** One test for each case in each engine. @param {Record<string, (page: EnginePage) => Promise<void>>} cases */
export function inEachEngine(cases) {
  for (const [engine, start] of Object.entries(ENGINES)) {
    describe(engine, () => {
      /** @type {Awaited<ReturnType<typeof start>> | undefined} */
      let browser;
      before(async () => (browser = await start()));
      after(() => browser?.close());
      for (const [name, holds] of Object.entries(cases))
        test(`${engine}: ${name}`, TIMEOUT, () => holds(browser?.page ?? assert.fail(`${engine} did not start`)));
    });
  }
}
