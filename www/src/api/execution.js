import { storableAction } from "./parameters.js";

/** @typedef {import("../loader/element.js").PassWave} PassWave */

/** Verifies one element without a click, for scripts that want a token. */
export class Execution {
  #element;
  /** Executions run one after the other. @type {Promise<unknown>} */
  #last = Promise.resolve();

  /** @param {PassWave} element */
  constructor(element) {
    this.#element = element;
  }

  /** @param {string} [action] @returns {Promise<string>} */
  execute(action) {
    const previous = this.#last.catch(() => {});
    const execution = previous.then(() => this.#verify(action));
    this.#last = execution;
    return execution;
  }

  /** One that is in sight keeps what a person has done; else each call gives a fresh token. @param {string} [action] */
  async #verify(action) {
    const element = this.#element;
    await customElements.whenDefined(element.localName);
    if (element.value && element.getAttribute("size") !== "invisible") return element.value;
    element.reset();
    if (action !== undefined) element.setAttribute("action", storableAction(action));
    const token = this.#nextToken();
    element.press();
    return token;
  }

  /** Resolves when the person is verified; rejects after an error or a reset. @returns {Promise<string>} */
  async #nextToken() {
    const listeners = new AbortController();
    try {
      return await new Promise((resolve, reject) => {
        const on = this.#eventAdder(listeners.signal);
        on("passwave-verified", ({ token }) => resolve(token));
        on("passwave-error", ({ code }) => reject(failure(code)));
        on("passwave-state", ({ state }) => {
          if (state === "idle") reject(failure("reset"));
        });
      });
    } finally {
      listeners.abort();
    }
  }

  /** Adds listeners that receive an event's detail. @param {AbortSignal} signal */
  #eventAdder(signal) {
    return (/** @type {string} */ type, /** @type {(detail: any) => void} */ listener) =>
      this.#element.addEventListener(type, (event) => listener(/** @type {CustomEvent} */ (event).detail), { signal });
  }
}

/** @param {string} code */
function failure(code) {
  return Object.assign(new Error(`passwave: ${code}`), { code });
}
