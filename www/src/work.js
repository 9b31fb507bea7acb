import { hasher } from "./hash.js";
import { solve } from "./solve.js";

/** @typedef {import("./solve.js").Order} Order */
/** @typedef {{ progress: (share: number) => void, solved: (nonces: Uint32Array) => void }} News */
/** @typedef {{ createScriptURL(address: string): string }} Policy */

/** @type {Policy | undefined} */
let policy;

/** Pages with Trusted Types name this policy: `trusted-types passwave`. @param {string} address */
function trusted(address) {
  const { trustedTypes } = /** @type {{ trustedTypes?: { createPolicy(name: string, rules: Policy): Policy } }} */ (
    globalThis
  );
  policy ??= trustedTypes?.createPolicy("passwave", { createScriptURL: (own) => own });
  return policy ? policy.createScriptURL(address) : address;
}

/**
 * The work of one challenge: in a worker, or on the page's own thread where the page may not start one, as from
 * another origin or under a strict policy.
 */
export class Work {
  #order;
  #base;
  #news;
  #isStopped = false;
  /** @type {Worker | undefined} */
  #worker;

  /** @param {Order} order @param {string} base @param {string} worker The worker's address. @param {News} news */
  constructor(order, base, worker, news) {
    this.#order = order;
    this.#base = base;
    this.#news = news;
    try {
      this.#startWorker(trusted(worker));
    } catch {
      void this.#solveHere();
    }
  }

  stop() {
    this.#isStopped = true;
    this.#worker?.terminate();
  }

  /** @param {string} address */
  #startWorker(address) {
    const worker = new Worker(address);
    this.#worker = worker;
    worker.onmessage = ({ data }) => this.#take(data);
    // A worker may be forbidden only once it is started.
    worker.onerror = () => {
      worker.terminate();
      void this.#solveHere();
    };
    worker.postMessage([this.#order, this.#base]);
  }

  async #solveHere() {
    try {
      const hash = await hasher(this.#base);
      const checked = (/** @type {Uint8Array} */ block) => (this.#isStopped ? Promise.reject() : hash(block));
      this.#take(await solve(this.#order, checked, (share) => this.#take(share)));
    } catch {} // It was stopped.
  }

  /** @param {number | Uint32Array} news */
  #take(news) {
    if (this.#isStopped) return;
    if (typeof news === "number") this.#news.progress(news);
    else this.#news.solved(news);
  }
}
