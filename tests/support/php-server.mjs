// PHP's own web server, with several workers: an application may call itself.
import { once } from "node:events";
import { spawn } from "./child-process.mjs";

const START_LIMIT_MS = 60_000;
const LOOK_AGAIN_MS = 50;

/** Its cache would look at a changed setting two seconds late. */
const WITHOUT_CACHE = ["-d", "opcache.enable=0"];

/** Where PHP writes what it has to complain about. @param {string} folder */
export const phpLog = (folder) => ["-d", `error_log=${folder}/php.log`, "-d", "log_errors=1", "-d", "display_errors=0"];

/**
 * @typedef {object} PhpSite
 * @property {string} folder
 * @property {string} site
 * @property {number} port
 * @property {string} ready
 * @property {string[]} [options] of PHP
 * @property {NodeJS.ProcessEnv} [env]
 */

/**
 * Serves `site` on the port once `ready` is answered; the log is in `folder`.
 * @param {PhpSite} what
 */
export async function startPhp({ folder, site, port, ready, options = [], env = {} }) {
  const listen = ["-S", `127.0.0.1:${port}`, "-t", site];
  // A group of its own: the workers end with it.
  const server = spawn("php", [...phpLog(folder), ...WITHOUT_CACHE, ...options, ...listen], {
    cwd: folder,
    detached: true,
    stdio: "ignore",
    env: { ...process.env, PHP_CLI_SERVER_WORKERS: "4", ...env },
  });
  const deadline = Date.now() + START_LIMIT_MS;
  while (!(await fetch(`http://127.0.0.1:${port}${ready}`).catch(() => null))?.ok) {
    if (Date.now() > deadline || server.exitCode !== null) throw new Error("php -S does not answer");
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
  }
  return {
    async stop() {
      const ended = once(server, "exit");
      process.kill(-Number(server.pid), "SIGTERM");
      await ended;
    },
  };
}
