// The widget beside other checks, each in the same page, from the same server, in one browser: `cargo xtask
// bench-page`.
// Arguments: the folder of the other checks, how often each page is opened.
import { readFileSync } from "node:fs";
import { cpus } from "node:os";
import { freshPage, launch } from "../../support/chromium.mjs";
import { waves } from "../../support/recordings.mjs";
import { WidgetPage } from "../../support/page-object.mjs";
import { retryOnStall } from "../../support/retry-on-stall.mjs";
import { shown, spread, worst } from "./figures.mjs";
import { BARE, startSite, WIDGETS } from "./site.mjs";
import { CATEGORIES, collected, tasksOf, watch, watchShifts } from "./watch.mjs";

/** @typedef {import("playwright-core").Page} Page */
/** @typedef {import("./site.mjs").Widget} Widget */
/** @typedef {import("./watch.mjs").Task} Task */
/**
 * @typedef {{
 *   name: string, cpu: number,
 *   network?: { latency: number, downloadThroughput: number, uploadThroughput: number },
 * }} Setting
 */
/** @typedef {{ ready_ms: number, painted_ms: number, loader: number, shift: number }} Run */
/**
 * @typedef {{
 *   longest: Task, long: Task[], sight: number, all: number, shift: number, verified_ms: number,
 *   verifying?: Task, verifyingLong: Task[],
 * }} TracedRun
 */

const KBIT = 1000 / 8;
/**
 * A slow phone on a slow network: a quarter of this machine's speed, 1.6 Mbit/s, 150 ms from the page to the server and
 * back.
 */
const SLOW = {
  name: "slow phone",
  cpu: 4,
  network: { latency: 150, downloadThroughput: 1600 * KBIT, uploadThroughput: 750 * KBIT },
};
const FAST = { name: "this machine", cpu: 1 };
/** The others' verifications and the waves take long, and are measured less often. */
const OTHERS_EVERY = 5;

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

/** A page in a context of its own. @param {Setting} setting */
async function open(setting) {
  const { context, page } = await freshPage(browser, { viewport: { width: 390, height: 844 } });
  await slowDown(page, setting);
  return { context, page };
}

/** @param {{ bytes: number }[]} files */
const sum = (files) => files.reduce((total, { bytes }) => total + bytes, 0);

/**
 * How soon a page comes depends on what the browser did just before. So each timed visit follows one to the page
 * without a check. @param {Setting} setting
 */
async function visitBare(setting) {
  const { context, page } = await open(setting);
  await page.goto(`${site.url}/${BARE.tag}`, { waitUntil: "networkidle" });
  await context.close();
}

/** When the check is interactive. @param {Widget} widget @param {Setting} setting @returns {Promise<Run>} */
async function time(widget, setting) {
  await visitBare(setting);
  const { context, page } = await open(setting);
  await page.addInitScript(watchShifts);
  await page.addInitScript(watch, widget);
  await page.goto(`${site.url}/${widget.tag}`);
  await isReady(page);
  const { seen, files } = await page.evaluate(collected);
  await context.close();
  return { ...seen, loader: sum(files.filter(({ end_ms }) => end_ms <= seen.ready_ms)) };
}

/**
 * What the main thread of the slow phone does while the page loads, and while it verifies. Nobody looks whether the
 * check is there yet: to
 * look makes the browser lay the page out at once, in the task of the check's own script.
 * @param {Pick<Widget, "tag">} page @param {Widget} [verifying] whose check is to verify
 * @returns {Promise<TracedRun>}
 */
async function trace({ tag }, verifying) {
  const { context, page } = await open(SLOW);
  await page.addInitScript(watchShifts);
  const loading = await traced(page, () => page.goto(`${site.url}/${tag}`, { waitUntil: "networkidle" }));
  const sight = sum((await page.evaluate(collected)).files);
  const verified = verifying ? await verify(page, verifying) : undefined;
  const { seen, files } = await page.evaluate(collected);
  await context.close();
  return {
    ...loading,
    sight,
    all: sum(files),
    shift: seen.shift,
    verified_ms: verified?.took_ms ?? NaN,
    verifying: verified?.longest,
    verifyingLong: verified?.long ?? [],
  };
}

/**
 * The scripts by which the page is steered are large: they must be in it before the trace begins.
 * @param {import("playwright-core").Locator} control
 */
async function prepare(control) {
  await control.focus();
  await control.page().waitForFunction("true");
}

/**
 * Presses the control, as a person at a keyboard does, and waits for the verdict.
 * @param {Page} page @param {Widget} widget
 */
async function verify(page, { tag, press, isVerified }) {
  await prepare(page.locator(tag).locator(press).first());
  const began_ms = performance.now();
  let took_ms = 0;
  const tasks = await traced(page, async () => {
    await page.keyboard.press("Space");
    await page.waitForFunction(isVerified, undefined, { timeout: 90_000, polling: 100 });
    took_ms = performance.now() - began_ms;
  });
  return { ...tasks, took_ms };
}

/** A wave, from the press to the verdict, on the slow phone. */
async function wave() {
  const [recording] = waves(1);
  return retryOnStall(async () => {
    const widgetPage = await WidgetPage.open(browser, `${site.url}/pass-wave`, {
      recording,
      prepare: async (page) => {
        await page.addInitScript(watchShifts);
        await slowDown(page, SLOW);
      },
    });
    await widgetPage.page.waitForLoadState("networkidle");
    await prepare(widgetPage.part("start"));
    let state = "";
    const tasks = await traced(widgetPage.page, async () => (state = await widgetPage.wave()));
    const { seen } = await widgetPage.page.evaluate(collected);
    await widgetPage.close();
    return { ...tasks, state, shift: seen.shift, gap_ms: widgetPage.gap_ms };
  });
}

/**
 * What is fetched before and after a sign that a person is near.
 * @param {boolean} isFar @param {(page: Page) => Promise<unknown>} sign @param {() => void} [prepare]
 */
async function nearing(isFar, sign, prepare) {
  const { context, page } = await freshPage(browser);
  const [passwave] = /** @type {[Widget]} */ (WIDGETS);
  await page.addInitScript(watchShifts);
  await page.addInitScript(watch, passwave);
  if (prepare) await page.addInitScript(prepare);
  await page.goto(`${site.url}/${passwave.tag}${isFar ? "?far" : ""}`);
  await isReady(page);
  await page.waitForLoadState("networkidle");
  const before = (await page.evaluate(collected)).files;
  await sign(page);
  const came = await page.waitForResponse(/passwave-(core|press)\.wasm/, { timeout: 10_000 }).then(
    () => true,
    () => false,
  );
  await context.close();
  return { bytes: sum(before), early: before.some(({ name }) => name.endsWith(".wasm")), came };
}

const SIGNS = {
  sight: () => nearing(true, (page) => page.locator("pass-wave").scrollIntoViewIfNeeded()),
  focus: () =>
    nearing(true, (page) =>
      page.evaluate(() =>
        /** @type {HTMLElement | null | undefined} */ (
          document.querySelector("pass-wave")?.shadowRoot?.querySelector("[part=start]")
        )?.focus({ preventScroll: true }),
      ),
    ),
  // Where a browser cannot say what is in sight.
  pointer: () =>
    nearing(
      false,
      (page) => page.locator("pass-wave").hover(),
      () => Reflect.deleteProperty(globalThis, "IntersectionObserver"),
    ),
};

/** Nobody is always the first. @param {number} run */
const inTurn = (run) => WIDGETS.map((_, nth) => /** @type {Widget} */ (WIDGETS[(run + nth) % WIDGETS.length]));

/** Interleaved, so that whatever else the machine does meets all alike. */
async function measureAll() {
  const timed = new Map(
    [FAST, SLOW].map((setting) => [setting, new Map(WIDGETS.map((widget) => [widget, /** @type {Run[]} */ ([])]))]),
  );
  const traced = new Map(WIDGETS.map((widget) => [widget, /** @type {TracedRun[]} */ ([])]));
  const waved = [];
  const bare = [];
  for (let run = 0; run < RUNS; run += 1) {
    console.error(`run ${run + 1} of ${RUNS}, ${Math.round(performance.now() / 1000)} s`);
    for (const [setting, runs] of timed)
      for (const widget of inTurn(run)) runs.get(widget)?.push(await time(widget, setting));
    for (const widget of inTurn(run))
      traced
        .get(widget)
        ?.push(await trace(widget, widget === WIDGETS[0] || run % OTHERS_EVERY === 0 ? widget : undefined));
    bare.push(await trace(BARE));
    if (run % OTHERS_EVERY === 0) waved.push(await wave());
  }
  const runs = (/** @type {Widget} */ widget, /** @type {Setting} */ setting) =>
    /** @type {Run[]} */ (timed.get(setting)?.get(widget));
  return {
    timed: runs,
    traced: (/** @type {Widget} */ widget) => /** @type {TracedRun[]} */ (traced.get(widget)),
    waved,
    bare,
  };
}

/** @typedef {Awaited<ReturnType<typeof measureAll>>} All */

/** @param {string[]} titles @param {string[][]} lines */
function printTable(titles, lines) {
  const row = (/** @type {string[]} */ cells) => `| ${cells.join(" | ")} |`;
  console.log(["", row(titles), row(titles.map(() => "---")), ...lines.map(row)].join("\n"));
}

/** How many had a long task. @template One @param {One[]} runs @param {(run: One) => Task[]} longOf */
const withLong = (runs, longOf) => `${runs.filter((run) => longOf(run).length > 0).length} of ${runs.length}`;

/** @param {All} all @param {Setting} setting */
function printTimes({ timed }, setting) {
  const own = spread(timed(/** @type {Widget} */ (WIDGETS[0]), setting).map(({ ready_ms }) => ready_ms)).median;
  const lines = WIDGETS.map((widget) => {
    const runs = timed(widget, setting);
    const ready = runs.map(({ ready_ms }) => ready_ms);
    return [
      widget.name,
      shown(ready),
      shown(runs.map(({ painted_ms }) => painted_ms)),
      `${(spread(ready).median / own).toFixed(2)} x`,
      worst(runs.map(({ shift }) => shift)),
    ];
  });
  printTable([setting.name, "interactive, ms", "painted, ms", "Passwave is sooner", "layout shift"], lines);
}

/** @param {All} all */
function printTasks({ traced, waved, bare }) {
  const line = (/** @type {string} */ name, /** @type {TracedRun[]} */ runs) => {
    const verified = runs.filter(({ verifying }) => verifying);
    const verifying = verified.length
      ? [
          shown(verified.map(({ verifying }) => verifying?.took_ms ?? NaN)),
          withLong(verified, ({ verifyingLong }) => verifyingLong),
        ]
      : ["", ""];
    return [
      name,
      shown(runs.map(({ longest }) => longest.took_ms)),
      withLong(runs, ({ long }) => long),
      ...verifying,
      worst(runs.map(({ shift }) => shift)),
    ];
  };
  printTable(
    [
      "slow phone",
      "longest task while loading, ms",
      "over 50 ms",
      "longest while verifying, ms",
      "over 50 ms",
      "layout shift",
    ],
    [...WIDGETS.map((widget) => line(widget.name, traced(widget))), line("no check", bare)],
  );
  const verified = waved.filter(({ state }) => state === "verified").length;
  const longest = shown(waved.map((run) => run.longest.took_ms));
  const long = withLong(waved, (run) => run.long);
  const shift = worst(waved.map((run) => run.shift));
  console.log(`\nA wave on the slow phone: ${verified} of ${waved.length} verified, longest task ${longest} ms,`);
  console.log(`${long} with one over 50 ms, layout shift ${shift}`);
}

/** @param {All} all */
function printBytes({ timed, traced }) {
  const lines = WIDGETS.map((widget) => {
    const verified = traced(widget).filter(({ verifying }) => verifying);
    const bytes = [
      timed(widget, SLOW).map(({ loader }) => loader),
      verified.map(({ sight }) => sight),
      verified.map(({ all }) => all),
    ];
    return [
      widget.name,
      ...bytes.map((values) => String(spread(values).median)),
      (spread(verified.map(({ verified_ms }) => verified_ms)).median / 1000).toFixed(1),
    ];
  });
  printTable(
    ["", "bytes until interactive", "until the press, in sight", "for one verification", "press to verdict, s"],
    lines,
  );
}

/** What held Passwave's page up for long. @param {{ long: Task[] }[]} all */
function printLong(all) {
  for (const { took_ms, what } of all.flatMap(({ long }) => long))
    console.log(`a long task of Passwave's: ${took_ms.toFixed(0)} ms: ${what}`);
}

/** @param {All} all */
async function check({ timed, traced, waved }) {
  const [own, ...others] = /** @type {[Widget, ...Widget[]]} */ (WIDGETS);
  const runs = traced(own);
  const median = (/** @type {Widget} */ widget, /** @type {Setting} */ setting) =>
    spread(timed(widget, setting).map(({ ready_ms }) => ready_ms)).median;
  /** @type {[string, boolean][]} */
  const bars = [FAST, SLOW].flatMap((setting) =>
    others.map(
      (other) =>
        /** @type {[string, boolean]} */ ([
          `interactive sooner than ${other.name} (${setting.name})`,
          median(own, setting) < median(other, setting),
        ]),
    ),
  );
  bars.push([
    "no layout shift",
    [...timed(own, FAST), ...timed(own, SLOW), ...runs, ...waved].every(({ shift }) => shift === 0),
  ]);
  bars.push(["no task over 50 ms while it loads", runs.every(({ long }) => long.length === 0)]);
  bars.push([
    "no task over 50 ms while it verifies",
    [...runs.map(({ verifyingLong }) => verifyingLong), ...waved.map(({ long }) => long)].every(
      (long) => long.length === 0,
    ),
  ]);
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
  console.log(
    `${cpus().length} x ${cpus()[0]?.model.trim()}, Chromium ${browser.version()}, load average ${load} before; ${RUNS} runs of each, in turns; median (10th to 90th percentile)`,
  );
  const all = await measureAll();
  for (const setting of [FAST, SLOW]) printTimes(all, setting);
  printTasks(all);
  printBytes(all);
  const own = all.traced(/** @type {Widget} */ (WIDGETS[0]));
  printLong([...own, ...own.map(({ verifyingLong }) => ({ long: verifyingLong })), ...all.waved]);
  process.exitCode = (await check(all)) ? 0 : 1;
} finally {
  await browser.close();
  await site.stop();
}
