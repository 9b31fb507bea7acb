// A Synapse of its own, as PyPI has it, and nginx before it, with the lines of the document in their configurations.
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { program } from "../../../support/code-blocks.mjs";
import { freePort } from "../../../support/free-port.mjs";
import { python, succeeds } from "../../../support/run-program.mjs";
import { ServerProcess } from "../../../support/server-process.mjs";
import { replaced } from "../../../support/site-configuration.mjs";
import { newFolder } from "../../../support/temporary-folder.mjs";

/** What every homeserver has; without limits, since a test asks more often than people do. */
const CONFIGURATION = (/** @type {string} */ folder, /** @type {number} */ port) => `
server_name: "site.example"
public_baseurl: "http://127.0.0.1:${port}/"
listeners: [{ port: ${port}, type: http, bind_addresses: ["127.0.0.1"], x_forwarded: true, resources: [{ names: [client] }] }]
database: { name: sqlite3, args: { database: "${folder}/homeserver.db" } }
signing_key_path: "${folder}/signing.key"
media_store_path: "${folder}/media"
report_stats: false
trusted_key_servers: []
macaroon_secret_key: "of this test alone"
form_secret: "of this test alone"
rc_registration: { per_second: 1000, burst_count: 1000 }
rc_login: { address: { per_second: 1000, burst_count: 1000 } }
`;

/**
 * nginx before it, with the lines of the document.
 * @param {string} folder @param {string} server @param {number} port Synapse's
 */
async function startProxy(folder, server, port) {
  const own = await freePort();
  const documented = program("integrations.md", "nginx", server, "m\\.login\\.recaptcha");
  const rest = `location / { proxy_pass http://127.0.0.1:${port}; proxy_set_header X-Forwarded-For $remote_addr; }`;
  const lines = replaced(documented, "127.0.0.1:8008", `127.0.0.1:${port}`);
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
  writeFileSync(
    join(folder, "nginx.conf"),
    `daemon off; user root; pid ${folder}/nginx.pid; error_log stderr notice; events {}
    http {
      access_log ${folder}/access.log;
      ${temporary.map((what) => `${what}_temp_path ${folder}/${what};`).join(" ")}
      server { listen 127.0.0.1:${own}; ${lines} ${rest} }
    }`,
  );
  const options = ["-e", "stderr", "-p", folder, "-c", join(folder, "nginx.conf")];
  const nginx = await ServerProcess.start("nginx", options, { listening: /start worker process / });
  return { url: `http://127.0.0.1:${own}`, nginx };
}

/** @param {string} server @param {string} secret */
export async function startSynapse(server, secret) {
  const folder = newFolder();
  const port = await freePort();
  const documented = replaced(
    program("integrations.md", "yaml", server, "recaptcha_siteverify_api"),
    "YOUR-SECRET",
    secret,
  );
  writeFileSync(join(folder, "homeserver.yaml"), CONFIGURATION(folder, port) + documented);
  const synapse = ["-m", "synapse.app.homeserver", "--config-path", "homeserver.yaml"];
  await succeeds([python(), ...synapse, "--generate-keys"], { cwd: folder });
  // Without a configuration of its own the log goes to the terminal.
  const listening = /now listening on TCP port (\d+)/;
  const process = await ServerProcess.start(python(), synapse, { cwd: folder, listening });
  const { url, nginx } = await startProxy(folder, server, port);
  return {
    url,
    log: () => [...process.log, ...nginx.log, readFileSync(join(folder, "access.log"), "utf8")].join("\n"),
    async stop() {
      await nginx.stop();
      await process.stop();
      rmSync(folder, { recursive: true });
    },
  };
}
