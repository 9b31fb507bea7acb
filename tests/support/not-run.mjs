// What a test cannot do on this machine; `cargo xtask test` names it in its last lines.
import { appendFileSync } from "node:fs";

/** @param {string} what @param {unknown} why */
export function notRun(what, why) {
  const [cause = ""] = String(why).trim().split("\n").slice(-1);
  const line = `${what}: ${cause.slice(0, 200)}`;
  console.log(`not run here: ${line}`);
  if (process.env.PASSWAVE_NOT_RUN) appendFileSync(process.env.PASSWAVE_NOT_RUN, `${line}\n`);
}
