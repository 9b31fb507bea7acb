// What a person waits for the proof of work, on slower phones: `cargo xtask bench-page --waits`. It prints what it
// measures. Argument: how often each is measured; the median counts.
import { cpus } from "node:os";
import { FastServer } from "../../support/fast-server.mjs";
import { waves } from "../../support/recordings.mjs";
import { unlimited } from "../../support/site-configuration.mjs";
import { launchOn, machine, Slowed } from "./slow-phone.mjs";

/** @typedef {import("../../support/page-object.mjs").WidgetPage} WidgetPage */
/** @typedef {"wave" | "press"} Way */
/** @typedef {{ cores: number, slower: number, withWorker: boolean }} Phone */
/** @typedef {{ wait_s: number, slower: number }} Measured */

const RUNS = Number(process.argv[2] ?? 1);
const CORES = [1, 2, 4];
const SLOWER = [1, 2, 4, 6];
/** Of the usual work, as bits more; the last of each way is the ceiling of the rising work. */
const RISEN = /** @type {const} */ ([
  ["wave", 1],
  ["wave", 2],
  ["wave", 3],
  ["press", 1],
  ["press", 2],
]);
const RISEN_SLOWER = [1, 4];
const PUZZLES = { wave: 32, press: 64 };
const USUAL_BITS = 9;
const LIMIT_MS = 120_000;
/** A wave that a busy machine has spoilt is waved again. */
const TRIES = 3;
/** The bar: what a person waits at most after the verdict on the phone. */
const BAR = { cores: 2, slower: 4, wait_s: 0.5 };

const present = CORES.filter((cores) => cores <= cpus().length);
const [recording] = waves(1, ["arc_convex"]);
if (!recording) throw new Error("there is no recording");

/** @param {number} bits */
const serverWith = (bits) =>
  FastServer.start({
    press: { puzzles: PUZZLES.press, bits },
    change: (text) => `${unlimited(text)}\n[sites.work.wave]\npuzzles = ${PUZZLES.wave}\nbits = ${bits}\n`,
  });

/**
 * Opens the page on this phone. The number of workers follows the number of cores that the browser reports.
 * @param {import("playwright-core").Browser} browser @param {FastServer} server @param {Way} way @param {Phone} phone
 */
const open = (browser, server, way, { cores, withWorker }) =>
  server.open(browser, server.widget(), {
    ...(way === "wave" && { recording }),
    prepare: (page) =>
      page.addInitScript(
        ({ cores, withWorker }) => {
          Object.defineProperty(navigator, "hardwareConcurrency", { value: cores });
          if (!withWorker) Reflect.deleteProperty(globalThis, "Worker");
        },
        { cores, withWorker },
      ),
  });

/** From the phone's verdict, or the press, to the verified check. @param {WidgetPage} page */
async function waited(page) {
  const states = await page.states();
  const at_ms = (/** @type {string} */ state) => states.find((seen) => seen.state === state)?.at_ms ?? NaN;
  return (at_ms("verified") - at_ms("checking")) / 1000;
}

/** @param {WidgetPage} page */
async function pressed(page) {
  await page.press();
  return page.reach(["verified", "failed"], LIMIT_MS);
}

/**
 * One verification.
 * @param {import("playwright-core").Browser} browser @param {FastServer} server @param {Way} way @param {Phone} phone
 * @returns {Promise<Measured | undefined>} nothing if the wave was not accepted
 */
async function verify(browser, server, way, phone) {
  const page = await open(browser, server, way, phone);
  await page.page.waitForLoadState("networkidle");
  const slowed = await Slowed.pagesOf(browser, phone.slower);
  const verified = way === "press" ? pressed(page) : page.wave(LIMIT_MS);
  const state = await verified.catch(() => "failed");
  const slower = await slowed.end();
  const wait_s = await waited(page);
  await page.close();
  return state === "verified" ? { wait_s, slower } : undefined;
}

/** @param {FastServer} server @param {Way} way @param {Phone} phone */
async function measure(server, way, phone) {
  const browser = await launchOn(phone.cores);
  const measured = [];
  for (let tries = 0; measured.length < RUNS && tries < RUNS * TRIES; tries += 1) {
    const one = await verify(browser, server, way, phone);
    if (one) measured.push(one);
  }
  await browser.close();
  const [slower] = measured.map((one) => one.slower);
  const waits = measured.map(({ wait_s }) => wait_s).sort((one, other) => one - other);
  const wait_s = waits[Math.floor(waits.length / 2)] ?? NaN;
  console.error(`${way} ${JSON.stringify(phone)}: ${wait_s.toFixed(2)} s, ${slower?.toFixed(2)} times slower`);
  return wait_s;
}

/** @param {string[]} titles @param {string[][]} lines */
function printTable(titles, lines) {
  const row = (/** @type {string[]} */ cells) => `| ${cells.join(" | ")} |`;
  console.log(["", row(titles), row(titles.map(() => "---")), ...lines.map(row)].join("\n"));
}

/** @param {number} cores */
const named = (cores) => (cores === 1 ? "one core" : `${cores} cores`);

/** @param {number} wait_s @param {number} press_s */
const shown = (wait_s, press_s) =>
  Number.isNaN(wait_s) ? "no verdict" : `${wait_s.toFixed(1)} (${(wait_s / press_s).toFixed(2)})`;

/** @param {number} cores @param {number} slower @param {number} wait_s */
function printBar(cores, slower, wait_s) {
  if (cores !== BAR.cores || slower !== BAR.slower) return;
  const phone = `${named(cores)}, ${slower} times slower, with workers: ${wait_s.toFixed(2)} s`;
  console.log(`\n${wait_s <= BAR.wait_s ? "holds" : "MISSED"}: at most ${BAR.wait_s} s after the verdict, ${phone}`);
}

/**
 * The usual work in every way that a phone solves it.
 * @param {FastServer} server @param {Way} way @param {number} press_s
 */
async function printUsual(server, way, press_s) {
  const lines = [];
  for (const cores of present) {
    for (const withWorker of [true, false]) {
      const cells = [];
      for (const slower of SLOWER) {
        const wait_s = await measure(server, way, { cores, slower, withWorker });
        cells.push(shown(wait_s, press_s));
        if (way === "wave" && withWorker) printBar(cores, slower, wait_s);
      }
      lines.push([`${named(cores)}, ${withWorker ? "workers" : "no worker"}`, ...cells]);
    }
  }
  const what = way === "wave" ? "after the verdict on a wave" : "from a press";
  printTable([`usual work, s ${what}`, ...SLOWER.map((slower) => `${slower} times slower`)], lines);
}

/** The rising work up to its ceiling, with workers. @param {number} press_s */
async function printRisen(press_s) {
  const phones = present.flatMap((cores) => RISEN_SLOWER.map((slower) => ({ cores, slower, withWorker: true })));
  const lines = [];
  for (const [way, more] of RISEN) {
    const server = await serverWith(USUAL_BITS + more);
    const cells = [];
    for (const phone of phones) cells.push(shown(await measure(server, way, phone), press_s));
    await server.stop();
    lines.push([`${way}, ${2 ** more} times the usual work`, ...cells]);
  }
  const titles = phones.map(({ cores, slower }) => `${named(cores)}, ${slower} times slower`);
  printTable(["risen work, s", ...titles], lines);
}

const server = await serverWith(USUAL_BITS);
try {
  console.log(
    `${await machine()}; ${RUNS} of each, the median; in brackets the ratio to a press on all cores, with workers`,
  );
  const press_s = await measure(server, "press", { cores: Math.max(...present), slower: 1, withWorker: true });
  for (const way of /** @type {const} */ (["wave", "press"])) await printUsual(server, way, press_s);
  await printRisen(press_s);
  for (const cores of CORES.filter((cores) => !present.includes(cores)))
    console.log(`\nnot measured: ${named(cores)}, which this machine does not have`);
} finally {
  await server.stop();
}
