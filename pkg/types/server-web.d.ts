import type { Decision, RouteOptions } from "./server-decision.js";
import type { Verification, Verifier } from "./server.js";

export interface Verified {
  /** The form as it was read: FormData, or what the JSON said. */
  form: unknown;
  /** Missing if the server could not be asked and forms pass meanwhile. */
  verification?: Verification;
}

export interface WebOptions<Rest extends unknown[]> extends RouteOptions {
  /** In place of a plain text answer of 403 or 503. */
  onRefused?: (request: Request, decision: Decision, ...rest: Rest) => Response | Promise<Response>;
}

/** A handler that is called only for forms whose token is good. */
export function requireVerification<Rest extends unknown[]>(
  verifier: Verifier,
  handler: (request: Request, verified: Verified, ...rest: Rest) => Response | Promise<Response>,
  options?: WebOptions<Rest>,
): (request: Request, ...rest: Rest) => Promise<Response>;
