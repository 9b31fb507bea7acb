// Asks the Passwave server whether a form's token is good.
import { ConfigurationError, UnavailableError } from "./errors.js";
import { asExpected, refused, required, serverAddress, tokenOf } from "./verification.js";

export { ConfigurationError, UnavailableError };

/** @typedef {import("../types/server.d.ts").Verification} Verification */
/** @typedef {{ address: URL, fields: Record<string, string>, fetch: typeof globalThis.fetch }} Call */
/**
 * siteverify's answer, as it comes.
 * @typedef {object} Answer
 * @property {unknown} [success]
 * @property {string} [hostname]
 * @property {string} [action]
 * @property {string} [cdata]
 * @property {number} [score]
 * @property {string} [challenge_ts]
 * @property {string} [verified_at]
 * @property {unknown} [error-codes]
 */

/** A form waits for the answer; who waits longer takes the page for broken. */
const TIMEOUT_MS = 5000;

/** Codes that no visitor can cause. */
const MISTAKES = {
  "missing-input-secret": "No secret was sent.",
  "invalid-input-secret": "The secret is not that of any site on this Passwave server.",
  "sitekey-secret-mismatch": "The sitekey and the secret are not of the same site.",
  "rate-limited": "Too many calls with a wrong secret came from this address.",
};

/**
 * Of a server with test keys, whose one token knows no page and no form. A server with real sites refuses the secret.
 * @param {string} secret
 */
const isTestSecret = (secret) => secret.startsWith("passwave-test-secret-");

/** @type {typeof import("../types/server.d.ts").createVerifier} */
export function createVerifier(options) {
  const address = new URL("siteverify", serverAddress(options.server));
  const site = { secret: required("secret", options.secret), ...(options.sitekey && { sitekey: options.sitekey }) };
  const fetch = options.fetch ?? globalThis.fetch;
  return {
    async verify(tokenOrForm, expected = {}) {
      const response = tokenOf(tokenOrForm);
      if (typeof response !== "string") return response;
      // The same key in a repeated call gets the same answer, although the token is spent by then.
      const fields = { ...site, response, idempotency_key: globalThis.crypto.randomUUID() };
      const answer = await ask({ address, fields, fetch }, options.timeoutMs ?? TIMEOUT_MS);
      const found = verification(answer);
      return isTestSecret(site.secret) ? found : asExpected(found, { ...options, ...expected });
    },
  };
}

/**
 * Asks, and once more if the call broke off, all within the time that is given.
 * @param {Call} call @param {number} timeoutMs @returns {Promise<Answer>}
 */
async function ask(call, timeoutMs) {
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    return await askOnce(call, signal);
  } catch (cause) {
    if (signal.aborted) throw unavailable(`gave no answer within ${timeoutMs} ms`, cause);
  }
  return askOnce(call, signal).catch((cause) => {
    throw cause instanceof UnavailableError ? cause : unavailable("cannot be reached", cause);
  });
}

/** @param {Call} call @param {AbortSignal} signal @returns {Promise<Answer>} */
async function askOnce({ address, fields, fetch }, signal) {
  // The secret is for this address, and for none that it may lead to.
  const options = /** @type {const} */ ({ method: "POST", redirect: "manual", signal });
  const response = await fetch(address, { ...options, body: new URLSearchParams(fields) });
  const answer = await response.json().catch((cause) => {
    if (signal.aborted) throw cause;
  });
  if (response.status !== 200 || typeof answer?.success !== "boolean") {
    throw unavailable(`answered ${response.status}, not as a Passwave server does; check its address`);
  }
  if (codesOf(answer).includes("internal-error")) throw unavailable("failed; its log says why");
  return answer;
}

/** @param {string} what @param {unknown} [cause] */
const unavailable = (what, cause) => new UnavailableError(`The Passwave server ${what}.`, { cause });

/** @param {Answer} answer @returns {string[]} */
const codesOf = (answer) => (Array.isArray(answer["error-codes"]) ? answer["error-codes"].map(String) : []);

/** @param {Answer} answer @returns {Verification} */
function verification(answer) {
  if (answer.success !== true) {
    const codes = codesOf(answer);
    for (const [code, mistake] of Object.entries(MISTAKES)) {
      if (codes.includes(code)) throw new ConfigurationError(`${mistake} (${code})`);
    }
    return refused(...codes);
  }
  const { hostname = "", action = "", cdata = "", score = 0, challenge_ts = "", verified_at = "" } = answer;
  const times = { challengeTs: new Date(challenge_ts), verifiedAt: new Date(verified_at) };
  return { success: true, hostname, action, cdata, score, ...times };
}
