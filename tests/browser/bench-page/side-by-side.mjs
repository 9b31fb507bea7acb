// The widget beside other checks, each in the same page, from the same server, in one browser: `cargo xtask bench-page`.
// Arguments: the folder of the other checks, how often each page is opened.
import { readFileSync } from "node:fs";
import { cpus } from "node:os";
import { freshPage, launch } from "../lib/chromium.mjs";
import { waves } from "../lib/recordings.mjs";
import { untorn } from "../lib/torn.mjs";
import { Visit } from "../lib/visit.mjs";
import { BARE, startSite, WIDGETS } from "./site.mjs";
import { CATEGORIES, collected, tasksOf, watch } from "./watch.mjs";

/** @typedef {import("playwright-core").Page} Page */
/** @typedef {import("./site.mjs").Widget} Widget */
/** @typedef {import("./watch.mjs").Task} Task */
/** @typedef {{ name: string, cpu: number, network?: { latency: number, downloadThroughput: number, uploadThroughput: number } }} Setting */
/** @typedef {{ ready_ms: number, painted_ms: number, loader: number, sight: number, all: number, shift: number, longest: Task, long: Task[], verified_ms: number, verifying?: Task, verifyingLong: Task[] }} Run */

const KBIT = 1000 / 8;
/** A slow phone on a slow network: a quarter of this machine's speed, 1.6 Mbit/s, 150 ms from the page to the server and back. */
const SLOW = { name: "slow phone", cpu: 4, network: { latency: 150, downloadThroughput: 1600 * KBIT, uploadThroughput: 750 * KBIT } };
const FAST = { name: "this machine", cpu: 1 };
/** The others' verifications and the waves take long, and are measured less often. */
const OTHERS_EVERY = 5;

/** Nobody looked. */
const NO_TASKS = { longest: { took_ms: NaN, what: "" }, long: [] };

const [folder = "", runs = "15"] = process.argv.slice(2);
const RUNS = Number(runs);
const site = await startSite(folder);
const browser = await launch();

/** @param {Page} page @param {Setting} setting */
async function slowDown(page, { cpu, network }) {
  const session = await page.context().newCDPSession(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate: cpu });
  if (network) await session.send("Network.emulateNetworkConditions", { offline: false, ...network });
}

/** What the main thread does meanwhile. @param {Page} page @param {() => Promise<unknown>} act */
async function traced(page, act) {
  await browser.startTracing(page, { categories: CATEGORIES });
  await act();
  return tasksOf(await browser.stopTracing(), site.url);
}

/** @param {Page} page */
const isReady = (page) => page.waitForFunction("globalThis.bench?.painted_ms > 0");

/** Opens the page, and verifies on it if asked to. @param {Widget} widget @param {Setting} setting @param {boolean} isToVerify @returns {Promise<Run>} */
async function open(widget, setting, isToVerify) {
  const { context, page } = await freshPage(browser, { viewport: { width: 390, height: 844 } });
  await page.addInitScript(watch, widget);
  await slowDown(page, setting);
  const load = async () => {
    await page.goto(`${site.url}/${widget.tag}`);
    await isReady(page);
    if (setting === SLOW) await page.waitForLoadState("networkidle");
  };
  const loading = setting === SLOW ? await traced(page, load) : (await load(), NO_TASKS);
  const { seen, files } = await page.evaluate(collected);
  const verifying = isToVerify ? await verify(page, widget) : undefined;
  const last = await page.evaluate(collected);
  await context.close();
  const sum = (/** @type {typeof files} */ some) => some.reduce((total, { bytes }) => total + bytes, 0);
  const loader = sum(files.filter(({ end_ms }) => end_ms <= seen.ready_ms));
  const ends = { shift: last.seen.shift, all: sum(last.files), verified_ms: verifying?.took_ms ?? NaN };
  return { ...seen, ...loading, ...ends, loader, sight: sum(files), verifying: verifying?.longest, verifyingLong: verifying?.long ?? [] };
}

/** The tasks of the same page without a check, on the slow phone. */
async function openBare() {
  const { context, page } = await freshPage(browser, { viewport: { width: 390, height: 844 } });
  await slowDown(page, SLOW);
  const tasks = await traced(page, () => page.goto(`${site.url}/${BARE.tag}`, { waitUntil: "networkidle" }));
  await context.close();
  return tasks;
}

/** Presses the control, as a person at a keyboard does, and waits for the verdict. @param {Page} page @param {Widget} widget */
async function verify(page, { tag, press, isVerified }) {
  const began_ms = performance.now();
  let took_ms = 0;
  const tasks = await traced(page, async () => {
    await page.locator(tag).locator(press).first().press("Space");
    await page.waitForFunction(isVerified, undefined, { timeout: 90_000, polling: 100 });
    took_ms = performance.now() - began_ms;
  });
  return { ...tasks, took_ms };
}

/** A wave, from the press to the verdict, on the slow phone. */
async function wave() {
  const [recording] = waves(1);
  return untorn(async () => {
    const visit = await Visit.open(browser, `${site.url}/pass-wave`, {
      recording,
      prepare: async (page) => {
        await page.addInitScript(watch, /** @type {Widget} */ (WIDGETS[0]));
        await slowDown(page, SLOW);
      },
    });
    await visit.page.waitForLoadState("networkidle");
    let state = "";
    const tasks = await traced(visit.page, async () => (state = await visit.wave()));
    const { seen } = await visit.page.evaluate(collected);
    await visit.close();
    return { ...tasks, state, shift: seen.shift, gap_ms: visit.gap_ms };
  });
}

/** What is fetched before and after a sign that a person is near. @param {boolean} isFar @param {(page: Page) => Promise<unknown>} sign @param {() => void} [prepare] */
async function nearing(isFar, sign, prepare) {
  const { context, page } = await freshPage(browser);
  const [passwave] = /** @type {[Widget]} */ (WIDGETS);
  await page.addInitScript(watch, passwave);
  if (prepare) await page.addInitScript(prepare);
  await page.goto(`${site.url}/${passwave.tag}${isFar ? "?far" : ""}`);
  await isReady(page);
  await page.waitForLoadState("networkidle");
  const before = (await page.evaluate(collected)).files;
  await sign(page);
  const came = await page.waitForResponse(/passwave-core\.wasm/, { timeout: 10_000 }).then(() => true, () => false);
  await context.close();
  return { bytes: before.reduce((total, { bytes }) => total + bytes, 0), early: before.some(({ name }) => name.endsWith(".wasm")), came };
}

const SIGNS = {
  sight: () => nearing(true, (page) => page.locator("pass-wave").scrollIntoViewIfNeeded()),
  focus: () => nearing(true, (page) => page.evaluate(() => /** @type {HTMLElement} */ (document.querySelector("pass-wave")?.shadowRoot?.querySelector("[part=start]")).focus({ preventScroll: true }))),
  // Where a browser cannot say what is in sight.
  pointer: () => nearing(false, (page) => page.locator("pass-wave").hover(), () => Reflect.deleteProperty(globalThis, "IntersectionObserver")),
};

/** @param {number[]} values */
function spread(values) {
  const sorted = values.filter(Number.isFinite).sort((one, other) => one - other);
  const at = (/** @type {number} */ share) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN;
  return { median: at(0.5), p10: at(0.1), p90: at(0.9), most: sorted.at(-1) ?? NaN };
}

/** @param {number[]} values */
const shown = (values) => {
  const { median, p10, p90 } = spread(values);
  return `${median.toFixed(0)} (${p10.toFixed(0)}–${p90.toFixed(0)})`;
};

/** Nobody is always the first. @param {number} run */
const inTurn = (run) => WIDGETS.map((_, nth) => /** @type {Widget} */ (WIDGETS[(run + nth) % WIDGETS.length]));

/** Interleaved, so that whatever else the machine does meets all alike. */
async function measureAll() {
  /** @type {Map<string, Run[]>} */
  const all = new Map(WIDGETS.flatMap(({ name }) => [FAST, SLOW].map((setting) => [`${name}, ${setting.name}`, []])));
  const waved = [];
  const bare = [];
  for (let run = 0; run < RUNS; run += 1) {
    console.error(`run ${run + 1} of ${RUNS}, ${Math.round(performance.now() / 1000)} s`);
    for (const setting of [FAST, SLOW]) {
      for (const widget of inTurn(run)) {
        const verifies = setting === SLOW && (widget === WIDGETS[0] || run % OTHERS_EVERY === 0);
        all.get(`${widget.name}, ${setting.name}`)?.push(await open(widget, setting, verifies));
      }
    }
    bare.push(await openBare());
    if (run % OTHERS_EVERY === 0) waved.push(await wave());
  }
  return { of: (/** @type {Widget} */ { name }, /** @type {Setting} */ setting) => /** @type {Run[]} */ (all.get(`${name}, ${setting.name}`)), waved, bare };
}

/** @param {Awaited<ReturnType<typeof measureAll>>} all */
function printTables({ of, waved, bare }) {
  for (const setting of [FAST, SLOW]) {
    console.log(`\n| ${setting.name} | interactive, ms | painted, ms | Passwave is sooner | layout shift |${setting === SLOW ? " longest task, ms | over 50 ms |" : ""}\n|---|---|---|---|---|${setting === SLOW ? "---|---|" : ""}`);
    const own = spread(of(/** @type {Widget} */ (WIDGETS[0]), setting).map(({ ready_ms }) => ready_ms)).median;
    for (const widget of WIDGETS) {
      const runs = of(widget, setting);
      const ready = runs.map(({ ready_ms }) => ready_ms);
      const cells = [shown(ready), shown(runs.map(({ painted_ms }) => painted_ms)), `${(spread(ready).median / own).toFixed(2)} x`, worst(runs.map(({ shift }) => shift))];
      if (setting === SLOW) cells.push(shown(runs.map(({ longest }) => longest.took_ms)), `${runs.filter(({ long }) => long.length).length} of ${runs.length}`);
      console.log(`| ${widget.name} | ${cells.join(" | ")} |`);
    }
  }
  console.log(`\nThe same page without a check, on the slow phone: longest task ${shown(bare.map(({ longest }) => longest.took_ms))} ms, over 50 ms in ${bare.filter(({ long }) => long.length).length} of ${bare.length}`);
  console.log("\n| | bytes until interactive | until the press, in sight | for one verification | press to verdict, s | longest task meanwhile, ms | over 50 ms |\n|---|---|---|---|---|---|---|");
  for (const widget of WIDGETS) {
    const runs = of(widget, SLOW).filter(({ verifying }) => verifying);
    const cells = [spread(runs.map(({ loader }) => loader)).median, spread(runs.map(({ sight }) => sight)).median, spread(runs.map(({ all }) => all)).median, (spread(runs.map(({ verified_ms }) => verified_ms)).median / 1000).toFixed(1), shown(runs.map(({ verifying }) => verifying?.took_ms ?? NaN)), `${runs.filter(({ verifyingLong }) => verifyingLong.length).length} of ${runs.length}`];
    console.log(`| ${widget.name} | ${cells.join(" | ")} |`);
  }
  console.log(`\nA wave on the slow phone: ${waved.filter(({ state }) => state === "verified").length} of ${waved.length} verified, longest task ${shown(waved.map(({ longest }) => longest.took_ms))} ms, ${waved.filter(({ long }) => long.length).length} with one over 50 ms, layout shift ${worst(waved.map(({ shift }) => shift))}`);
}

/** @param {number[]} values */
const worst = (values) => spread(values).most.toFixed(3).replace(/\.?0+$/, "");

/** What held Passwave's page up for long. @param {{ long: Task[] }[]} all */
function printLong(all) {
  for (const { took_ms, what } of all.flatMap(({ long }) => long)) console.log(`a long task of Passwave's: ${took_ms.toFixed(0)} ms: ${what}`);
}

/** @param {Awaited<ReturnType<typeof measureAll>>} all */
async function check({ of, waved }) {
  const [own, ...others] = /** @type {[Widget, ...Widget[]]} */ (WIDGETS);
  const slow = of(own, SLOW);
  const median = (/** @type {Widget} */ widget, /** @type {Setting} */ setting) => spread(of(widget, setting).map(({ ready_ms }) => ready_ms)).median;
  /** @type {[string, boolean][]} */
  const bars = [FAST, SLOW].flatMap((setting) => others.map((other) => /** @type {[string, boolean]} */ ([`interactive sooner than ${other.name} (${setting.name})`, median(own, setting) < median(other, setting)])));
  bars.push(["no layout shift", [...of(own, FAST), ...slow, ...waved].every(({ shift }) => shift === 0)]);
  bars.push(["no task over 50 ms while it loads", slow.every(({ long }) => long.length === 0)]);
  bars.push(["no task over 50 ms while it verifies", [...slow.map(({ verifyingLong }) => verifyingLong), ...waved.map(({ long }) => long)].every((long) => long.length === 0)]);
  for (const [sign, look] of Object.entries(SIGNS)) {
    const { early, came, bytes } = await look();
    bars.push([`the wasm comes on ${sign}, and not before (${bytes} bytes until then)`, came && !early]);
  }
  console.log("");
  bars.forEach(([name, holds]) => console.log(`${holds ? "holds" : "MISSED"}: ${name}`));
  return bars.every(([, holds]) => holds);
}

try {
  const load = readFileSync("/proc/loadavg", "utf8").slice(0, 4);
  console.log(`${cpus().length} x ${cpus()[0]?.model.trim()}, Chromium ${browser.version()}, load average ${load} before; ${RUNS} runs of each, in turns; median (10th to 90th percentile)`);
  const all = await measureAll();
  printTables(all);
  const own = all.of(/** @type {Widget} */ (WIDGETS[0]), SLOW);
  printLong([...own, ...own.map(({ verifyingLong }) => ({ long: verifyingLong })), ...all.waved]);
  process.exitCode = (await check(all)) ? 0 : 1;
} finally {
  await browser.close();
  await site.stop();
}
