import { PowClient } from "../pow/client.js";
import { assetUrl } from "../shared/asset-url.js";
import { focusedTextField, wouldOfferUndo } from "../shared/focused-text-field.js";
import { loadDiagnostics } from "./diagnostics.js";

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
 * @property {number} [maxAge_s] How old a token may become.
 */

/** An answer's fields, each with a value of its type. @typedef {{ [name: string]: string | number | Shape }} Shape */

/** @typedef {{ token: string, renew: string }} Grant A token and the key that renews it. */

const CHALLENGE = { challenge: "", id: "", way: "", mode: "", work: { puzzles: 0, bits: 0 } };
const RENEWED = { token: "", expires_in_s: 0 };
const REDEEMED = { ...RENEWED, renew: "" };

/** @type {Grant} */
const NO_GRANT = { token: "", renew: "" };

/** What is told where a server speaks in a form that this script does not know. */
const UNKNOWN_VERSION = "unknown-version";

/** What the page is told where the widget itself, or how it is written into the page, is at fault. */
const WIDGET_ERROR = "widget-error";

/**
 * Runs the effects of the compiled state machine: timers, proof of work, requests. Results go back to `widget`. Strings
 * about which nothing is decided stay here: an answer is kept as arrived until the widget says that it counts.
 */
export class Effects {
  #settings;
  #setToken;
  /** @type {Record<string, ReturnType<typeof setTimeout>>} */
  #timers = {};
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
  /** What a person is told of the last refusal, where pressing again would not help. @type {Promise<string | void>} */
  explanation = Promise.resolve();
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

  /** From now on no server is asked. */
  async answerLocally() {
    const url = assetUrl(this.#settings().base, "passwave-on-device.js");
    const { answerLocally } = /** @type {typeof import("../on-device/local-effects.js")} */ (await import(url));
    answerLocally(this);
  }

  /** @param {string} timer @param {number} after_ms */
  setTimer(timer, after_ms) {
    this.clearTimer(timer);
    this.#timers[timer] = setTimeout(() => this.widget?.timer(timer), after_ms);
  }

  /** @param {string} timer */
  clearTimer(timer) {
    clearTimeout(this.#timers[timer]);
  }

  clearTimers() {
    Object.values(this.#timers).forEach((timer) => clearTimeout(timer));
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
    // A query that never repeats: some service workers answer out of their caches whatever they have seen before.
    const once = String(Math.random());
    const parameters = Object.entries({ sitekey, mode, way, action, cdata, once }).filter(([, value]) => value);
    const query = new URLSearchParams(/** @type {[string, string][]} */ (parameters));
    const { answer, code, retryAfter_s } = await this.#request(`challenge?${query}`, CHALLENGE);
    if (!answer) return this.widget?.fault(generation, code, retryAfter_s);
    if (answer.way === "shake" && wouldOfferUndo()) return this.widget?.other();
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
    const report = { took_ds, hints: bare(hints), lang: this.#settings().lang };
    const proof = { challenge: this.#challenge, evidence, work: bare(this.#nonces), report };
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
    const { server, maxAge_s = Infinity } = this.#settings();
    const url = server + path;
    let response, answer;
    try {
      response = await fetch(url, { credentials: "omit", cache: "no-store", ...post });
      answer = await response.json();
    } catch {}
    const retryAfter = response?.headers.get("retry-after") ?? "";
    const retryAfter_s = Number(retryAfter) || (Date.parse(retryAfter) - Date.now()) / 1000;
    if (response?.ok && hasShape(answer, shape)) {
      return { answer: { ...answer, expires_in_s: Math.min(answer.expires_in_s, maxAge_s) }, retryAfter_s };
    }
    const code = answer && (firstErrorCode(answer) ?? UNKNOWN_VERSION);
    if (!code || answer.message || code === UNKNOWN_VERSION) this.#explain(url, response?.status, answer);
    return { code, retryAfter_s };
  }

  /** @param {string} url @param {number} [status] @param {any} [answer] */
  #explain(url, status, answer) {
    const { base, lang } = this.#settings();
    this.explanation = loadDiagnostics(base).then(
      (diagnostics) => diagnostics.report({ url, status, answer, base, lang }),
      () => {}, // The browser's console has the request.
    );
  }
}

/** The garbage collector does not see a widget's memory. @param {Effects} effects */
export function freeWidget(effects) {
  effects.widget?.free();
  effects.widget = undefined;
}

/** Prototype and others give arrays a `toJSON`. @template Item @param {Item[]} list @returns {Item[]} */
const bare = (list) => Object.setPrototypeOf([...list], null);

/** @param {any} value @param {string | number | Shape} shape @returns {boolean} */
function hasShape(value, shape) {
  const isOfType = typeof value === typeof shape;
  return isOfType && Object.entries(shape).every(([name, inner]) => hasShape(value?.[name], inner));
}

/** @param {any} answer @returns {string | undefined} */
function firstErrorCode(answer) {
  const code = answer?.["error-codes"]?.[0];
  return typeof code === "string" ? code : undefined;
}
