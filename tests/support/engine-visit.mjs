// A person in front of one page with one check, in any of the three engines.
import { ENGLISH } from "./widget-strings.mjs";

/** @typedef {import("./engines.mjs").EnginePage} EnginePage */
/** @typedef {import("./webdriver.mjs").Point} Point */

const LIMIT_MS = 30_000;
const LOOK_AGAIN_MS = 40;
/** WebKit's driver never answers for a page that goes away just then. */
const LOOK_LIMIT_MS = 5_000;
const MOST_STOPS = 30;

/** What goes wrong in a page, noted by the page itself: not every engine's driver tells. */
export const WATCH = `var faults = [];
addEventListener("error", ({ message }) => faults.push(message), true);
addEventListener("unhandledrejection", ({ reason }) => faults.push(String(reason)));
document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) =>
  faults.push(violatedDirective + " " + blockedURI));
console.error = (...words) => faults.push(words.join(" "));`;

/** The part of the check with that name, in the page. @param {string} name */
function boxOf(name) {
  const root = document.querySelector("pass-wave")?.shadowRoot;
  const box = root?.querySelector(`[part~=${name}]`)?.getBoundingClientRect();
  return box && { x: box.x, y: box.y, width: box.width, height: box.height };
}

/**
 * What a look at the page gives, if it gives anything: between two pages there is none.
 * @template {unknown[]} Given @template Result
 * @param {EnginePage} page @param {(...given: Given) => Result} look @param {Given} args
 * @returns {Promise<Awaited<Result> | undefined>}
 */
export const lookOnce = (page, look, ...args) =>
  Promise.race([
    page.evaluate(look, ...args).catch(() => undefined),
    /** @type {Promise<undefined>} */ (
      new Promise((resolve) => setTimeout(() => resolve(undefined), LOOK_LIMIT_MS).unref())
    ),
  ]);

export class EngineVisit {
  #clicks = 0;

  /** @param {EnginePage} page */
  constructor(page) {
    this.page = page;
  }

  /** Opens a page that has the check on it. @param {EnginePage} page @param {string} address */
  static async open(page, address) {
    await page.go(address);
    const visit = new EngineVisit(page);
    const isThere = (/** @type {string} */ address) =>
      location.href === address && Boolean(document.querySelector("pass-wave:defined"));
    await visit.until("the check is there", isThere, address);
    return visit;
  }

  /**
   * Looks again and again, until it is so; what it gave then.
   * @template {unknown[]} Given @template Result
   * @param {string} what @param {(...given: Given) => Result} look @param {Given} args
   */
  async until(what, look, ...args) {
    for (const end = Date.now() + LIMIT_MS; ; await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS))) {
      const found = await lookOnce(this.page, look, ...args);
      if (found) return found;
      if (Date.now() > end)
        throw new Error(`after ${LIMIT_MS / 1000} s it is not so that ${what}; ${await this.story()}`);
    }
  }

  state() {
    return this.page.evaluate(() => /** @type {any} */ (document.querySelector("pass-wave"))?.state ?? "");
  }

  token() {
    return this.page.evaluate(() => /** @type {any} */ (document.querySelector("pass-wave"))?.value ?? "");
  }

  /** The words that a person is told now. */
  message() {
    return this.page.evaluate(
      () => document.querySelector("pass-wave")?.shadowRoot?.querySelector("[part~=message]")?.textContent ?? "",
    );
  }

  /** How the words that a person is told are spoken: the value of aria-live. */
  live() {
    return this.page.evaluate(() =>
      document.querySelector("pass-wave")?.shadowRoot?.querySelector("[part~=message]")?.getAttribute("aria-live"),
    );
  }

  /** What has gone wrong in the page. @returns {Promise<string[]>} */
  faults() {
    // @ts-expect-error: set by WATCH
    return this.page.evaluate(() => globalThis.faults ?? []);
  }

  /** Where it stands, for the words of a failure. */
  async story() {
    const told = [this.state(), this.message(), this.faults()].map((asked) => asked.catch(String));
    return JSON.stringify(await Promise.all(told));
  }

  /** Waits until the check is in one of these states; which. @param {string[]} states */
  reach(...states) {
    const look = (/** @type {string[]} */ states) =>
      states.find((state) => state === /** @type {any} */ (document.querySelector("pass-wave"))?.state);
    return this.until(`the state is ${states.join(" or ")}`, look, states);
  }

  /** The box of a part that is in sight. @param {string} name */
  async box(name) {
    const box = await this.page.evaluate(boxOf, name);
    if (!box?.height) throw new Error(`${name} is not in sight; ${await this.story()}`);
    return box;
  }

  /** A click with the mouse, aside of the last one, or it were a double click. @param {string} [name] of a part */
  async click(name = "start") {
    const { x, y, width, height } = await this.box(name);
    this.#clicks += 1;
    const aside_px = this.#clicks % 2 ? -12 : 12;
    await this.page.drag([{ x: x + width / 2 + aside_px, y: y + height / 2 }]);
  }

  /** A click on the form's own button. */
  async send() {
    const { x, y } = await this.page.evaluate(() => {
      const box = /** @type {Element} */ (document.querySelector("form button")).getBoundingClientRect();
      return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    });
    await this.page.drag([{ x, y }]);
  }

  /** What the main button is to a screen reader. */
  main() {
    return this.page.evaluate(() => {
      const root = document.querySelector("pass-wave")?.shadowRoot;
      const button = root?.querySelector("[part~=start]");
      const ids = button?.getAttribute("aria-labelledby")?.split(" ") ?? [];
      const label = ids.map((id) => root?.getElementById(id)?.textContent ?? "").join(" ");
      const name = (label || (button?.ariaLabel ?? button?.textContent ?? "")).trim();
      return {
        isButton: button?.localName === "button",
        name,
        direction: button && getComputedStyle(button).direction,
      };
    });
  }

  /** Notes each change of what the main button is called by, from now on. */
  noteNames() {
    return this.page.evaluate(() => {
      const root = document.querySelector("pass-wave")?.shadowRoot;
      const button = root?.querySelector("[part~=start]");
      const wordsOf = (/** @type {string} */ attribute) => {
        const ids = button?.getAttribute(attribute)?.split(" ") ?? [];
        return ids
          .map((id) => root?.getElementById(id)?.textContent ?? "")
          .join(" ")
          .trim();
      };
      const now = () => [wordsOf("aria-labelledby") || button?.ariaLabel, wordsOf("aria-describedby")].join(": ");
      const names = /** @type {string[]} */ ([]);
      const before = now();
      Object.assign(globalThis, { names });
      const note = () => void (now() === before || names.push(now()));
      if (root) new MutationObserver(note).observe(root, { subtree: true, childList: true, attributes: true });
    });
  }

  /** What the main button was called since, other than before. @returns {Promise<string[]>} */
  names() {
    // @ts-expect-error: set by `noteNames`
    return this.page.evaluate(() => globalThis.names);
  }

  /** Which part has the focus, if any of the check has. */
  focused() {
    return this.page.evaluate(
      () => document.querySelector("pass-wave")?.shadowRoot?.activeElement?.getAttribute("part") ?? "",
    );
  }

  /** Presses Tab until the main button has the focus. @param {string} [chord] */
  async tabToMain(chord = "Tab") {
    for (let stops = 0; stops < MOST_STOPS; stops += 1) {
      await this.page.key(chord);
      if ((await this.focused()) === "start") return;
    }
    throw new Error(`${MOST_STOPS} times ${chord}, and the focus was never on the main button`);
  }

  /** Waits until it speaks another language than English. */
  translated() {
    const look = () => {
      const box = /** @type {HTMLElement | null | undefined} */ (
        document.querySelector("pass-wave")?.shadowRoot?.querySelector("[part~=box]")
      );
      return !["", "en"].includes(box?.lang ?? "");
    };
    return this.until("its words are there", look);
  }

  validationMessage() {
    return this.page.evaluate(() => /** @type {any} */ (document.querySelector("pass-wave")).validationMessage);
  }

  address() {
    return this.page.evaluate(() => location.href);
  }

  reset() {
    return this.page.evaluate(() => /** @type {any} */ (document.querySelector("pass-wave")).reset());
  }

  ringShare() {
    return this.page.evaluate(ringShare);
  }

  /** Waits until that sentence is on show. @param {string} key */
  says(key, strings = ENGLISH) {
    const look = (/** @type {string | undefined} */ words) =>
      document.querySelector("pass-wave")?.shadowRoot?.querySelector("[part~=message]")?.textContent?.trim() === words;
    return this.until(`it says ${key}`, look, strings[key]);
  }

  /** Waits until that sentence is on show in the live region, while that is live. @param {string} key */
  speaks(key) {
    const look = (/** @type {string | undefined} */ words) => {
      const region = document.querySelector("pass-wave")?.shadowRoot?.querySelector("[part~=message]");
      return region?.getAttribute("aria-live") !== "off" && region?.textContent?.trim() === words;
    };
    return this.until(`it speaks ${key}`, look, ENGLISH[key]);
  }

  /** Hands movement over, as a host app does. @param {object[]} samples */
  pushMotion(samples) {
    return this.page.evaluate(
      (samples) => void (/** @type {any} */ (document.querySelector("pass-wave")).pushMotion(samples)),
      samples,
    );
  }

  /** The prompt waits for the sensor's first word. @param {object[]} samples */
  pushUntilAsked(samples) {
    const look = (/** @type {object[]} */ samples) => {
      const check = /** @type {any} */ (document.querySelector("pass-wave"));
      check.pushMotion(samples);
      return check.state === "listening";
    };
    return this.until("the check asks for a movement", look, samples);
  }

  /** Hands over what it takes until a stroke is felt; how many that were. @param {object[]} samples */
  pushUntilFelt(samples) {
    return this.page.evaluate((samples) => {
      const check = /** @type {any} */ (document.querySelector("pass-wave"));
      const isFelt = (/** @type {object} */ sample) => {
        check.pushMotion(sample);
        return check.state === "progress";
      };
      return samples.findIndex(isFelt) + 1;
    }, samples);
  }
}

/** How much of the ring is drawn, in the page. */
export function ringShare() {
  const circles = (document.querySelector("pass-wave")?.shadowRoot ?? document).querySelectorAll("circle");
  const styles = [...circles].map((circle) => getComputedStyle(circle));
  const gauge = styles.find(({ strokeDasharray }) => /^[\d.]+px$/.test(strokeDasharray));
  return gauge ? 1 - parseFloat(gauge.strokeDashoffset) / parseFloat(gauge.strokeDasharray) : 0;
}
