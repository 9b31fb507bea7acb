// A hook for Fastify: `{ preHandler: requireVerification(verifier) }`.
import { decide } from "./decision.js";

/** @type {typeof import("../types/server-fastify.d.ts").requireVerification} */
export const requireVerification =
  (verifier, options = {}) =>
  async (request, reply) => {
    const decision = await decide(verifier, request.body ?? {}, options);
    request.passwave = decision.verification;
    if (decision.status === undefined) return;
    if (options.onRefused) return options.onRefused(request, reply, decision);
    return reply.code(decision.status).type("text/plain; charset=utf-8").send(decision.message);
  };
