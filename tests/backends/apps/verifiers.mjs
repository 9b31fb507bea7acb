// Answers each line of JSON: verifies a token with one of the library's verifiers.
import { createInterface } from "node:readline";
import { createVerifier } from "passwave/server";
import { createOfflineVerifier, memorySpentStore } from "passwave/server/offline";

const spent = memorySpentStore();

function verifier(kind, { claimed_sitekey, timeout_ms, clock_tolerance_s, ...site }) {
  const shared = { ...site, timeoutMs: timeout_ms };
  if (kind === "offline") return createOfflineVerifier({ ...shared, spent, clockToleranceS: clock_tolerance_s });
  return createVerifier({ ...shared, sitekey: claimed_sitekey });
}

async function answer({ kind, site, token, action }) {
  try {
    const result = await verifier(kind, site).verify(token, { action });
    if (!result.success) return { outcome: `refused: ${result.errorCodes.join(",")}` };
    const times = { made: result.challengeTs / 1000, verified: result.verifiedAt / 1000 };
    return { outcome: "success", hostname: result.hostname, score: result.score, ...times };
  } catch (cause) {
    return { outcome: cause.name, message: cause.message };
  }
}

for await (const line of createInterface(process.stdin)) {
  console.log(JSON.stringify(await answer(JSON.parse(line))));
}
