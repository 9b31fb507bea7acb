// Whatever a page does with the element, before, while and after it loads: no exception is ours. The sequences are
// random, by a seed: always the same ones, so that a run can be repeated; PASSWAVE_SEED=… does others.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { EngineSite } from "../support/engine-site.mjs";
import { ENGINES } from "../support/engines.mjs";
import { SITEKEY } from "../support/fast-server.mjs";
import { fixtures } from "../support/fixtures.mjs";
import { ROOT } from "../support/paths.mjs";

const on = fixtures({ site: EngineSite.start });

const SEED = Number(process.env.PASSWAVE_SEED ?? 20_251_128);
/**
 * How many sequences, in at most a minute each, and how many of them in one page: a tenth of these while the widget's
 * script is on its way. WebKitGTK's own voice stands still when it is stopped early, and its page with it: it has none
 * here.
 */
const ENGINE_RUNS = {
  Chromium: { all: 2_000, inOnePage: 200, mute: "" },
  WebKit: {
    all: 1_000,
    inOnePage: 50,
    mute: "delete Window.prototype.speechSynthesis; delete globalThis.speechSynthesis;",
  },
};
const MOST_STEPS = 12;

/** Exceptions and promises that nobody caught; what the console is told of refused requests is as it should be. */
const WATCH = `var faults = [];
addEventListener("error", ({ message, error }) => faults.push(message + " " + error?.stack));
addEventListener("unhandledrejection", ({ reason }) => faults.push("unhandled: " + reason + " " + reason?.stack));`;

for (const [engine, { all, inOnePage, mute }] of Object.entries(ENGINE_RUNS)) {
  test(`${engine}: no exception in ${all} random sequences, and the next check verifies`, async (context) => {
    const { site, server } = on.site;
    const { page, close } = await /** @type {import("../support/engines.mjs").StartEngine} */ (ENGINES[engine])();
    const attributes = { sitekey: SITEKEY, server: server.url };
    try {
      site.files["watch.js"] = `${WATCH} ${mute}`;
      site.files["random-use.js"] = readFileSync(join(ROOT, "tests/support/random-use.js"), "utf8");
      context.diagnostic(`PASSWAVE_SEED=${SEED}`);
      for (let done = 0; done < all; done += inOnePage) {
        const early = JSON.stringify([SEED - done - 1, inOnePage / 10, MOST_STEPS, attributes]);
        const visit = await on.site.open(page, {
          before: `<script src="/random-use.js"></script>`,
          body: `<form>CHECK</form><script>early = useAtRandom(...${early})</script>`,
        });
        const use = async (/** @type {any[]} */ ...given) => {
          const { early, useAtRandom } = /** @type {any} */ (globalThis);
          const result = await early;
          return result.faults.length ? result : useAtRandom(...given);
        };
        const result = await page.evaluate(use, SEED + done, (inOnePage / 10) * 9, MOST_STEPS, attributes);
        assert.deepEqual(result.faults, [], `PASSWAVE_SEED=${SEED}: ${JSON.stringify(result)}`);
        if (done + inOnePage < all) continue;
        await visit.click();
        await on.site.assertVerified(visit);
      }
    } finally {
      await close();
    }
  });
}
