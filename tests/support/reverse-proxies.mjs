// nginx and Caddy with the files of docs/deployment, on free ports of this computer.
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:https";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { ROOT } from "./paths.mjs";
import { ServerProcess } from "./server-process.mjs";
import { freePort } from "./free-port.mjs";
import { HOST, replaced } from "./site-configuration.mjs";
import { newFolder } from "./temporary-folder.mjs";

const NAME = "check.example.org";
/** The name in the documented file that serves Passwave under a path of a site. */
const SITE = "shop.example";
const LONGEST_WAIT_MS = 20_000;
const DOCUMENTED_SERVER = "127.0.0.1:8787";
export const DEPLOYMENT = join(ROOT, "docs/deployment");

/** @typedef {{ port: number, certificate: string, logs: () => string, stop: () => Promise<void> }} Proxy */

/** Waits for what happens by itself before long. @param {() => boolean | Promise<boolean>} condition */
export async function happens(condition) {
  const given_up_at = Date.now() + LONGEST_WAIT_MS;
  while (!(await condition())) {
    if (Date.now() > given_up_at) throw new Error(`it does not happen: ${condition}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/**
 * The documented file, as a test changes it.
 * @typedef {object} Options
 * @property {string} [file] its name
 * @property {string} [documentedServer] the server in it, for which the test's own stands in
 * @property {(text: string) => string} [change]
 */

/** @param {string} server as host and port @param {string} name @param {Options} options */
const documented = (server, name, { file = name, documentedServer = DOCUMENTED_SERVER, change = (text) => text }) =>
  change(replaced(readFileSync(join(DEPLOYMENT, file), "utf8"), documentedServer, server));

/** @param {string} server as host and port @param {Options} [options] @returns {Promise<Proxy>} */
export async function startNginx(server, options = {}) {
  const folder = newFolder();
  const [port, plain] = [await freePort(), await freePort()];
  const file = (/** @type {string} */ name) => join(folder, name);
  const key = [
    "-newkey",
    "rsa:2048",
    "-nodes",
    "-keyout",
    file("key.pem"),
    "-out",
    file("cert.pem"),
    "-subj",
    `/CN=${NAME}`,
  ];
  const extensions = [`subjectAltName=DNS:${NAME},DNS:localhost`, "basicConstraints=critical,CA:FALSE"];
  const addition = extensions.flatMap((extension) => ["-addext", extension]);
  execFileSync("openssl", ["req", "-x509", ...key, ...addition], { stdio: "pipe" });
  let site = documented(server, "nginx.conf", options);
  const certified = `/etc/letsencrypt/live/${options.file ? SITE : NAME}`;
  /** @type {[string, string][]} */
  const here = [
    ["listen 80;", `listen ${HOST}:${plain};`],
    ["    listen [::]:80;\n", ""],
    ["listen 443 ssl;", `listen ${HOST}:${port} ssl;`],
    ["    listen [::]:443 ssl;\n", ""],
    [`${certified}/fullchain.pem`, file("cert.pem")],
    [`${certified}/privkey.pem`, file("key.pem")],
    ["/var/log/nginx/passwave.log", file("access.log")],
    ["/var/log/nginx/error.log", file("error.log")],
  ];
  for (const [there, its] of here) {
    // The file for a path has no server on port 80.
    if (site.includes(there) || !options.file) site = replaced(site, there, its);
  }
  writeFileSync(file("site.conf"), site);
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(
    (what) => `${what}_temp_path ${file(what)};`,
  );
  writeFileSync(
    file("nginx.conf"),
    `daemon off; user root; pid ${file("pid")}; error_log stderr notice; events {}
     http { ${temporary.join(" ")} include ${file("site.conf")}; }`,
  );
  const started = ["-e", "stderr", "-p", folder, "-c", file("nginx.conf")];
  const nginx = await ServerProcess.start("nginx", started, { listening: /start worker process / });
  const logs = () =>
    nginx.log.join("\n") + ["access.log", "error.log"].map((name) => readFileSync(file(name), "utf8")).join("");
  return { port, certificate: readFileSync(file("cert.pem"), "utf8"), logs, stop: () => stopped(nginx, folder) };
}

/** @param {string} server as host and port @param {Options} [options] @returns {Promise<Proxy>} */
export async function startCaddy(server, options = {}) {
  const folder = newFolder();
  const [port, plain] = [await freePort(), await freePort()];
  const here = `{
	admin off
	default_bind ${HOST}
	http_port ${plain}
	https_port ${port}
	local_certs
	skip_install_trust
`;
  writeFileSync(join(folder, "Caddyfile"), replaced(documented(server, "Caddyfile", options), "{\n", here));
  const env = { HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder };
  const started = ["run", "--config", join(folder, "Caddyfile"), "--adapter", "caddyfile"];
  const caddy = await ServerProcess.start("caddy", started, { env, listening: /certificate obtained successfully/ });
  const certificate = readFileSync(join(folder, "caddy/pki/authorities/local/root.crt"), "utf8");
  const proxy = { port, certificate, logs: () => caddy.log.join("\n"), stop: () => stopped(caddy, folder) };
  // It says that it has the certificate a moment before it uses it.
  await happens(() =>
    through(proxy, "/healthz").then(
      () => true,
      () => false,
    ),
  );
  return proxy;
}

/** @param {{ stop: () => Promise<void> }} program @param {string} folder */
async function stopped(program, folder) {
  await program.stop();
  rmSync(folder, { recursive: true, force: true });
}

/**
 * Asks through the proxy as a computer of this address would; the certificate must be the site's.
 * @param {Proxy} proxy @param {string} path
 * @param {{ from?: string, headers?: Record<string, string>, body?: string }} [options]
 */
export async function through({ port, certificate }, path, { from = "127.0.0.2", headers = {}, body } = {}) {
  const method = body === undefined ? "GET" : "POST";
  const where = { host: HOST, port, path, method, localAddress: from, servername: NAME, ca: certificate, agent: false };
  const sent = request({ ...where, headers: { host: NAME, ...headers } }).end(body);
  const [response] = /** @type {[import("node:http").IncomingMessage]} */ (await once(sent, "response"));
  return { status: Number(response.statusCode), headers: response.headers, text: await text(response) };
}
