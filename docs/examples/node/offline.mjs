// Checks a token offline, with the public keys: node offline.mjs TOKEN
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createRemoteJWKSet, jwtVerify } from "jose";

const { PASSWAVE_URL, PASSWAVE_SITEKEY, PASSWAVE_USED } = process.env;
const keys = createRemoteJWKSet(new URL(`${PASSWAVE_URL}/.well-known/jwks.json`), { cacheMaxAge: 300_000 });

/** The token's claims; throws if it is not good. */
export async function verify(token) {
  const { payload } = await jwtVerify(token, keys, {
    algorithms: ["EdDSA"],
    typ: "passwave-token",
    audience: PASSWAVE_SITEKEY,
    requiredClaims: ["exp", "fid"],
  });
  await record(payload.fid);
  return payload;
}

/** One file for each verification; "wx" fails if it is there already. Keep it for two hours and ten minutes. */
async function record(family) {
  await writeFile(join(PASSWAVE_USED, family), "", { flag: "wx" }).catch((cause) => {
    throw cause.code === "EEXIST" ? new Error("used before") : cause;
  });
}

const answer = await verify(process.argv[2]).then(
  () => "verified",
  (cause) => `not verified: ${cause.message}`,
);
console.log(answer);
