// A person in front of the demo page, with or without a phone in hand.
import assert from "node:assert/strict";
import { freshPage, PHONE } from "./chromium.mjs";
import { Phone, readings } from "./sensor-player.mjs";
import { press } from "./widget-actions.mjs";

/** @typedef {import("playwright-core").Page} Page */
/** @typedef {import("./recordings.mjs").Recording} Recording */
/** @typedef {{ state: string, at_ms: number, message: string }} Seen */

const END_STATES = ["verified", "failed", "expired"];

/** Notes every state with the words shown in it, and everything that the page's policy has stopped. */
function watch() {
  /** @type {Seen[]} */
  const states = [];
  /** @type {string[]} */
  const violations = [];
  Object.assign(globalThis, { passwaveSeen: states, policyViolations: violations });
  document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) => {
    violations.push(`${violatedDirective} ${blockedURI}`);
  });
  const note = () => {
    const element = /** @type {any} */ (document.querySelector("pass-wave"));
    const message = element?.shadowRoot?.querySelector("[part~=message]")?.textContent ?? "";
    const last = states.at(-1);
    if (!element || (last?.state === element.state && last?.message === message)) return;
    states.push({ state: element.state, at_ms: performance.now(), message });
  };
  document.addEventListener("passwave-state", note, true);
  // Words may stand for less time than between two looks.
  const observer = new MutationObserver(note);
  setInterval(() => {
    const root = document.querySelector("pass-wave")?.shadowRoot;
    if (root) observer.observe(root, { subtree: true, childList: true, characterData: true });
    note();
  }, 50);
}

export class WidgetPage {
  /** @type {Seen[]} What was seen before the form was sent. */
  seen = [];
  /** For how long at most the phone read nothing new: on a busy machine the movement has gaps. */
  gap_ms = 0;

  /**
   * @param {Page} page @param {string[]} faults @param {Phone | undefined} phone
   * @param {import("./sensor-player.mjs").Reading[]} timeline
   */
  constructor(page, faults, phone, timeline) {
    this.page = page;
    this.faults = faults;
    this.phone = phone;
    this.timeline = timeline;
  }

  /**
   * Opens a page that has the widget on it, in a browser context of its own.
   * @param {import("playwright-core").Browser} browser
   * @param {string} address
   * @param {object} [options]
   * @param {Recording} [options.recording] what the phone will be moved like; without one the page is on a computer
   * @param {number} [options.from_ms] where in the recording to begin
   * @param {import("playwright-core").BrowserContextOptions} [options.options] of the browser's context
   * @param {(page: Page) => Promise<unknown>} [options.prepare] before the page is loaded
   */
  static async open(browser, address, { recording, from_ms = 0, options, prepare } = {}) {
    const { page, faults } = await freshPage(browser, recording ? { ...PHONE, ...options } : options);
    const timeline = recording ? readings(recording, { from_ms }) : [];
    const phone = recording && (await Phone.for(page, timeline));
    await page.addInitScript(watch);
    await prepare?.(page);
    await page.goto(address);
    await page.waitForFunction(() => customElements.get("pass-wave"));
    return new WidgetPage(page, faults, phone, timeline);
  }

  /** A part of the widget, inside its shadow root. @param {string} name */
  part(name) {
    return this.page.locator("pass-wave").locator(`[part~=${name}]`);
  }

  /** @returns {Promise<string>} */
  state() {
    return this.page.locator("pass-wave").evaluate((element) => /** @type {any} */ (element).state);
  }

  /** @returns {Promise<string>} */
  token() {
    return this.page.locator("pass-wave").evaluate((element) => /** @type {any} */ (element).value);
  }

  /** @returns {Promise<Seen[]>} */
  async states() {
    // @ts-expect-error: set by `watch`
    this.seen = await this.page.evaluate(() => passwaveSeen);
    return this.seen;
  }

  /** Waits until the widget shows one of these states. @param {string[]} states @param {number} [timeout] in ms */
  async reach(states, timeout = 30_000) {
    const reached = this.page.waitForFunction(
      (wanted) => wanted.includes(/** @type {any} */ (document.querySelector("pass-wave")).state),
      states,
      { timeout, polling: 50 },
    );
    await reached.catch(async () => {
      throw new Error(`not ${states.join(" or ")} after ${timeout} ms; ${await this.story()}`);
    });
    return this.state();
  }

  /** Waits until these words have been shown: they come after the state. @param {string} words */
  async said(words) {
    const isSaid = (/** @type {string} */ words) =>
      /** @type {any} */ (globalThis).passwaveSeen.some((/** @type {Seen} */ { message }) => message.trim() === words);
    await this.page.waitForFunction(isSaid, words);
  }

  /** What was seen, for the words of a failure. */
  async story() {
    const states = (await this.states()).map(
      ({ state, at_ms, message }) => `${Math.round(at_ms)} ${state} "${message}"`,
    );
    return [`states: ${states.join(", ")}`, ...this.faults].join("; ");
  }

  /**
   * Presses, then moves the phone as in the recording, until there is a verdict or the time is over.
   * Returns the state in which that ended.
   * @param {number} [limit_ms]
   */
  async wave(limit_ms = 20_000) {
    await this.part("start").click();
    const stop = new AbortController();
    const playing = this.phone?.play(this.timeline, stop.signal);
    const ended = this.reach(END_STATES, limit_ms).catch(() => this.state());
    const state = await ended;
    stop.abort();
    this.gap_ms = (await playing) ?? 0;
    return state;
  }

  /** Presses what verifies without waving: "Press instead" on a phone, elsewhere the main button. */
  press() {
    return press(this.page.locator("pass-wave").first());
  }

  /** Presses, which must verify. */
  async verify() {
    await this.press();
    assert.equal(await this.reach(["verified", "failed"]), "verified", await this.story());
  }

  /** Sends the form; what the site's backend heard from siteverify. */
  async submit() {
    await this.states();
    await this.page.locator("form [type=submit]").click();
    const answer = await this.page.waitForSelector("pre.answer", { timeout: 10_000 });
    return JSON.parse((await answer.textContent()) ?? "");
  }

  close() {
    return this.page.context().close();
  }
}
