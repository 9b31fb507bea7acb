import { Work } from "./work.js";

/** @typedef {import("passwave-core").Widget} Widget */
/** @typedef {{ base: string, server: string, worker: string, sitekey: string, action: string, cdata: string, lang: string }} Settings Addresses, and what the element says. */

/** What is done for the compiled widget out of sight: requests, clocks, work. Answers go back to it. */
export class Errands {
  #settings;
  /** @type {Map<number, ReturnType<typeof setTimeout>>} */
  #timers = new Map();
  /** @type {Work | undefined} */
  #work;
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
    this.#work = new Work([id, puzzles, bits], base, worker, {
      progress: (share) => this.widget?.workProgress(share),
      solved: (nonces) => this.widget?.workSolved(nonces),
    });
  }

  stopWork() {
    this.#work?.stop();
  }

  /** @param {number} generation @param {string | undefined} way @param {string} mode */
  async fetchChallenge(generation, way, mode) {
    const { sitekey, action, cdata } = this.#settings();
    const wanted = Object.entries({ sitekey, mode, way, action, cdata }).filter(([, value]) => value);
    const query = new URLSearchParams(/** @type {[string, string][]} */ (wanted));
    const { answer, code } = await this.#ask(`challenge?${query}`);
    if (answer) this.widget?.challenge(generation, answer);
    else this.widget?.fault(generation, code);
  }

  /**
   * @param {number} generation @param {string} challenge @param {string | undefined} evidence @param {Uint32Array} work
   * @param {number} took_ds How long it took, in tenths of a second. @param {string[]} hints
   */
  async redeem(generation, challenge, evidence, work, took_ds, hints) {
    const report = { took_ds, hints, lang: this.#settings().lang };
    const { answer, code } = await this.#ask("redeem", { challenge, evidence, work: [...work], report });
    if (answer) this.widget?.redeemed(generation, answer);
    else this.widget?.fault(generation, code);
  }

  /** @param {number} generation @param {string} token @param {string} renew */
  async renew(generation, token, renew) {
    const { answer, code } = await this.#ask("renew", { token, renew });
    if (answer) this.widget?.renewed(generation, answer);
    else this.widget?.renewFault(generation, code);
  }

  /** Nothing depends on whether it arrives. @param {string} token @param {string} renew @param {boolean} easy */
  sendOpinion(token, renew, easy) {
    void this.#ask("survey", { token, renew, easy });
  }

  /**
   * The server's answer, or its first error code, or neither when there is none that can be read.
   * @param {string} path @param {object} [body] Goes as text/plain, the type of a string, so that no
   *   preflight is needed.
   * @returns {Promise<{ answer?: any, code?: string }>}
   */
  async #ask(path, body) {
    const post = body && { method: "POST", body: JSON.stringify(body) };
    try {
      const response = await fetch(this.#settings().server + path, { credentials: "omit", ...post });
      const answer = await response.json();
      if (!response.ok) return { code: firstCode(answer) };
      return { answer };
    } catch {
      return {};
    }
  }
}

/** @param {any} refusal @returns {string | undefined} */
function firstCode(refusal) {
  const code = refusal?.["error-codes"]?.[0];
  return typeof code === "string" ? code : undefined;
}
