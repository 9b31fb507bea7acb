// A client of the WebDriver protocol, for the browsers that have no better one.

/** No command takes nearly as long; a browser that hangs ends here, with a sentence. */
const LIMIT_MS = 30_000;
/** As the protocol names keys that write nothing. @type {Record<string, string>} */
const KEYS = { Tab: "\uE004", Enter: "\uE007", Shift: "\uE008" };
/** The pause between two points of a path, so that the page sees each of them. */
const STEP_MS = 10;

/** @typedef {{ x: number, y: number }} Point */

export class WebDriverSession {
  #commands;

  /** @param {string} commands the address of this session */
  constructor(commands) {
    this.#commands = commands;
  }

  /** @param {string} driver the driver's address @param {object} capabilities */
  static async open(driver, capabilities) {
    const { sessionId } = await send(`${driver}/session`, "POST", { capabilities: { alwaysMatch: capabilities } });
    const session = new WebDriverSession(`${driver}/session/${sessionId}`);
    await session.#post("timeouts", { script: LIMIT_MS, pageLoad: LIMIT_MS, implicit: 0 });
    return session;
  }

  /** @param {string} path @param {object} [body] */
  #post(path, body = {}) {
    return send(`${this.#commands}/${path}`, "POST", body);
  }

  /** @param {string} address */
  go(address) {
    return this.#post("url", { url: address });
  }

  back() {
    return this.#post("back");
  }

  /** @param {number} width @param {number} height */
  resize(width, height) {
    return this.#post("window/rect", { x: 0, y: 0, width, height });
  }

  /**
   * Runs a function in the page and waits for what it gives.
   * @template {unknown[]} Given @template Result
   * @param {(...given: Given) => Result} run @param {Given} args
   * @returns {Promise<Awaited<Result>>}
   */
  async evaluate(run, ...args) {
    const script = `const [args, done] = arguments;
      (async () => (${run})(...args))().then((value) => done({ value }), (error) => done({ error: String(error) }));`;
    const { value, error } = await this.#post("execute/async", { script, args: [args] });
    if (error !== undefined) throw new Error(`in the page: ${error}`);
    return value;
  }

  /** Presses keys together, as in "Shift+Tab". @param {string} chord */
  key(chord) {
    const values = chord.split("+").map((name) => KEYS[name] ?? name);
    const down = values.map((value) => ({ type: "keyDown", value }));
    const up = values.reverse().map((value) => ({ type: "keyUp", value }));
    return this.#post("actions", { actions: [{ type: "key", id: "keyboard", actions: [...down, ...up] }] });
  }

  /** A mouse that is pressed at the first point, moved along, and let go at the last. @param {Point[]} path */
  drag(path) {
    return this.#move("mouse", path);
  }

  /** A finger that does the same on the glass. @param {Point[]} path */
  swipe(path) {
    return this.#move("touch", path);
  }

  /** @param {"mouse" | "touch"} pointerType @param {Point[]} path */
  #move(pointerType, [from, ...path]) {
    const to = (/** @type {Point | undefined} */ point) => ({
      type: "pointerMove",
      duration: STEP_MS,
      x: Math.round(Number(point?.x)),
      y: Math.round(Number(point?.y)),
    });
    const actions = [to(from), { type: "pointerDown", button: 0 }, ...path.map(to), { type: "pointerUp", button: 0 }];
    const pointer = { type: "pointer", id: pointerType, parameters: { pointerType }, actions };
    return this.#post("actions", { actions: [pointer] });
  }

  /** The picture of what is in sight, as base64 of a PNG. @returns {Promise<string>} */
  screenshot() {
    return send(`${this.#commands}/screenshot`, "GET");
  }

  close() {
    return send(this.#commands, "DELETE");
  }
}

/** @param {string} address @param {string} method @param {object} [body] */
async function send(address, method, body) {
  const command = `${method} ${new URL(address).pathname}`;
  const signal = AbortSignal.timeout(LIMIT_MS);
  const answer = await fetch(address, { method, body: body && JSON.stringify(body), signal }).catch((cause) => {
    throw new Error(`the browser's driver gave no answer to ${command} within ${LIMIT_MS / 1000} s`, { cause });
  });
  const { value } = /** @type {{ value: any }} */ (await answer.json());
  if (!answer.ok) throw new Error(`${command}: ${value?.error}: ${value?.message}`);
  return value;
}
