// Benchmark server for Cap: its validateToken behind node:http, with its state in memory, which is its fastest store.
// Arguments: file of the bodies to write, how many.

import Cap from "@cap.js/server";
import { createHash, randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { serve } from "./peer-server.mjs";

const [file, count] = [process.argv[2], Number(process.argv[3])];
const tokensList = {};
const bodies = [];
for (let nth = 0; nth < count; nth++) {
  const [id, token] = [randomBytes(8).toString("hex"), randomBytes(15).toString("hex")];
  const hash = createHash("sha256").update(token).digest("hex");
  tokensList[`${id}:${hash}`] = Date.now() + 20 * 60 * 1000;
  bodies.push(JSON.stringify({ token: `${id}:${token}` }));
}
writeFileSync(file, bodies.join("\n"));
const cap = new Cap({ noFSState: true, state: { challengesList: {}, tokensList } });
serve(async (body) => (await cap.validateToken(JSON.parse(body).token)).success);
