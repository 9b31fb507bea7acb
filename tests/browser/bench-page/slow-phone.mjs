// A browser on a slower phone: on fewer cores, and with its pages stopped for a part of the time.
import { execFileSync } from "node:child_process";
import { cpus } from "node:os";
import { launch } from "../../support/chromium.mjs";

/** A page runs for about so long at a time; the sensor is read every 16 ms. */
const SLICE_MS = 2;

/** @param {number} ms */
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Starts a browser that may use so many cores. What a process may use is inherited, so this one is held to them
 * meanwhile.
 * @param {number} cores
 */
export async function launchOn(cores) {
  const all = cpus().length;
  if (cores < all) holdTo(cores);
  try {
    return await launch();
  } finally {
    if (cores < all) holdTo(all);
  }
}

/** @param {number} cores */
function holdTo(cores) {
  execFileSync("taskset", ["--all-tasks", "--pid", "--cpu-list", `0-${cores - 1}`, String(process.pid)]);
}

/**
 * Chromium's own throttling slows a page's main thread; the work is done by other threads. So all of the pages'
 * processes are stopped and let go again, in the proportion that was really reached.
 */
export class Slowed {
  #pids;
  #times;
  #isEnded = false;
  #loop;
  #ran_ms = 0;
  #stopped_ms = 0;

  /** @param {number[]} pids @param {number} times */
  constructor(pids, times) {
    this.#pids = pids;
    this.#times = times;
    this.#loop = times > 1 ? this.#alternate() : Promise.resolve();
  }

  /** Slows all pages of a browser. @param {import("playwright-core").Browser} browser @param {number} times */
  static async pagesOf(browser, times) {
    const session = await browser.newBrowserCDPSession();
    const { processInfo } = await session.send("SystemInfo.getProcessInfo");
    const pids = processInfo.filter(({ type }) => type === "renderer").map(({ id }) => id);
    if (pids.length === 0) throw new Error("the browser names no process of a page");
    return new this(pids, times);
  }

  /** Ends it; how many times slower the pages were. */
  async end() {
    this.#isEnded = true;
    await this.#loop;
    return this.#times > 1 ? 1 + this.#stopped_ms / this.#ran_ms : 1;
  }

  async #alternate() {
    while (!this.#isEnded) {
      this.#ran_ms += await this.#timed(SLICE_MS);
      const due_ms = (this.#times - 1) * this.#ran_ms - this.#stopped_ms;
      this.#signal("SIGSTOP");
      this.#stopped_ms += await this.#timed(due_ms);
      this.#signal("SIGCONT");
    }
  }

  /** @param {number} ms */
  async #timed(ms) {
    const began_ms = performance.now();
    await sleep(Math.max(0, ms));
    return performance.now() - began_ms;
  }

  /** @param {NodeJS.Signals} signal */
  #signal(signal) {
    for (const pid of this.#pids) process.kill(pid, signal);
  }
}

/** More of the machine's time than this is other programs' doing. */
const QUIET_SHARE = 0.1;

/** For so long it is watched before anything is measured. A load average would tell of what has ended already. */
const WATCHED_MS = 3000;

const ticks = () => {
  const all = cpus().map(({ times }) => times);
  const sum = (/** @type {number[]} */ values) => values.reduce((total, value) => total + value, 0);
  return { idle: sum(all.map(({ idle }) => idle)), total: sum(all.flatMap((times) => Object.values(times))) };
};

/** The share of the machine's time that other programs take. */
async function busyShare() {
  const before = ticks();
  await sleep(WATCHED_MS);
  const after = ticks();
  return 1 - (after.idle - before.idle) / (after.total - before.total);
}

/** The machine, for the head of a table; and whether its figures can be relied on. */
export async function machine() {
  const busy = await busyShare();
  // Whoever is stopped for most of the time is let run first: the slowed pages would lose less than the others.
  const note = busy > QUIET_SHARE ? "; other programs use it too, so THESE FIGURES ARE NOT COMPARABLE" : "";
  return `${cpus().length} x ${cpus()[0]?.model.trim()}, ${Math.round(100 * busy)} % busy before${note}`;
}
