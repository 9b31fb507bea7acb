import { PowClient } from "../pow/client.js";
import { focusedTextField } from "../shared/focused-text-field.js";

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

/** The fields of an answer and their types. @typedef {{ [name: string]: string | Shape }} Shape */

/** @typedef {{ token: string, renew: string }} Grant A token and the key that renews it. */

const CHALLENGE = {
  challenge: "string",
  id: "string",
  way: "string",
  mode: "string",
  work: { puzzles: "number", bits: "number" },
};
const RENEWED = { token: "string", expires_in_s: "number" };
const REDEEMED = { ...RENEWED, renew: "string" };

/** @type {Grant} */
const NO_GRANT = { token: "", renew: "" };

/** What the page is told where the widget itself, or how it is written into the page, is at fault. */
const WIDGET_ERROR = "widget-error";

/**
 * Runs the effects of the compiled state machine: timers, proof of work, requests. Results go back to `widget`. Strings
 * about which nothing is decided stay here: an answer is kept as arrived until the widget says that it counts.
 */
export class Effects {
  #settings;
  #setToken;
  /** @type {Map<string, ReturnType<typeof setTimeout>>} */
  #timers = new Map();
  /** @type {PowClient | undefined} */
  #pow;
  /** Of the attempt for which the last request was. */
  #generation = 0;
  #arrivedChallenge = "";
  #challenge = "";
  /** @type {number[]} */
  #nonces = [];
  #arrivedGrant = NO_GRANT;
  #grant = NO_GRANT;
  /** @type {Widget | undefined} */
  widget;
  window = globalThis;

  /**
   * @param {() => Settings} settings
   * @param {(token: string) => void} setToken Sets the form's token; the empty string for none.
   */
  constructor(settings, setToken) {
    this.#settings = settings;
    this.#setToken = setToken;
  }

  /** @param {string} timer @param {number} after_ms */
  setTimer(timer, after_ms) {
    this.clearTimer(timer);
    this.#timers.set(
      timer,
      setTimeout(() => this.widget?.timer(timer), after_ms),
    );
  }

  /** @param {string} timer */
  clearTimer(timer) {
    clearTimeout(this.#timers.get(timer));
  }

  clearTimers() {
    this.#timers.forEach((timer) => clearTimeout(timer));
  }

  /** Takes the challenge that has arrived. @param {string} id @param {number} puzzles @param {number} bits */
  startWork(id, puzzles, bits) {
    this.stopWork();
    this.#challenge = this.#arrivedChallenge;
    const { base, worker } = this.#settings();
    this.#pow = new PowClient({ id, puzzles, bits }, base, worker, {
      onProgress: (share) => this.widget?.workProgress(share),
      onSolved: (nonces) => {
        this.#nonces = [...nonces];
        this.widget?.workSolved();
      },
      onFailed: () => this.fail(),
    });
  }

  stopWork() {
    this.#pow?.stop();
  }

  /** @param {number} generation @param {string | undefined} way @param {string} mode */
  async fetchChallenge(generation, way, mode) {
    this.#generation = generation;
    const { sitekey, action, cdata } = this.#settings();
    const parameters = Object.entries({ sitekey, mode, way, action, cdata }).filter(([, value]) => value);
    const query = new URLSearchParams(/** @type {[string, string][]} */ (parameters));
    const { answer, code, retryAfter_s } = await this.#request(`challenge?${query}`, CHALLENGE);
    if (!answer) return this.widget?.fault(generation, code, retryAfter_s);
    const { challenge, id, work } = answer;
    this.#arrivedChallenge = challenge;
    this.widget?.challenge(generation, id, answer.way, answer.mode, work.puzzles, work.bits);
  }

  /**
   * @param {number} generation @param {string | undefined} evidence
   * @param {number} took_ds Duration in tenths of a second. @param {string[]} hints
   */
  async redeem(generation, evidence, took_ds, hints) {
    this.#generation = generation;
    const report = { took_ds, hints, lang: this.#settings().lang };
    const proof = { challenge: this.#challenge, evidence, work: this.#nonces, report };
    const { answer, code, retryAfter_s } = await this.#request("redeem", REDEEMED, proof);
    if (!answer) return this.widget?.fault(generation, code, retryAfter_s);
    this.#arrivedGrant = answer;
    this.widget?.redeemed(generation, answer.expires_in_s, Boolean(answer.survey));
  }

  /** @param {number} generation */
  async renew(generation) {
    const { token, renew } = this.#grant;
    const { answer, code, retryAfter_s } = await this.#request("renew", RENEWED, { token, renew });
    if (!answer) return this.widget?.renewFault(generation, code, retryAfter_s);
    this.#arrivedGrant = { token: answer.token, renew };
    this.widget?.renewed(generation, answer.expires_in_s);
  }

  /** Takes the token that has arrived, or none. @param {boolean} isHeld */
  token(isHeld) {
    this.#grant = isHeld ? this.#arrivedGrant : NO_GRANT;
    this.#setToken(this.#grant.token);
  }

  /** Best effort: nothing depends on whether it arrives. @param {boolean} easy */
  sendSurvey(easy) {
    const { token, renew } = this.#grant;
    void this.#request("survey", {}, { token, renew, easy });
  }

  /** Ends the running attempt after an exception. */
  fail() {
    this.widget?.fault(this.#generation, WIDGET_ERROR, 0);
  }

  isTyping() {
    return Boolean(focusedTextField());
  }

  /**
   * Returns the server's answer, or its first error code, or neither when there is no readable answer.
   * @param {string} path
   * @param {Shape} shape What the answer must have.
   * @param {object} [body] Sent as text/plain, the default type of a string, which needs no preflight.
   * @returns {Promise<{ answer?: any, code?: string, retryAfter_s: number }>}
   */
  async #request(path, shape, body) {
    const post = body && { method: "POST", body: JSON.stringify(body) };
    try {
      const response = await fetch(this.#settings().server + path, { credentials: "omit", ...post });
      const retryAfter_s = Number(response.headers.get("retry-after"));
      const answer = await response.json();
      if (!response.ok) return { code: firstErrorCode(answer), retryAfter_s };
      return { answer: hasShape(answer, shape) ? answer : undefined, retryAfter_s };
    } catch {
      return { retryAfter_s: 0 };
    }
  }
}

/** @param {any} value @param {string | Shape} shape @returns {boolean} */
function hasShape(value, shape) {
  if (typeof shape === "string") return typeof value === shape;
  return Object.entries(shape).every(([name, inner]) => hasShape(value?.[name], inner));
}

/** @param {any} answer @returns {string | undefined} */
function firstErrorCode(answer) {
  const code = answer?.["error-codes"]?.[0];
  return typeof code === "string" ? code : undefined;
}
