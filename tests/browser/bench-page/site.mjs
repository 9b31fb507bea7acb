// One server for all that is measured side by side: the same page around each, the same headers, the same compression.
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { extname, join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";
import { programs } from "../../support/code-blocks.mjs";
import { DIST } from "../../support/paths.mjs";
import { startDemo } from "../../support/passwave-server.mjs";

/**
 * @typedef {{
 *   name: string, head: string, element: string, tag: string, control: string, press: string,
 *   isVerified: string, only?: string,
 * }} Widget
 */

/** As docs/page-speed.md has it: nothing moves when the script arrives. */
const [PLACE] = programs("page-speed.md", "css", "");

/** Each as its own documentation puts it into a page. @type {Widget[]} */
export const WIDGETS = [
  {
    name: "Passwave",
    head: `<style>${PLACE}</style><script src="/passwave/passwave.js" async></script>`,
    element: `<pass-wave sitekey="demo"></pass-wave>`,
    tag: "pass-wave",
    control: "[part~=start]",
    press: "[part~=start]",
    isVerified: `document.querySelector("pass-wave").state === "verified"`,
  },
  {
    name: "Cap 0.1.57",
    head: `<script>CAP_CUSTOM_WASM_URL = "/cap/cap_wasm_bg.wasm"</script><script src="/cap/cap.min.js" async></script>`,
    element: `<cap-widget data-cap-api-endpoint="/cap/api/"></cap-widget>`,
    tag: "cap-widget",
    control: "[role=button], button",
    press: "[role=button], button",
    isVerified: `Boolean(document.querySelector("cap-widget").token)`,
  },
  {
    name: "ALTCHA 3.2.2",
    head: `<script src="/altcha/altcha.min.js" async defer type="module"></script>`,
    element: `<altcha-widget challenge="/altcha/challenge"></altcha-widget>`,
    tag: "altcha-widget",
    control: "input[type=checkbox]",
    press: "input[type=checkbox]",
    isVerified: `document.querySelector("altcha-widget").getState() === "verified"`,
  },
];

/** @type {Record<string, string>} */
const TYPES = { ".js": "text/javascript", ".json": "application/json", ".wasm": "application/wasm" };
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } };
const SECRETS = { hmacSignatureSecret: "bench-secret", hmacKeySignatureSecret: "bench-key-secret" };

/** The same page without a check: what the browser itself takes. */
export const BARE = { tag: "bare", head: "", element: "<p><button>Verify</button></p>" };

/** @param {Pick<Widget, "head" | "element">} widget @param {boolean} isFar Whether one has to scroll to it. */
const pageOf = ({ head, element }, isFar) => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Sign in</title>
<link rel="icon" href="data:,">${head}</head>
<body><main><h1>Sign in</h1>${isFar ? `<div style="height: 400vh"></div>` : ""}
<form><p><label>Name <input name="name"></label></p>${element}<p><button>Sign in</button></p></form></main></body></html>`;

/** Files in memory, compressed once. */
class Files {
  /** @type {Map<string, { type: string, body: Buffer }>} */
  #known = new Map();

  /** @param {(path: string) => string} find */
  constructor(find) {
    this.find = find;
  }

  /** @param {string} path */
  get(path) {
    const known = this.#known.get(path);
    if (known) return known;
    const file = this.find(path);
    const entry = { type: TYPES[extname(file)] ?? "text/plain", body: brotliCompressSync(readFileSync(file), BROTLI) };
    this.#known.set(path, entry);
    return entry;
  }
}

/** Starts everything. @param {string} folder Where npm has put the other checks. */
export async function startSite(folder) {
  const passwave = await startDemo();
  const find = createRequire(join(folder, "package.json"));
  const answers = {
    "/cap/": await capAnswers(find),
    "/altcha/": await altchaAnswers(find),
    "/passwave/": proxy(passwave.url),
  };
  const files = new Files((path) => locate(folder, path));
  const server = createServer(async (request, response) => {
    const { pathname, search, searchParams } = new URL(request.url ?? "/", "http://site");
    const widget = [...WIDGETS, BARE].find(({ tag }) => pathname === `/${tag}`);
    if (widget)
      return respond(response, {
        type: "text/html",
        body: brotliCompressSync(pageOf(widget, searchParams.has("far")), BROTLI),
      });
    const answer = Object.entries(answers).find(([start]) => pathname.startsWith(start))?.[1];
    const made = await answer?.(pathname + search, request);
    respond(response, made ? { type: "application/json", body: brotliCompressSync(made) } : files.get(pathname));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  const stop = () => (server.closeAllConnections(), server.close(), passwave.stop());
  return { url: `http://127.0.0.1:${port}`, stop };
}

/** @param {import("node:http").ServerResponse} response @param {{ type: string, body: Buffer }} entry */
function respond(response, { type, body }) {
  response.writeHead(200, {
    "content-type": type,
    "content-encoding": "br",
    "cache-control": "max-age=3600",
    "content-length": body.length,
  });
  response.end(body);
}

/** @param {string} folder @param {string} path */
function locate(folder, path) {
  const [, owner, ...rest] = path.split("/");
  if (owner === "passwave") return join(DIST, ...rest);
  if (path.endsWith(".wasm")) return join(folder, "node_modules/@cap.js/wasm/browser", ...rest);
  return join(folder, "node_modules", owner === "cap" ? "@cap.js/widget" : "altcha/dist/main", ...rest);
}

/** @typedef {(path: string, request: import("node:http").IncomingMessage) => Promise<string | undefined>} Answer */

/** @param {import("node:http").IncomingMessage} request */
async function bodyOf(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

/** @param {NodeRequire} find @returns {Promise<Answer>} */
async function capAnswers(find) {
  const { default: Cap } = await import(find.resolve("@cap.js/server"));
  const cap = new Cap({ noFSState: true, state: { challengesList: {}, tokensList: {} } });
  return async (path, request) => {
    if (path === "/cap/api/challenge") return JSON.stringify(await cap.createChallenge());
    if (path === "/cap/api/redeem") return JSON.stringify(await cap.redeemChallenge(JSON.parse(await bodyOf(request))));
    return undefined;
  };
}

/** As its README sets it up. @param {NodeRequire} find @returns {Promise<Answer>} */
async function altchaAnswers(find) {
  const { createChallenge, randomInt } = await import(find.resolve("altcha-lib"));
  const { deriveKey } = await import(find.resolve("altcha-lib/algorithms/pbkdf2"));
  return async (path) => {
    if (path !== "/altcha/challenge") return undefined;
    return JSON.stringify(
      await createChallenge({
        algorithm: "PBKDF2/SHA-256",
        cost: 5_000,
        counter: randomInt(5_000, 10_000),
        deriveKey,
        ...SECRETS,
      }),
    );
  };
}

/** What the real server answers. @param {string} server @returns {Answer} */
function proxy(server) {
  return async (path, request) => {
    const asked = path.replace("/passwave", "");
    if (!/^\/(challenge|redeem|renew)/.test(asked)) return undefined;
    const headers = /** @type {Record<string, string>} */ ({
      origin: request.headers.origin ?? `http://${request.headers.host}`,
    });
    const body = request.method === "POST" ? await bodyOf(request) : undefined;
    return (await fetch(server + asked, { method: request.method, headers, body })).text();
  };
}
