import { PowClient } from "../pow/client.js";

/** @typedef {import("passwave-core").Widget} Widget */

/**
 * What the effects need to know of the element when they run.
 * @typedef {object} Settings
 * @property {string} base The URL of the folder with the widget's files.
 * @property {string} server The server's URL, with a trailing slash.
 * @property {string} worker The URL of the proof-of-work worker.
 * @property {string} sitekey
 * @property {string} action
 * @property {string} cdata
 * @property {string} lang The language that is shown.
 */

/** Runs the effects of the compiled state machine: timers, proof of work, requests. Results go back to `widget`. */
export class Effects {
  #settings;
  /** @type {Map<number, ReturnType<typeof setTimeout>>} */
  #timers = new Map();
  /** @type {PowClient | undefined} */
  #pow;
  /** @type {Widget | undefined} */
  widget;

  /** @param {() => Settings} settings */
  constructor(settings) {
    this.#settings = settings;
  }

  /** @param {number} timer @param {number} after_ms */
  setTimer(timer, after_ms) {
    this.clearTimer(timer);
    this.#timers.set(
      timer,
      setTimeout(() => this.widget?.timer(timer), after_ms),
    );
  }

  /** @param {number} timer */
  clearTimer(timer) {
    clearTimeout(this.#timers.get(timer));
  }

  clearTimers() {
    this.#timers.forEach((timer) => clearTimeout(timer));
  }

  /** @param {string} id @param {number} puzzles @param {number} bits */
  startWork(id, puzzles, bits) {
    this.stopWork();
    const { base, worker } = this.#settings();
    this.#pow = new PowClient({ id, puzzles, bits }, base, worker, {
      onProgress: (share) => this.widget?.workProgress(share),
      onSolved: (nonces) => this.widget?.workSolved(nonces),
    });
  }

  stopWork() {
    this.#pow?.stop();
  }

  /** @param {number} generation @param {string | undefined} way @param {string} mode */
  async fetchChallenge(generation, way, mode) {
    const { sitekey, action, cdata } = this.#settings();
    const parameters = Object.entries({ sitekey, mode, way, action, cdata }).filter(([, value]) => value);
    const query = new URLSearchParams(/** @type {[string, string][]} */ (parameters));
    const { answer, code } = await this.#request(`challenge?${query}`);
    if (answer) this.widget?.challenge(generation, answer);
    else this.widget?.fault(generation, code);
  }

  /**
   * @param {number} generation @param {string} challenge @param {string | undefined} evidence
   * @param {Uint32Array} work The nonces. @param {number} took_ds Duration in tenths of a second.
   * @param {string[]} hints
   */
  async redeem(generation, challenge, evidence, work, took_ds, hints) {
    const report = { took_ds, hints, lang: this.#settings().lang };
    const { answer, code } = await this.#request("redeem", { challenge, evidence, work: [...work], report });
    if (answer) this.widget?.redeemed(generation, answer);
    else this.widget?.fault(generation, code);
  }

  /** @param {number} generation @param {string} token @param {string} renew */
  async renew(generation, token, renew) {
    const { answer, code } = await this.#request("renew", { token, renew });
    if (answer) this.widget?.renewed(generation, answer);
    else this.widget?.renewFault(generation, code);
  }

  /**
   * Best effort: nothing depends on whether it arrives.
   * @param {string} token @param {string} renew @param {boolean} easy
   */
  sendOpinion(token, renew, easy) {
    void this.#request("survey", { token, renew, easy });
  }

  /**
   * Returns the server's answer, or its first error code, or neither when there is no readable answer.
   * @param {string} path
   * @param {object} [body] Sent as text/plain, the default type of a string, which needs no preflight.
   * @returns {Promise<{ answer?: any, code?: string }>}
   */
  async #request(path, body) {
    const post = body && { method: "POST", body: JSON.stringify(body) };
    try {
      const response = await fetch(this.#settings().server + path, { credentials: "omit", ...post });
      const answer = await response.json();
      return response.ok ? { answer } : { code: firstErrorCode(answer) };
    } catch {
      return {};
    }
  }
}

/** @param {any} answer @returns {string | undefined} */
function firstErrorCode(answer) {
  const code = answer?.["error-codes"]?.[0];
  return typeof code === "string" ? code : undefined;
}
