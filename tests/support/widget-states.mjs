// A page of our own with widgets on it, whose states a test sets in place.
//
// This is a mock of one part: the compiled widget, which decides what is shown, is replaced by a puppet. The element,
// its view, its words
// and its styles are the shipped ones, from the real server, and they are told what to show through the very calls that
// the compiled widget
// makes. It is here to reach in a minute what would take hours of waving; accessibility.test.mjs goes through the
// states for real.
import { freshPage } from "./chromium.mjs";

/** @typedef {import("playwright-core").Page} Page */
/**
 * @typedef {{
 *   name: string, state: string, message?: string | Record<string, string>, isVerdict?: boolean,
 *   pad?: boolean, easy?: boolean,
 * }} Step
 */

export const WAYS = ["wave", "shake", "circle", "flip", "slide", "press"];
export const MODES = ["standard", "elder"];

const PROMPT = {
  wave: "promptWave",
  shake: "promptShake",
  circle: "promptCircle",
  flip: "promptFlip",
  slide: "promptSlideLeft",
  press: "checking",
};
const HINT = {
  wave: "hintToAndFro",
  shake: "hintShake",
  circle: "hintRound",
  flip: "hintFlip",
  slide: "hintSlideArrow",
  press: "checking",
};

/** Who only presses hears nothing of waving. @param {string} message @param {string} forPressing */
const byWay = (message, forPressing) =>
  Object.fromEntries(WAYS.map((way) => [way, way === "press" ? forPressing : message]));

/** All that a person can meet, in an order in which it may happen. @type {Step[]} */
export const STORY = [
  { name: "idle", state: "idle" },
  { name: "asking", state: "asking" },
  { name: "prompt", state: "listening", message: PROMPT, pad: true },
  { name: "moving", state: "progress", message: "keepGoing", pad: true },
  { name: "hint", state: "hint", message: HINT, pad: true },
  { name: "offer", state: "hint", message: "offerPress", pad: true },
  { name: "stopped", state: "idle", message: "stopped" },
  { name: "working", state: "checking", message: byWay("checkingPress", "checking") },
  { name: "motion off", state: "checking", message: byWay("motionOff", "checking") },
  { name: "server down", state: "checking", message: "unreachable" },
  { name: "failed", state: "failed", message: byWay("failed", "failedPress"), isVerdict: true },
  { name: "verified", state: "verified", message: "verified", isVerdict: true },
  { name: "asked whether it was easy", state: "verified", message: "verified", isVerdict: true, easy: true },
  { name: "expired", state: "expired", message: "expired", isVerdict: true },
];

/** @param {string} name */
export function step(name) {
  const found = STORY.find((one) => one.name === name);
  if (!found) throw new Error(`the story has no step "${name}"`);
  return found;
}

/** Stands in for passwave-plain.js, which is asked for when the compiled widget cannot be used. */
export const PUPPET = `
  export default async () => {};
  export class Widget {
    constructor(view) {
      const puppet = { view, way: "" };
      (globalThis.puppets ??= []).push(puppet);
      const methods = { stale: false, then: undefined, choose: (way) => (puppet.way = way) };
      return new Proxy(this, { get: (_, name) => (name in methods ? methods[name] : () => {}) });
    }
  }`;

/** @param {Record<string, string>} attributes */
export const widget = (attributes) =>
  `<pass-wave sitekey="demo" help-href="tel:+10005550100" caution="Go on only if you wanted to sign in." ${Object.entries(
    attributes,
  )
    .map(([name, value]) => `${name}="${value}"`)
    .join(" ")}></pass-wave>`;

/** @param {{ body: string, language?: string, direction?: string }} parts */
const document_ = ({ body, language = "en", direction = "ltr" }) => `<!doctype html>
  <html lang="${language}" dir="${direction}">
  <head><title>Widgets</title><meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="/demo/icon.svg">
  <link rel="stylesheet" href="/demo/demo.css"><script src="/passwave.js"></script></head>
  <body><main><h1>Widgets</h1>${body}</main></body></html>`;

export class MockWidgets {
  /** @param {Page} page @param {string[]} faults */
  constructor(page, faults) {
    this.page = page;
    this.faults = faults;
  }

  /**
   * @param {import("playwright-core").Browser} browser @param {string} server
   * @param {{ body: string, language?: string, direction?: string }} parts
   * @param {import("playwright-core").BrowserContextOptions} [options]
   */
  static async open(browser, server, parts, options) {
    const { page, faults } = await freshPage(browser, options);
    const address = `${server}/own-page`;
    await page.route(address, (route) =>
      route.fulfill({ contentType: "text/html; charset=utf-8", body: document_(parts) }),
    );
    await page.addInitScript(() => Reflect.deleteProperty(globalThis, "WebAssembly"));
    await page.route("**/passwave-plain.js*", (route) =>
      route.fulfill({ contentType: "text/javascript", body: PUPPET }),
    );
    await page.goto(address);
    const mock = new MockWidgets(page, faults);
    await mock.#isReady();
    return mock;
  }

  /** Every widget has the words of its language, not English ones meanwhile; and its strings are in our hands. */
  async #isReady() {
    await this.page.evaluate(() =>
      document.querySelectorAll("pass-wave").forEach((element) => element.dispatchEvent(new FocusEvent("focusin"))),
    );
    await this.page.waitForFunction(() => {
      const widgets = [...document.querySelectorAll("pass-wave")];
      const haveWords = widgets.every((element) => {
        const lang = /** @type {HTMLElement | null} */ (element.closest("[lang]"))?.lang;
        return element.shadowRoot?.querySelector(`[part=box][lang="${lang}"]`);
      });
      // @ts-expect-error: set by the puppet
      return haveWords && globalThis.puppets?.length === widgets.length;
    });
  }

  /**
   * Lets every widget show one step of the story, and waits until its words stand there, and its question.
   * @param {Step} step
   */
  async show(step) {
    await this.page.evaluate(({ state, message, isVerdict, pad, easy }) => {
      // @ts-expect-error: set by the puppet
      for (const { view, way } of puppets) {
        view.show(state, typeof message === "object" ? message[way] : message, Boolean(isVerdict));
        view.pad?.(pad && way === "slide" ? "left" : undefined);
        view.progress?.(0.4);
        if (easy) view.askSurvey?.();
      }
    }, step);
    await this.page.waitForFunction(
      ({ state, message, easy }) =>
        [...document.querySelectorAll("pass-wave")].every(
          (element) =>
            /** @type {any} */ (element).state === state &&
            Boolean(element.shadowRoot?.querySelector("[part~=message]")?.textContent) === Boolean(message) &&
            (!easy || element.shadowRoot?.querySelector("[part~=survey]:not([hidden])")),
        ),
      step,
    );
  }

  /**
   * Opens or closes the options of every widget.
   * @param {boolean} isOpen
   * @returns How many there were.
   */
  async unfold(isOpen) {
    const wanted = await this.page.evaluate((isOpen) => {
      const buttons = [...document.querySelectorAll("pass-wave")].map(
        (element) => /** @type {HTMLElement} */ (element.shadowRoot?.querySelector("[part~=options]")),
      );
      for (const button of buttons) if (button.ariaExpanded !== String(isOpen)) button.click();
      return buttons.length;
    }, isOpen);
    await this.page.waitForFunction(
      ([isOpen, wanted]) =>
        [...document.querySelectorAll("pass-wave")].filter(
          (element) => element.shadowRoot?.querySelector("[part~=options]")?.getAttribute("aria-expanded") === isOpen,
        ).length === wanted,
      /** @type {const} */ ([String(isOpen), wanted]),
    );
    return wanted;
  }

  close() {
    return this.page.context().close();
  }
}
