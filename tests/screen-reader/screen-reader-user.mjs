// Someone who sits before the page with a screen reader: listens, and only then presses the next key or moves the
// phone.
import { readFileSync } from "node:fs";
import { emulatePhone } from "../support/chromium.mjs";
import { Phone } from "../support/sensor-player.mjs";
import { attempt, pause, until } from "./virtual-desktop.mjs";
import { Script } from "./expected-transcript.mjs";

/** @typedef {import("./virtual-desktop.mjs").Desktop} Desktop */
/** @typedef {import("../support/sensor-player.mjs").Reading} Reading */
/** @typedef {{ at: number, began?: string, ended?: string, cut?: string }} Heard */

/** Silence for so long means that nothing more is to come. */
const SILENCE_MS = 900;
const LONGEST_MS = 40_000;
const MOST_STOPS = 30;
const TYPING_TRIES = 3;
const REFUSAL = { "error-codes": ["invalid-work"] };
const END_STATES = ["verified", "failed"];

/** A screen reader changes what stands between them. @param {string | null} text */
const letters = (text) => (text ?? "").replace(/[^\p{L}]/gu, "");

export class Person {
  #desktop;
  #page;
  #phone;
  #script;
  /** How many lines the log had before the story. */
  #before;
  /** How many of the log's lines have been taken into the story, or left out of it. */
  #taken = 0;
  /** @type {string[]} The story so far: what was done, and what was heard. */
  story = [];
  /**
   * By how much the machine was behind at most: a first word after a key, a reading of the movement, the verdict on it.
   */
  late_ms = 0;

  /**
   * @param {Desktop} desktop @param {import("playwright-core").Page} page @param {Phone | undefined} phone
   * @param {Script} script
   */
  constructor(desktop, page, phone, script) {
    this.#desktop = desktop;
    this.#page = page;
    this.#phone = phone;
    this.#script = script;
    this.#before = this.#log().length;
  }

  /**
   * Opens a page in a window of its own.
   * @param {Desktop} desktop @param {string} address
   * @param {object} options
   * @param {string} options.page the markup at that address
   * @param {boolean} [options.isRefused] the server does not take the proof
   * @param {Reading[]} [options.plays] without them there is no sensor
   * @param {Reading[]} [options.atRest]
   * @param {string} [options.locale]
   * @param {string} [options.script] without one, each step ends with silence
   */
  static async at(desktop, address, { page: html, isRefused, plays, atRest, locale = "en", script }) {
    const page = await desktop.window({ locale, viewport: null });
    await page.route(address, (route) => route.fulfill({ body: html, contentType: "text/html; charset=utf-8" }));
    const phone = plays && (await Phone.for(page, plays, atRest));
    if (phone) await emulatePhone(page);
    const person = new Person(desktop, page, phone, new Script(script));
    await page.route("**/redeem", (route) => person.#answer(route, isRefused));
    await person.#open(address).catch((error) => person.leave().then(() => Promise.reject(error)));
    return person;
  }

  /**
   * The verdict comes when what the check says has been heard: a quick machine would have it before a busy screen
   * reader has looked at those words.
   * @param {import("playwright-core").Route} route @param {boolean} [isRefused]
   */
  async #answer(route, isRefused) {
    const words = letters(await this.#page.locator("pass-wave").locator("[part~=message]").textContent());
    const isHeard = (/** @type {Heard} */ { ended, cut }) => letters(ended ?? cut ?? null).includes(words);
    const heard = () => this.#log().slice(this.#before).some(isHeard);
    await until(`“${words}”`, heard, LONGEST_MS).catch(() => {}); // The comparison says what was missing.
    await (isRefused ? route.fulfill({ status: 400, json: REFUSAL }) : route.continue());
  }

  /**
   * As a person does it: the address typed into the browser's own field puts the focus into the page, and then to its
   * top, for where
   * the screen reader has begun to read depends on the machine.
   * @param {string} address
   */
  async #open(address) {
    const [window] = await until("the browser's window", () => this.#windows().length === 1 && this.#windows());
    this.#desktop.xdotool("windowactivate", "--sync", String(window));
    await this.#silence();
    await this.#hear(
      () => this.#type(address),
      () => this.#page.title(),
    );
    await this.#page.waitForFunction(() => customElements.get("pass-wave"));
    await this.#hear(
      async () => this.#key("ctrl+Home"),
      () => this.#page.locator("h1").innerText(),
    );
  }

  /**
   * Does something, and listens until certain words have come, and what follows them.
   * @param {() => Promise<void>} act @param {() => Promise<string>} words
   */
  async #hear(act, words) {
    const before = this.#log().length;
    await act();
    const wanted = await words();
    await until(
      `“${wanted}”`,
      () =>
        this.#log()
          .slice(before)
          .some(({ ended }) => ended?.includes(wanted)),
      LONGEST_MS,
    );
    await this.#silence();
  }

  /**
   * Types an address until the browser has it: on a busy machine a key is lost now and then.
   * @param {string} address
   */
  async #type(address) {
    for (let tries = 1; ; tries += 1) {
      this.#desktop.xdotool("key", "ctrl+l");
      this.#desktop.xdotool("type", "--delay", "4", address);
      this.#desktop.xdotool("key", "Return");
      try {
        return await this.#page.waitForURL(address);
      } catch (error) {
        if (tries === TYPING_TRIES) throw error;
      }
    }
  }

  #windows() {
    return attempt(() => this.#desktop.xdotool("search", "--onlyvisible", "--class", "chromium").split("\n")) ?? [];
  }

  /** Presses a key, named as X11 names it, and listens. @param {string} key */
  async press(key) {
    this.#begin(key);
    const pressed_ms = Date.now();
    this.#key(key);
    const first = await until(`a word after ${key}`, () => this.#log()[this.#taken], LONGEST_MS);
    this.late_ms = Math.max(this.late_ms, first.at - pressed_ms);
    await this.#listen();
  }

  /** @param {string} key */
  #key(key) {
    this.#desktop.xdotool("key", "--clearmodifiers", key);
  }

  /** Goes on with Tab until that part of the widget has the focus; only that last stop is told. @param {string} part */
  async tabTo(part) {
    for (let stops = 0; stops < MOST_STOPS; stops += 1) {
      this.#taken = this.#log().length;
      this.#key("Tab");
      await until(
        "a word on what has the focus",
        () =>
          this.#log()
            .slice(this.#taken)
            .some(({ ended }) => ended),
        LONGEST_MS,
      );
      if ((await this.#focusedPart()) === part) {
        this.#begin("Tab");
        return this.#listen();
      }
      await this.#silence();
    }
    throw new Error(`${MOST_STOPS} times Tab, and the focus was never on ${part}`);
  }

  #focusedPart() {
    return this.#page.evaluate(() =>
      document.querySelector("pass-wave")?.shadowRoot?.activeElement?.closest("[part]")?.getAttribute("part"),
    );
  }

  /**
   * Waves the phone as recorded, until there is a verdict, and listens.
   * @param {string} what @param {import("./quick-wave.mjs").Wave} wave
   */
  async move(what, { timeline, accepted_at_ms }) {
    if (!this.#phone) throw new Error("there is no phone in hand");
    this.#begin(what);
    const stop = new AbortController();
    const began_ms = performance.now();
    const playing = this.#phone.play(timeline, stop.signal);
    await Promise.race([playing, this.reach(...END_STATES)]);
    const verdict_ms = performance.now() - began_ms;
    stop.abort();
    this.late_ms = Math.max(this.late_ms, await playing, verdict_ms - accepted_at_ms);
    await this.#listen();
  }

  /** Does nothing, and listens. @param {string} what @param {string} state in which the widget will be then */
  async wait(what, state) {
    this.#begin(what);
    await this.reach(state);
    await this.#listen();
  }

  /** Waits until the widget is in one of these states. @param {string[]} states */
  async reach(...states) {
    const is = (/** @type {string[]} */ wanted) =>
      wanted.includes(/** @type {any} */ (document.querySelector("pass-wave")).state);
    await this.#page.waitForFunction(is, states, { timeout: LONGEST_MS });
  }

  /** What follows is what comes of this. @param {string} what */
  #begin(what) {
    this.story.push(`> ${what}`);
  }

  /** Listens to all that the script has for this step, and goes on at once; without a script, to the next silence. */
  async #listen() {
    const isHeard = () => {
      this.#take();
      return this.#script.isHeard(this.story);
    };
    if (this.#script.isEmpty) await this.#silence();
    else await until("what the script has", isHeard, LONGEST_MS).catch(() => {}); // The comparison says what was missing.
    this.#take();
  }

  /** Listens until nothing more comes: what the script does not have would show now. */
  async end() {
    await this.#silence();
    this.#take();
  }

  /** Writes into the story what was heard. */
  #take() {
    const news = this.#log().slice(this.#taken);
    this.#taken += news.length;
    for (const { ended, cut } of news) {
      if (ended) this.story.push(ended);
      if (cut) this.story.push(`${cut} (cut off)`);
    }
  }

  /** Waits until nobody is speaking, and nobody has been for a while. */
  async #silence() {
    await pause(SILENCE_MS);
    await until(
      "silence",
      () => {
        const last = this.#log().at(-1);
        return !last || (last.began === undefined && Date.now() - last.at > SILENCE_MS);
      },
      LONGEST_MS,
    );
  }

  /** @returns {Heard[]} */
  #log() {
    const lines = readFileSync(this.#desktop.heard_log, "utf8").split("\n").filter(Boolean);
    return lines.map((line) => JSON.parse(line));
  }

  /** Closes the window, and hears out what is said of it. */
  async leave() {
    await this.#page.context().close();
    await until("no window", () => this.#windows().length === 0);
    await this.#silence();
  }
}
