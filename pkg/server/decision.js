// What a route does with a form: lets it through, refuses it, or says that it cannot tell.
import { ConfigurationError, UnavailableError } from "./errors.js";

/** @typedef {import("../types/server-decision.d.ts").Decision} Decision */
/** @typedef {import("../types/server-decision.d.ts").RouteOptions} RouteOptions */

/** The visitor can verify again on the same page. */
const FORBIDDEN = { status: 403, message: "Please verify again, then send the form once more." };
const UNAVAILABLE = {
  status: 503,
  message: "The check cannot be reached at the moment. Please try again in a minute.",
};

/**
 * Verifies a form. A mistake in the configuration is thrown: it is no visitor's fault and must be seen.
 * @param {import("../types/server.d.ts").Verifier} verifier @param {unknown} form @param {RouteOptions} options
 * @returns {Promise<Decision>}
 */
export async function decide(verifier, form, { action, whenUnavailable = "refuse" }) {
  if (whenUnavailable !== "refuse" && whenUnavailable !== "allow") {
    throw new ConfigurationError(`"whenUnavailable" is "refuse" or "allow", not "${whenUnavailable}".`);
  }
  try {
    const verification = await verifier.verify(/** @type {any} */ (form), { action });
    return verification.success ? { verification } : { verification, ...FORBIDDEN };
  } catch (cause) {
    if (!(cause instanceof UnavailableError)) throw cause;
    return whenUnavailable === "allow" ? { cause } : { cause, ...UNAVAILABLE };
  }
}
