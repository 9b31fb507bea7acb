import { part } from "./part.js";

/** @typedef {import("./solve.js").Hash} Hash */

/** The longest that hashing may hold up a page, in milliseconds. */
const SLICE_MS = 8;

/**
 * SHA-256 by the browser itself, which is as fast as native code, also where it compiles no JavaScript. Pages that
 * are not served securely have no such thing; they fetch one.
 * @param {string} base @returns {Promise<Hash>}
 */
export async function hasher(base) {
  const subtle = globalThis.crypto?.subtle;
  if (subtle)
    return async (block) =>
      new Uint8Array(await subtle.digest("SHA-256", /** @type {Uint8Array<ArrayBuffer>} */ (block)));
  const { sha256 } = /** @type {typeof import("./sha256.js")} */ (await import(part(base, "passwave-sha256.js")));
  return inSlices(sha256);
}

/** Lets the page breathe now and then. @param {(block: Uint8Array) => Uint8Array} hash @returns {Hash} */
export function inSlices(hash) {
  let until_ms = performance.now() + SLICE_MS;
  return async (block) => {
    if (performance.now() >= until_ms) {
      await new Promise((resolve) => setTimeout(resolve));
      until_ms = performance.now() + SLICE_MS;
    }
    return hash(block);
  };
}
