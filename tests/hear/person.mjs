// Someone who sits before the page with a screen reader: presses real keys, moves the phone, listens.
import { readFileSync } from "node:fs";
import { chromium } from "playwright-core";
import { Phone } from "../browser/lib/motion.mjs";
import { pause, until } from "./desktop.mjs";

/** @typedef {import("./desktop.mjs").Desktop} Desktop */
/** @typedef {{ at: number, began?: string, ended?: string, cut?: string }} Heard */

const ARGUMENTS = [
  "--no-sandbox",
  "--test-type",
  "--force-renderer-accessibility",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-dev-shm-usage",
  "--disable-gpu",
  "--no-first-run",
];
/** Silence for so long means that nothing more is to come. */
const SILENCE_MS = 900;
const LONGEST_MS = 40_000;
const MOST_STOPS = 30;

export class Person {
  #desktop;
  #browser;
  #page;
  #phone;
  /** How many of the log's lines have been reported. */
  #reported = 0;
  /** @type {string[]} The story so far: what was done, and what was heard. */
  story = [];

  /**
   * @param {Desktop} desktop @param {import("playwright-core").Browser} browser
   * @param {import("playwright-core").Page} page @param {Phone | undefined} phone
   */
  constructor(desktop, browser, page, phone) {
    this.#desktop = desktop;
    this.#browser = browser;
    this.#page = page;
    this.#phone = phone;
  }

  get page() {
    return this.#page;
  }

  /**
   * Opens a page in a window of its own.
   * @param {Desktop} desktop @param {string} address
   * @param {{ atRest?: import("../browser/lib/motion.mjs").Reading, locale?: string }} [options] without readings, there is no sensor
   */
  static async at(desktop, address, { atRest, locale = "en" } = {}) {
    const env = /** @type {Record<string, string>} */ (desktop.environment);
    const executablePath = process.env.PASSWAVE_CHROMIUM ?? "/usr/bin/chromium";
    const browser = await chromium.launch({ executablePath, headless: false, args: ARGUMENTS, env });
    const page = await browser.newPage({ locale, viewport: null });
    const phone = atRest && (await Phone.for(page, atRest));
    const person = new Person(desktop, browser, page, phone);
    await person.#open(address);
    return person;
  }

  /** As a person does it: the address typed into the browser's own field puts the focus into the page. @param {string} address */
  async #open(address) {
    const find = () => this.#desktop.xdotool("search", "--onlyvisible", "--class", "chromium").split("\n").at(-1);
    const window = await until("the browser's window", () => attempt(find));
    this.#desktop.xdotool("windowactivate", "--sync", window);
    await this.silence();
    this.#desktop.xdotool("key", "ctrl+l");
    this.#desktop.xdotool("type", "--delay", "4", address);
    this.#desktop.xdotool("key", "Return");
    await this.#page.waitForURL(address);
    await this.#page.waitForFunction(() => customElements.get("pass-wave"));
    await this.silence();
    this.#reported = this.#log().length;
  }

  /** Presses keys, named as X11 names them, and waits for silence. @param {string[]} keys */
  async press(...keys) {
    this.begin(keys.join(", "));
    for (const key of keys) {
      this.#desktop.xdotool("key", "--clearmodifiers", key);
      await this.listen();
    }
  }

  /** Goes on with Tab until that part of the widget has the focus; only that last stop is told. @param {string} part */
  async tabTo(part) {
    for (let stops = 0; stops < MOST_STOPS; stops += 1) {
      this.#desktop.xdotool("key", "Tab");
      await this.silence();
      const found = (await this.#focusedPart()) === part;
      if (found) this.begin("Tab");
      if (found) return this.listen();
      this.#reported = this.#log().length;
    }
    throw new Error(`${MOST_STOPS} times Tab, and the focus was never on ${part}`);
  }

  #focusedPart() {
    return this.#page.evaluate(() => document.querySelector("pass-wave")?.shadowRoot?.activeElement?.closest("[part]")?.getAttribute("part"));
  }

  /** Moves the phone as recorded. @param {string} what @param {import("../browser/lib/motion.mjs").Reading[]} timeline */
  async move(what, timeline) {
    if (!this.#phone) throw new Error("there is no phone in hand");
    this.begin(what);
    await this.#phone.play(timeline);
    await this.listen();
  }

  /** Does nothing until the widget is in that state. @param {string} what @param {string} state */
  async wait(what, state) {
    this.begin(what);
    await this.reach(state);
    await this.listen();
  }

  /** From here on the server says no to every movement: an answer made up for this story. */
  refuse() {
    const body = JSON.stringify({ "error-codes": ["evidence-refused"] });
    return this.#page.route("**/redeem", (route) => route.fulfill({ status: 400, contentType: "application/json", body }));
  }

  /** What follows is what comes of this. @param {string} what */
  begin(what) {
    this.story.push(`> ${what}`);
  }

  /** Waits until the widget is in that state. @param {string} state */
  async reach(state) {
    const is = (/** @type {string} */ wanted) => /** @type {any} */ (document.querySelector("pass-wave")).state === wanted;
    await this.#page.waitForFunction(is, state, { timeout: LONGEST_MS });
  }

  /** Waits for silence, then writes into the story what was heard. */
  async listen() {
    await this.silence();
    const news = this.#log().slice(this.#reported);
    this.#reported += news.length;
    for (const { ended, cut } of news) {
      if (ended) this.story.push(ended);
      if (cut) this.story.push(`${cut} (cut off)`);
    }
  }

  /** Waits until nobody is speaking, and nobody has been for a while. */
  async silence() {
    await pause(SILENCE_MS);
    await until("silence", () => {
      const last = this.#log().at(-1);
      return !last || (last.began === undefined && Date.now() - last.at > SILENCE_MS);
    }, LONGEST_MS);
  }

  /** @returns {Heard[]} */
  #log() {
    const lines = readFileSync(this.#desktop.heard_log, "utf8").split("\n").filter(Boolean);
    return lines.map((line) => JSON.parse(line));
  }

  leave() {
    return this.#browser.close();
  }
}

/** @template Result @param {() => Result} action */
function attempt(action) {
  try {
    return action();
  } catch {
    return undefined;
  }
}
