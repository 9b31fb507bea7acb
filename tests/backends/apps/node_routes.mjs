// A contact form in Express, Fastify, or a handler of Requests: node node_routes.mjs express|fastify|web
import { createServer } from "node:http";
import { createVerifier } from "passwave/server";

const { PASSWAVE_URL: server, PASSWAVE_SECRET: secret, PASSWAVE_WHEN_UNAVAILABLE: whenUnavailable } = process.env;
const verifier = createVerifier({ server, secret });
const options = { action: "contact", whenUnavailable };
const thanks = (message) => `Thank you. ${message}`;
const listening = (port) => console.log(`Listening on http://127.0.0.1:${port}`);

const APPS = {
  async express() {
    const { default: express } = await import("express");
    const { requireVerification } = await import("passwave/server/express");
    const app = express();
    const check = requireVerification(verifier, options);
    app.get("/", (_, response) => response.send("<form method=post></form>"));
    app.post("/", express.urlencoded(), check, (request, response) => response.send(thanks(request.body.message)));
    const open = app.listen(0, "127.0.0.1", () => listening(open.address().port));
  },
  async fastify() {
    const { default: fastify } = await import("fastify");
    const { requireVerification } = await import("passwave/server/fastify");
    const app = fastify({ logger: { level: "error" } });
    await app.register((await import("@fastify/formbody")).default);
    app.get("/", (_, reply) => reply.type("text/html").send("<form method=post></form>"));
    const preHandler = requireVerification(verifier, options);
    app.post("/", { preHandler }, (request, reply) => reply.send(thanks(request.body.message)));
    listening(new URL(await app.listen({ port: 0, host: "127.0.0.1" })).port);
  },
  async web() {
    const { requireVerification } = await import("passwave/server/web");
    const post = requireVerification(verifier, (_, { form }) => new Response(thanks(form.get("message"))), options);
    const app = createServer(async (request, response) => {
      if (request.method !== "POST") return response.end("<form method=post></form>");
      const { method, headers } = request;
      const asked = new Request(`http://127.0.0.1${request.url}`, { method, headers, body: request, duplex: "half" });
      const answer = await post(asked).catch((cause) => (console.error(cause), new Response("", { status: 500 })));
      response.writeHead(answer.status).end(await answer.text());
    });
    app.listen(0, "127.0.0.1", () => listening(app.address().port));
  },
};

await APPS[process.argv[2]]();
