// A verification behind node:http, as a site's backend would put it there.

import { createServer } from "node:http";

/** Serves it on a free port and says where, and at /count how many were good. */
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
