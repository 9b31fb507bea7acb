// A comment form in Node with a client from npm: node node_form.mjs google-recaptcha|cf-turnstile
import { createServer } from "node:http";
import { text } from "node:stream/consumers";

const { PASSWAVE_URL, PASSWAVE_SECRET: secret } = process.env;

/** Each says null for a good token, else what is wrong. */
const CLIENTS = {
  "google-recaptcha": async () => {
    const { default: GoogleRecaptcha } = await import("google-recaptcha");
    const client = new GoogleRecaptcha({ secret, apiUrl: `${PASSWAVE_URL}/recaptcha/api/siteverify` });
    return (fields, remoteIp) =>
      new Promise((resolve) =>
        client.verify({ response: fields.get("g-recaptcha-response"), remoteIp }, (error) => resolve(error)),
      );
  },
  "cf-turnstile": async () => {
    const { default: Turnstile } = await import("cf-turnstile");
    const verify = Turnstile(secret, {
      apiUrl: `${PASSWAVE_URL}/turnstile/v0/siteverify`,
      action: "comment",
      hostname: "127.0.0.1",
    });
    return async (fields, remoteip) => {
      const { success, errors } = await verify(fields.get("cf-turnstile-response"), { remoteip });
      return success ? null : new Error(errors.join(", "));
    };
  },
};

const form = (problem) => `<!doctype html><title>Comment</title>
<form method="post"><label>Comment <input name="comment"></label>${problem}<button>Send</button></form>`;
const check = await CLIENTS[process.argv[2]]();

const server = createServer(async (request, response) => {
  response.setHeader("content-type", "text/html");
  if (request.method !== "POST") return response.end(form(""));
  const fields = new URLSearchParams(await text(request));
  const problem = await check(fields, request.socket.remoteAddress).catch((error) => error);
  response.end(
    problem ? form(`<p role="alert">${problem.message}</p>`) : `Thank you. You wrote: ${fields.get("comment")}`,
  );
});
server.listen(0, "127.0.0.1", () => console.log(`Listening on http://127.0.0.1:${server.address().port}`));
