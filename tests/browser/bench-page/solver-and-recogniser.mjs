// How long the widget's heavy parts take in a browser: `cargo xtask bench-page --parts`. It prints what it measures.
import { launch } from "../../support/chromium.mjs";
import { waves } from "../../support/recordings.mjs";
import { startDemo } from "../../support/passwave-server.mjs";
import { rows } from "../../support/replay.mjs";

/** @typedef {import("playwright-core").Page} Page */

const BLOCK_KIB = 16;
const BITS = 5;
/** A name that is not this computer's, so that its pages are not served securely and have no WebCrypto. */
const INSECURE_HOST = "insecure.test";
const SETTINGS = { compiled: [], "no JIT": ["--js-flags=--jitless"] };

/**
 * Solves work in the shipped worker; milliseconds from the order to the answer.
 * @param {{ puzzles: number, bits: number }} task
 */
function inWorker({ puzzles, bits }) {
  const worker = new Worker("/passwave-worker.js");
  const began_ms = performance.now();
  return new Promise((resolve, reject) => {
    let solved = 0;
    worker.onmessage = () => ++solved === puzzles && resolve(performance.now() - began_ms);
    worker.onerror = ({ message }) => reject(new Error(message));
    const task = { id: "bench", puzzles, bits };
    worker.postMessage({ task, base: `${location.origin}/`, first: 0, step: 1 });
  });
}

/**
 * Judges a movement again and again; milliseconds for one time.
 * @param {{ version: string, movement: number[], times: number }} order
 */
async function judging({ version, movement, times }) {
  const core = await import(`/passwave-${version === "core" ? "recogniser" : version}.js`);
  if (version === "core")
    await core.default({ module_or_path: await (await fetch("/passwave-core.wasm")).arrayBuffer() });
  const samples = new Float64Array(movement);
  const once = () => {
    const session = new core.GestureRecogniser("circle", "standard");
    session.push(samples);
    session.free();
  };
  once();
  const began_ms = performance.now();
  for (let time = 0; time < times; time += 1) once();
  return (performance.now() - began_ms) / times;
}

/** @param {Page} page @param {string} what @param {number} puzzles */
async function benchSolver(page, what, puzzles) {
  const took_ms = Number(await page.evaluate(inWorker, { puzzles, bits: BITS }));
  const tries_per_s = (puzzles * 2 ** BITS * 1000) / took_ms;
  console.log(
    `${what.padEnd(44)} ${tries_per_s.toFixed(0).padStart(8)} tries/s ${((tries_per_s * BLOCK_KIB) / 1024).toFixed(1).padStart(8)} MiB/s`,
  );
}

/** @param {Page} page @param {string} what @param {string} version @param {number} times */
async function benchRecogniser(page, what, version, times) {
  const [recording] = waves(1);
  if (!recording) throw new Error("there is no recording");
  const movement = [...rows(recording)];
  const took_ms = await page.evaluate(judging, { version, movement, times });
  const samples = recording.t_ms.length;
  console.log(`${what.padEnd(44)} ${((took_ms / samples) * 1000).toFixed(1).padStart(8)} µs a sample`);
}

/** @param {string} setting @param {string[]} flags @param {{ url: string }} server */
async function benchSetting(setting, flags, server) {
  const browser = await launch([...flags, `--host-resolver-rules=MAP ${INSECURE_HOST} 127.0.0.1`]);
  const open = async (/** @type {string} */ origin) => {
    const page = await browser.newPage();
    await page.goto(`${origin}/demo/`);
    return page;
  };
  const secure = await open(server.url);
  await benchSolver(secure, `${setting}: solver, WebCrypto`, 256);
  const insecure = await open(server.url.replace("127.0.0.1", INSECURE_HOST));
  await benchSolver(insecure, `${setting}: solver, JavaScript (no https)`, flags.length ? 4 : 64);
  if (!flags.length) await benchRecogniser(secure, `${setting}: recogniser, WebAssembly`, "core", 50);
  await benchRecogniser(secure, `${setting}: recogniser, JavaScript`, "plain", flags.length ? 3 : 50);
  await browser.close();
}

const server = await startDemo();
for (const [setting, flags] of Object.entries(SETTINGS)) await benchSetting(setting, flags, server);
await server.stop();
