// Ports that nobody listens on, and that nobody is given: those that the system gives away by itself are higher. So a
// server that is away for a moment finds its port free when it comes back.
import { once } from "node:events";
import { createServer } from "node:net";

const FIRST = 11_000;
const COUNT = 20_000;
/** Test files run side by side: each process has ports of its own. */
const OF_A_PROCESS = 64;

let given = 0;

/** @returns {Promise<number>} */
export async function freePort() {
  const port = FIRST + ((process.pid * OF_A_PROCESS + given++) % COUNT);
  const server = createServer().listen(port, "127.0.0.1");
  const isFree = await once(server, "listening").then(
    () => true,
    () => false,
  );
  if (!isFree) return freePort();
  server.close();
  await once(server, "close");
  return port;
}
