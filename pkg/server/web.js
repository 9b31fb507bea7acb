// For handlers that take a Request and give a Response: Next.js, SvelteKit, Hono, Deno, Workers.
import { decide } from "./decision.js";

/** @type {typeof import("../types/server-web.d.ts").requireVerification} */
export const requireVerification =
  (verifier, handler, options = {}) =>
  async (request, ...rest) => {
    const form = await formOf(request);
    const decision = await decide(verifier, form, options);
    if (decision.status === undefined) return handler(request, { form, verification: decision.verification }, ...rest);
    if (options.onRefused) return options.onRefused(request, decision, ...rest);
    return new Response(decision.message, { status: decision.status, headers: { "content-type": "text/plain" } });
  };

/** What cannot be read has no token, and is refused for that. @param {Request} request */
async function formOf(request) {
  const type = request.headers.get("content-type") ?? "";
  const copy = request.clone();
  const form = /** @type {Promise<unknown>} */ (type.startsWith("application/json") ? copy.json() : copy.formData());
  return form.catch(() => ({}));
}
