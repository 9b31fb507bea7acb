// What both verifiers share: reading the token out of a form, and what the site expects of a good one.
import { ConfigurationError } from "./errors.js";

/** @typedef {import("../types/server.d.ts").Verification} Verification */
/** @typedef {import("../types/server.d.ts").Refusal} Refusal */
/** @typedef {import("../types/server.d.ts").Expectations} Expectations */

/** The form field that the widget writes the token into. */
const FIELD = "passwave-response";

/** A token has some 700 characters; what is far longer is none, and is not sent anywhere. */
const MAX_TOKEN_CHARACTERS = 4096;

/** @param {string[]} errorCodes @returns {Refusal} */
export const refused = (...errorCodes) => ({ success: false, errorCodes });

/**
 * The token, or why there is none.
 * @param {unknown} tokenOrForm @returns {string | Refusal}
 */
export function tokenOf(tokenOrForm) {
  const token = isForm(tokenOrForm) ? field(tokenOrForm) : tokenOrForm;
  if (token === undefined || token === null || token === "") return refused("missing-input-response");
  if (typeof token !== "string" || token.length > MAX_TOKEN_CHARACTERS) return refused("invalid-input-response");
  return token;
}

/** @param {unknown} value @returns {value is FormData | Record<string, unknown>} */
const isForm = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * A field that stands there twice has no value that can be trusted.
 * @param {FormData | Record<string, unknown>} form
 */
function field(form) {
  if (isFormData(form)) {
    const values = form.getAll(FIELD);
    return values.length > 1 ? values : values[0];
  }
  return Object.hasOwn(form, FIELD) ? form[FIELD] : undefined;
}

/** @param {FormData | Record<string, unknown>} form @returns {form is FormData} */
const isFormData = (form) => typeof form.getAll === "function";

/**
 * A verification of another page or another form is not what the site asked for.
 * @param {Verification} verification @param {Expectations} expected @returns {Verification}
 */
export function asExpected(verification, { hostnames, action, maxAgeS }) {
  if (!verification.success) return verification;
  if (hostnames && !hostnames.includes(verification.hostname)) return refused("hostname-mismatch");
  if (action !== undefined && verification.action !== action) return refused("action-mismatch");
  if (maxAgeS !== undefined && !isYounger(verification.verifiedAt, maxAgeS)) return refused("verification-too-old");
  return verification;
}

/** A time that cannot be read is not young. @param {Date} time @param {number} maxAgeS */
const isYounger = (time, maxAgeS) => Date.now() - time.getTime() <= maxAgeS * 1000;

/** @param {unknown} server @returns {URL} the folder of the server's endpoints */
export function serverAddress(server) {
  const text = String(server ?? "");
  if (!/^https?:\/\//.test(text) || !URL.canParse(text)) {
    throw new ConfigurationError(`"server" must be the Passwave server's address (https://…); it is "${text}".`);
  }
  return new URL(text.endsWith("/") ? text : `${text}/`);
}

/** @param {string} name @param {unknown} value @returns {string} */
export function required(name, value) {
  if (typeof value === "string" && value !== "") return value;
  throw new ConfigurationError(`"${name}" is missing: see what "passwave init" printed.`);
}
