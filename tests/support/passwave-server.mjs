// The real server, as an operator runs it.
import { passwave, ROOT } from "./paths.mjs";
import { ServerProcess } from "./server-process.mjs";

/** `passwave serve`. @param {string[]} options @param {{ folder?: string, env?: NodeJS.ProcessEnv }} [where] */
export const startServer = (options, { folder = ROOT, env } = {}) =>
  ServerProcess.start(passwave(), ["serve", ...options], { cwd: folder, env });

/** The demo: one site for this computer, nothing kept. */
export const startDemo = () => startServer(["--demo", "--listen", "127.0.0.1:0"]);

/** The secret of the demo's site. */
export const DEMO_SECRET = "demo-secret";
