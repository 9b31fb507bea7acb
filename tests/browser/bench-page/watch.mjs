// What is seen of one page: when its check is interactive, what moves, which tasks hold it up.

/** Longer than this and a person notices; it is also what browsers call a long task. */
const LONG_MS = 50;

/** @typedef {{ ready_ms: number, painted_ms: number, shift: number }} Seen */

/** Runs in the page, before anything of it: how much of it moves. */
export function watchShifts() {
  const seen = { ready_ms: 0, painted_ms: 0, shift: 0 };
  Object.assign(globalThis, { bench: seen });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) seen.shift += /** @type {any} */ (entry).value;
  }).observe({ type: "layout-shift", buffered: true });
}

/**
 * Runs in the page after `watchShifts`. A check is interactive when its element is upgraded and its control drawn,
 * enabled and within reach
 * of the keyboard.
 * @param {{ tag: string, control: string }} widget
 */
export function watch({ tag, control }) {
  const seen = /** @type {{ bench: Seen }} */ (/** @type {unknown} */ (globalThis)).bench;
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => look();
  const look = () => {
    const element = document.querySelector(tag);
    const found = /** @type {HTMLButtonElement | null | undefined} */ (
      (element?.shadowRoot ?? element)?.querySelector(control)
    );
    const isReady =
      found &&
      !found.disabled &&
      found.tabIndex >= 0 &&
      found.checkVisibility({ visibilityProperty: true }) &&
      found.offsetHeight > 0;
    if (!isReady) return port2.postMessage("");
    seen.ready_ms = performance.now();
    requestAnimationFrame(() => setTimeout(() => (seen.painted_ms = performance.now())));
  };
  const define = customElements.define;
  customElements.define = function (name, ...rest) {
    define.call(this, name, ...rest);
    if (name === tag) look();
  };
}

/** @returns {{ seen: Seen, files: { name: string, bytes: number, end_ms: number }[] }} */
export function collected() {
  const files = /** @type {PerformanceResourceTiming[]} */ (performance.getEntriesByType("resource")).map(
    ({ name, encodedBodySize, responseEnd }) => ({
      name: new URL(name).pathname,
      bytes: encodedBodySize,
      end_ms: responseEnd,
    }),
  );
  // @ts-expect-error: set by `watch`
  return { seen: globalThis.bench, files: files.filter(({ name }) => /\.(js|wasm|json)$/.test(name)) };
}

/**
 * @typedef {{
 *   name: string, ph: string, pid: number, tid: number, ts: number, dur?: number, tdur?: number,
 *   args: any,
 * }} TraceEvent
 */
/** @typedef {{ took_ms: number, what: string }} Task */

export const CATEGORIES = ["devtools.timeline", "disabled-by-default-devtools.timeline"];

/**
 * The tasks of the page's main thread that held it up for long, by the browser's trace.
 * @param {Buffer} trace @param {string} address
 * @returns {{ longest: Task, long: Task[] }}
 */
export function tasksOf(trace, address) {
  /** @type {TraceEvent[]} */
  const events = JSON.parse(trace.toString()).traceEvents;
  const pid = processOf(events, address);
  const threads = events.filter(
    (event) => event.name === "thread_name" && event.args.name === "CrRendererMain" && event.pid === pid,
  );
  const main = events.filter(({ pid: its, tid }) => its === pid && tid === threads[0]?.tid);
  const tasks = main
    .filter(({ name, dur }) => /RunTask$/.test(name) && dur)
    .map((task) => ({ took_ms: ownTime_ms(task), what: describe(task, main) }));
  if (tasks.length === 0) throw new Error("the trace has no task of the page's main thread");
  tasks.sort((one, other) => other.took_ms - one.took_ms);
  return { longest: /** @type {Task} */ (tasks[0]), long: tasks.filter(({ took_ms }) => took_ms > LONG_MS) };
}

/**
 * What the thread itself has worked: a busy machine takes it off the processor now and then.
 * @param {TraceEvent} task
 */
const ownTime_ms = ({ dur = 0, tdur = dur }) => Math.min(dur, tdur) / 1000;

/** @param {TraceEvent[]} events @param {string} address */
function processOf(events, address) {
  const frames = events.flatMap(({ name, args }) =>
    name === "TracingStartedInBrowser" ? args.data.frames : name === "FrameCommittedInBrowser" ? [args.data] : [],
  );
  const pid = frames.filter(({ url }) => url?.startsWith(address)).at(-1)?.processId;
  if (!pid) throw new Error("the trace does not say which process has the page");
  return pid;
}

/** The largest things inside a task. @param {TraceEvent} task @param {TraceEvent[]} events */
function describe(task, events) {
  const end = task.ts + (task.dur ?? 0);
  if ((task.dur ?? 0) < 20_000) return "";
  const inside = events.filter(
    ({ name, ts, dur = 0 }) => !/RunTask$/.test(name) && ts >= task.ts && ts + dur <= end && dur > 3000,
  );
  inside.sort((one, other) => (other.dur ?? 0) - (one.dur ?? 0));
  const where = (/** @type {any} */ data) =>
    String(data?.url ?? data?.fileName ?? data?.functionName ?? data?.type ?? "").replace(/^https?:\/\/[^/]+/, "");
  return inside
    .slice(0, 6)
    .map(({ name, dur = 0, args }) => `${name} ${where(args?.data)} ${Math.round(dur / 1000)} ms`)
    .join(", ");
}
