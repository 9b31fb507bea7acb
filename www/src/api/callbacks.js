import { pageFunction } from "./page-function.js";

/** @typedef {import("./dialect.js").Parameters} Parameters */

/** Codes for which a page may have a callback of its own, which is then called in place of the error callback. */
const OWN_CALLBACKS = /** @type {Record<string, string[]>} */ ({
  "core-unavailable": ["unsupported-callback"],
  "challenge-expired": ["timeout-callback", "chalexpired-callback"],
});

/** The page's callbacks of one check: functions, or names of the page's own. */
export class Callbacks {
  /** @type {Parameters} */
  parameters;
  /** Whether a person is at work on it. */
  #isOpen = false;

  /** @param {Parameters} parameters */
  constructor(parameters) {
    this.parameters = parameters;
  }

  /** @param {string} name @param {unknown[]} details */
  call(name, ...details) {
    const given = this.parameters[name];
    const callback = typeof given === "string" ? pageFunction(given) : given;
    if (typeof callback === "function") callback(...details);
    else if (given) console.error(`passwave: the page has no function ${String(given)} for ${name}`);
  }

  /** @param {string} code @param {unknown[]} details */
  fail(code, details) {
    const own = OWN_CALLBACKS[code]?.find((name) => this.parameters[name]);
    if (own) this.call(own);
    else this.call("error-callback", ...details);
  }

  /** A person has begun, or has stopped it. @param {string} state */
  follow(state) {
    const isAtWork = !["idle", "verified", "failed", "expired"].includes(state);
    if (isAtWork === this.#isOpen) return;
    this.#isOpen = isAtWork;
    if (isAtWork) this.call("open-callback");
    else if (state === "idle") this.call("close-callback");
  }
}
