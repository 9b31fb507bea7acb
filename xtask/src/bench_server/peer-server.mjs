// An HTTP server around a verification function, as in a site's backend.

import { createServer } from "node:http";

/** Listens on a free port and prints the address; /count returns the number of successful verifications. */
export function serve(/** @type {(body: string) => Promise<boolean>} */ verify) {
  let good = 0;
  const server = createServer((request, response) => {
    const chunks = [];
    request.on("data", (chunk) => chunks.push(chunk));
    request.on("end", async () => {
      if (request.url === "/count") return void response.end(String(good));
      const success = await verify(Buffer.concat(chunks).toString()).catch(() => false);
      good += Number(success);
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify({ success }));
    });
  });
  server.listen(0, "127.0.0.1", () => console.log(`Listening on http://127.0.0.1:${server.address().port}`));
}
