// A middleware for Express.
import { decide } from "./decision.js";
import { ConfigurationError } from "./errors.js";

/** @type {typeof import("../types/server-express.d.ts").requireVerification} */
export const requireVerification =
  (verifier, options = {}) =>
  async (request, response, next) => {
    try {
      if (request.body === undefined) {
        throw new ConfigurationError("The form has not been read: use express.urlencoded() or the like before.");
      }
      const decision = await decide(verifier, request.body, options);
      request.passwave = decision.verification;
      if (decision.status === undefined) return next();
      if (options.onRefused) return options.onRefused(request, response, next, decision);
      response.status(decision.status).type("text/plain").send(decision.message);
    } catch (cause) {
      next(cause);
    }
  };
