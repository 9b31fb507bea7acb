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

/**
 * Solves the proof of work of one challenge in a worker, or on the page's own thread where the page may not start a
 * worker (another origin, a strict Content-Security-Policy).
 */
export class PowClient {
  #task;
  #base;
  #listener;
  #isStopped = false;
  /** @type {Worker | undefined} */
  #worker;

  /** @param {PowTask} task @param {string} base @param {string} workerUrl @param {PowListener} listener */
  constructor(task, base, workerUrl, listener) {
    this.#task = task;
    this.#base = base;
    this.#listener = listener;
    try {
      this.#startWorker(trustedScriptUrl(workerUrl, base));
    } catch {
      void this.#solveOnPage();
    }
  }

  stop() {
    this.#isStopped = true;
    this.#worker?.terminate();
  }

  /** @param {string} url */
  #startWorker(url) {
    const worker = new Worker(url);
    this.#worker = worker;
    worker.onmessage = ({ data }) => this.#receive(data);
    // Some browsers report a forbidden worker only after it has been started.
    worker.onerror = () => {
      worker.terminate();
      void this.#solveOnPage();
    };
    worker.postMessage({ task: this.#task, base: this.#base });
  }

  /** What solves it on the page is a file of its own: most pages may start a worker. */
  async #solveOnPage() {
    try {
      const url = assetUrl(this.#base, "passwave-solver.js");
      const { chooseHash, searchNonces } = /** @type {typeof import("./on-page.js")} */ (await importModule(url));
      const hash = await chooseHash(this.#base);
      const hashUntilStopped = (/** @type {Uint8Array} */ block) => (this.#isStopped ? Promise.reject() : hash(block));
      this.#receive(await searchNonces(this.#task, hashUntilStopped, (share) => this.#receive(share)));
    } catch {
      if (!this.#isStopped) this.#listener.onFailed();
    }
  }

  /** @param {number | Uint32Array} message The share that is solved, or all nonces. */
  #receive(message) {
    if (this.#isStopped) return;
    if (typeof message === "number") this.#listener.onProgress(message);
    else this.#listener.onSolved(message);
  }
}
