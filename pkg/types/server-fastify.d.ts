import type { FastifyReply, FastifyRequest } from "fastify";
import type { Decision, RouteOptions } from "./server-decision.js";
import type { Verification, Verifier } from "./server.js";

declare module "fastify" {
  interface FastifyRequest {
    /** The verification of this form; missing if the server could not be asked and forms pass meanwhile. */
    passwave?: Verification;
  }
}

export interface FastifyOptions extends RouteOptions {
  /** In place of a plain text answer of 403 or 503. */
  onRefused?: (request: FastifyRequest, reply: FastifyReply, decision: Decision) => unknown;
}

/** A `preHandler` that lets forms through whose token is good. Forms are read by `@fastify/formbody`. */
export function requireVerification(
  verifier: Verifier,
  options?: FastifyOptions,
): (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>;
