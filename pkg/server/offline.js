// Checks a token without a call: by the server's public keys. Needs the package "jose".
import { createRemoteJWKSet, errors, jwtVerify } from "jose";
import { ConfigurationError, UnavailableError } from "./errors.js";
import { asExpected, refused, required, serverAddress, tokenOf } from "./verification.js";

export { ConfigurationError, UnavailableError };

/** @typedef {import("../types/server-offline.d.ts").SpentStore} SpentStore */
/** @typedef {import("../types/server.d.ts").Verification} Verification */

/** By then a new key may sign, and one that leaked must no longer count. */
const KEYS_MAX_AGE_MS = 300_000;
const TIMEOUT_MS = 5000;
/** The widget renews a token for two hours; five minutes are the last token's, five more for clocks that differ. */
const FAMILY_LIFETIME_MS = 130 * 60_000;

/** Errors of jose that say that the keys could not be had, not that the token is bad. */
const KEYS_FAILED = [errors.JWKSTimeout, errors.JWKSInvalid];

/** @type {typeof import("../types/server-offline.d.ts").createOfflineVerifier} */
export function createOfflineVerifier(options) {
  const address = new URL(".well-known/jwks.json", serverAddress(options.server));
  const audience = required("sitekey", options.sitekey);
  const { spent } = options;
  if (typeof spent?.add !== "function") throw new ConfigurationError('"spent" is missing: where used tokens are kept.');
  const timeoutDuration = options.timeoutMs ?? TIMEOUT_MS;
  const keys = createRemoteJWKSet(address, { cacheMaxAge: KEYS_MAX_AGE_MS, timeoutDuration });
  const rules = {
    algorithms: ["EdDSA"],
    typ: "passwave-token",
    audience,
    requiredClaims: ["exp", "fid"],
    clockTolerance: options.clockToleranceS ?? 0,
  };
  return {
    async verify(tokenOrForm, expected = {}) {
      const token = tokenOf(tokenOrForm);
      if (typeof token !== "string") return token;
      const claims = await jwtVerify(token, keys, rules).then(({ payload }) => payload, whyNot);
      if ("errorCodes" in claims) return /** @type {Verification} */ (claims);
      const result = asExpected(verification(claims), { ...options, ...expected });
      return result.success ? spend(spent, String(claims.fid), result) : result;
    },
  };
}

/** @param {unknown} cause @returns {import("../types/server.d.ts").Refusal} */
function whyNot(cause) {
  if (cause instanceof errors.JWTExpired) return refused("timeout-or-duplicate");
  const known = cause instanceof errors.JOSEError && cause.code !== "ERR_JOSE_GENERIC";
  if (known && !KEYS_FAILED.some((kind) => cause instanceof kind)) return refused("invalid-input-response");
  throw new UnavailableError("The Passwave server's keys cannot be fetched.", { cause });
}

/** @param {import("jose").JWTPayload} claims @returns {Verification} */
function verification({ hostname, action, cdata, score, iat, verified_at }) {
  return {
    success: true,
    hostname: String(hostname ?? ""),
    action: String(action ?? ""),
    cdata: String(cdata ?? ""),
    score: Number(score ?? 0),
    challengeTs: new Date(Number(iat) * 1000),
    verifiedAt: new Date(Number(verified_at) * 1000),
  };
}

/** @param {SpentStore} spent @param {string} family @param {Verification} result @returns {Promise<Verification>} */
async function spend(spent, family, result) {
  const expiresAt = new Date(Date.now() + FAMILY_LIFETIME_MS);
  return (await spent.add(family, expiresAt)) ? result : refused("timeout-or-duplicate");
}

/** @type {typeof import("../types/server-offline.d.ts").memorySpentStore} */
export function memorySpentStore() {
  /** In the order in which they expire, since all live equally long. @type {Map<string, number>} */
  const expiries = new Map();
  return {
    async add(family, expiresAt) {
      const now = Date.now();
      for (const [old, expiry] of expiries) {
        if (expiry > now) break;
        expiries.delete(old);
      }
      if (expiries.has(family)) return false;
      expiries.set(family, expiresAt.getTime());
      return true;
    },
  };
}
