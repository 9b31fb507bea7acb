// Benchmark server for ALTCHA: altcha-lib's verifySolution behind node:http, set up as in its README, by its fast path,
// which compares the solution's signature instead of deriving it again. It keeps no record of used solutions.
// Arguments: file of the bodies to write, how many.

import { createChallenge, verifySolution } from "altcha-lib";
import { deriveKey } from "altcha-lib/algorithms/pbkdf2";
import { writeFileSync } from "node:fs";
import { serve } from "./peer-server.mjs";

const secrets = { hmacSignatureSecret: "bench-secret", hmacKeySignatureSecret: "bench-key-secret" };
const COUNTER = 7;
/** Low cost, for the fast path does not repeat the derivation. */
const COST = 1;

async function body() {
  const options = { algorithm: "PBKDF2/SHA-256", cost: COST, counter: COUNTER, deriveKey, ...secrets };
  let derivedKey = "";
  const keep = async (...args) => {
    const derived = await deriveKey(...args);
    derivedKey = Buffer.from(derived.derivedKey).toString("hex");
    return derived;
  };
  const challenge = await createChallenge({ ...options, deriveKey: keep });
  const payload = { challenge, solution: { counter: COUNTER, derivedKey } };
  return JSON.stringify({ altcha: Buffer.from(JSON.stringify(payload)).toString("base64") });
}

const bodies = [];
for (let nth = 0; nth < Number(process.argv[3]); nth++) bodies.push(await body());
writeFileSync(process.argv[2], bodies.join("\n"));
serve(async (body) => {
  const payload = JSON.parse(Buffer.from(JSON.parse(body).altcha, "base64").toString());
  return (await verifySolution({ ...payload, deriveKey, ...secrets })).verified;
});
