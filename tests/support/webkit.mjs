// WebKitGTK, the engine of Safari on Linux: its driver on a display of its own. It has neither DeviceMotionEvent nor
// vibration, and its windows are at least 447 px wide: what is narrower needs a frame.
import { once } from "node:events";
import { spawn } from "./child-process.mjs";
import { freePort } from "./free-port.mjs";
import { WebDriverSession } from "./webdriver.mjs";

const START_LIMIT_MS = 20_000;
const LOOK_AGAIN_MS = 20;
const WINDOW_PX = /** @type {const} */ ([1280, 960]);

/** @typedef {import("node:child_process").ChildProcess} ChildProcess */

/** @param {ChildProcess} child @param {string} advice */
async function started(child, advice) {
  await once(child, "spawn").catch((cause) => {
    throw new Error(advice, { cause });
  });
}

/** A screen that nobody sees; its name. @param {ChildProcess[]} children */
async function startDisplay(children) {
  const screen = ["-displayfd", "3", "-screen", "0", `${WINDOW_PX.join("x")}x24`, "-nolisten", "tcp"];
  const child = spawn("Xvfb", screen, { stdio: ["ignore", "ignore", "ignore", "pipe"] });
  children.push(child);
  await started(child, "Xvfb is missing; on Debian: `apt-get install xvfb`");
  const pipe = /** @type {import("node:stream").Readable} */ (child.stdio[3]);
  const [number] = await once(pipe, "data", { signal: AbortSignal.timeout(START_LIMIT_MS) });
  return `:${String(number).trim()}`;
}

/** Its address. @param {ChildProcess[]} children @param {string} display @param {NodeJS.ProcessEnv} env */
async function startDriver(children, display, env) {
  const port = await freePort();
  const child = spawn(process.env.PASSWAVE_WEBKIT_DRIVER ?? "WebKitWebDriver", [`--port=${port}`, "--host=127.0.0.1"], {
    env: { ...process.env, DISPLAY: display, NO_AT_BRIDGE: "1", LIBGL_ALWAYS_SOFTWARE: "1", ...env },
    stdio: "ignore",
  });
  children.push(child);
  await started(child, "WebKitWebDriver is missing; on Debian: `apt-get install webkit2gtk-driver`");
  const address = `http://127.0.0.1:${port}`;
  await ready(address);
  return address;
}

/** @param {string} address */
async function ready(address) {
  for (const end = Date.now() + START_LIMIT_MS; ; await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS))) {
    const answer = await fetch(`${address}/status`).catch(() => undefined);
    if (answer?.ok) return;
    if (Date.now() > end) throw new Error(`WebKitWebDriver did not answer within ${START_LIMIT_MS / 1000} s`);
  }
}

/** Opens a window; the caller closes it. @param {NodeJS.ProcessEnv} [env] of the engine */
export async function startWebKit(env = {}) {
  /** @type {ChildProcess[]} */
  const children = [];
  const end = () => children.forEach((child) => child.kill());
  try {
    const display = await startDisplay(children);
    const driver = await startDriver(children, display, env);
    // Whoever goes somewhere looks for what is there: a page may be held up on purpose.
    const page = await WebDriverSession.open(driver, { browserName: "MiniBrowser", pageLoadStrategy: "none" });
    await page.resize(...WINDOW_PX);
    return { page, close: () => page.close().finally(end) };
  } catch (cause) {
    end();
    throw cause;
  }
}
