// Servers that are none, or not well. No real Passwave does these, so they are played.
import { createServer, request } from "node:http";
import { once } from "node:events";

/** @typedef {import("node:http").RequestListener} RequestListener */

/** @param {RequestListener} listener */
export async function faultyServer(listener) {
  const server = createServer(listener);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  return {
    url: `http://127.0.0.1:${port}`,
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** @param {number} status @param {string} type @param {string} body @returns {RequestListener} */
const says = (status, type, body) => (_, response) => response.writeHead(status, { "content-type": type }).end(body);

/** Faults that last. @type {Record<string, RequestListener>} */
export const FAULTS = {
  "takes the connection and says nothing": () => {},
  "answers drop by drop": (_, response) => {
    response.writeHead(200, { "content-type": "application/json" });
    const drops = setInterval(() => response.write(" "), 50);
    response.on("close", () => clearInterval(drops));
  },
  "answers 200 with a page": says(200, "text/html", "<!doctype html><title>Welcome</title>"),
  "answers 200 with JSON of another kind": says(200, "application/json", '{"success": "true", "keys": 7}'),
  "answers 502": says(502, "text/html", "<h1>Bad Gateway</h1>"),
  "answers 500 with a success": says(500, "application/json", '{"success": true, "keys": []}'),
  "breaks off": (_, response) => void response.socket?.destroy(),
  "answers internal-error": says(503, "application/json", '{"success": false, "error-codes": ["internal-error"]}'),
};

/**
 * Passes calls on to a real server, and lets the first answer be lost on its way back.
 * @param {string} url
 */
export function losesFirstAnswer(url) {
  let calls = 0;
  return faultyServer((call, response) => {
    const first = ++calls === 1;
    const onward = request(url + call.url, { method: call.method, headers: call.headers }, (answer) => {
      if (!first) return void answer.pipe(response.writeHead(Number(answer.statusCode), answer.headers));
      answer.resume().on("end", () => response.socket?.destroy());
    });
    call.pipe(onward);
  });
}

/** Leads to another address, and keeps what it was sent. @param {string} url */
export async function leadsElsewhere(url) {
  /** @type {string[]} */
  const heard = [];
  const elsewhere = await faultyServer((call, response) => {
    call.on("data", (bytes) => heard.push(String(bytes)));
    call.on("end", () => response.end("{}"));
  });
  const door = await faultyServer((call, response) => {
    response.writeHead(307, { location: (url || elsewhere.url) + call.url }).end();
  });
  return { url: door.url, heard, stop: () => (door.stop(), elsewhere.stop()) };
}
