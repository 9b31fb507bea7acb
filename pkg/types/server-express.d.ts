import type { NextFunction, Request, RequestHandler, Response } from "express";
import type { Decision, RouteOptions } from "./server-decision.js";
import type { Verification, Verifier } from "./server.js";

declare global {
  namespace Express {
    interface Request {
      /** The verification of this form; missing if the server could not be asked and forms pass meanwhile. */
      passwave?: Verification;
    }
  }
}

export interface ExpressOptions extends RouteOptions {
  /** In place of a plain text answer of 403 or 503. */
  onRefused?: (request: Request, response: Response, next: NextFunction, decision: Decision) => unknown;
}

/** Lets forms through whose token is good. Comes after what reads the form, such as `express.urlencoded()`. */
export function requireVerification(verifier: Verifier, options?: ExpressOptions): RequestHandler;
