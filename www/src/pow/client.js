import { assetUrl } from "../shared/asset-url.js";
import { importModule } from "../shared/import-module.js";

/** @typedef {import("./search.js").PowTask} PowTask */
/**
 * @typedef {object} PowListener
 * @property {(share: number) => void} onProgress
 * @property {(nonces: Uint32Array) => void} onSolved
 * @property {() => void} onFailed Neither a worker nor the page could be given the work.
 */
/** @typedef {{ createScriptURL(url: string, base: string): string }} TrustedTypesPolicy */
/** @typedef {{ createPolicy(name: string, rules: TrustedTypesPolicy): TrustedTypesPolicy }} TrustedTypesFactory */

/** @type {TrustedTypesPolicy | undefined} */
let policy;

/**
 * Sites that require Trusted Types allow this policy: `trusted-types passwave`.
 * @param {string} url @param {string} base
 */
function trustedScriptUrl(url, base) {
  const { trustedTypes } = /** @type {{ trustedTypes?: TrustedTypesFactory }} */ (globalThis);
  policy ??= trustedTypes?.createPolicy("passwave", { createScriptURL });
  return policy ? policy.createScriptURL(url, base) : url;
}

/** Passes the widget's own files, and what is on the page's origin. @param {string} url @param {string} base */
function createScriptURL(url, base) {
  if ([base, `${location.origin}/`].some((start) => url.startsWith(start))) return url;
  throw new TypeError(url);
}

/** More of them would keep a phone's other cores from the page, and from each other. */
const MAX_WORKERS = 4;

/** As many as there are cores to spare: one is the page's own. */
function workerCount() {
  return Math.max(1, Math.min(MAX_WORKERS, navigator.hardwareConcurrency - 1 || 1));
}

/**
 * Solves the proof of work of one challenge in workers, or on the page's own thread where the page may not start one
 * (another origin, a strict Content-Security-Policy).
 */
export class PowClient {
  #task;
  #base;
  #listener;
  #isStopped = false;
  /** @type {Worker[]} */
  #workers = [];
  #nonces;
  #solved = 0;

  /** @param {PowTask} task @param {string} base @param {string} workerUrl @param {PowListener} listener */
  constructor(task, base, workerUrl, listener) {
    this.#task = task;
    this.#base = base;
    this.#listener = listener;
    this.#nonces = new Uint32Array(task.puzzles);
    try {
      const url = trustedScriptUrl(workerUrl, base);
      const step = workerCount();
      for (let first = 0; first < step; first++) this.#startWorker(url, first, step);
    } catch {
      this.#solveOnPage();
    }
  }

  stop() {
    this.#isStopped = true;
    this.#endWorkers();
  }

  #endWorkers() {
    this.#workers.splice(0).forEach((worker) => worker.terminate());
  }

  /** @param {string} url @param {number} first @param {number} step */
  #startWorker(url, first, step) {
    const worker = new Worker(url);
    this.#workers.push(worker);
    worker.onmessage = ({ data: [puzzle, nonce] }) => this.#onSolved(puzzle, nonce);
    // Some browsers report a forbidden worker only after it has been started. It is no error of the page's.
    worker.onerror = (event) => {
      event.preventDefault();
      if (this.#workers.length) this.#solveOnPage();
    };
    worker.postMessage({ task: this.#task, base: this.#base, first, step });
  }

  /** What solves it on the page is a file of its own: most pages may start a worker. */
  #solveOnPage() {
    this.#endWorkers();
    this.#solved = 0;
    this.#searchOnPage().catch(() => this.#isStopped || this.#listener.onFailed());
  }

  async #searchOnPage() {
    const url = assetUrl(this.#base, "passwave-solver.js");
    const { chooseHash, searchNonces } = /** @type {typeof import("./on-page.js")} */ (await importModule(url));
    const hash = await chooseHash(this.#base);
    const hashUntilStopped = (/** @type {Uint8Array} */ block) => (this.#isStopped ? Promise.reject() : hash(block));
    await searchNonces(this.#task, hashUntilStopped, (puzzle, nonce) => this.#onSolved(puzzle, nonce));
  }

  /** @param {number} puzzle @param {number} nonce */
  #onSolved(puzzle, nonce) {
    if (this.#isStopped) return;
    this.#nonces[puzzle] = nonce;
    this.#solved += 1;
    this.#listener.onProgress(this.#solved / this.#task.puzzles);
    if (this.#solved < this.#task.puzzles) return;
    this.#endWorkers();
    this.#listener.onSolved(this.#nonces);
  }
}
