import { assetUrl } from "../shared/asset-url.js";
import { HASH_SLICE_MS } from "../shared/timing.js";

/** @typedef {import("./search.js").Hash} Hash */

/**
 * SHA-256 by WebCrypto, which is native code even where JavaScript is interpreted. Pages that are not in a secure
 * context have no WebCrypto and fetch a JavaScript implementation.
 * @param {string} base @returns {Promise<Hash>}
 */
export async function chooseHash(base) {
  const subtle = globalThis.crypto?.subtle;
  if (subtle)
    return async (block) => new Uint8Array(await subtle.digest("SHA-256", /** @type {BufferSource} */ (block)));
  const address = assetUrl(base, "passwave-sha256.js");
  const { sha256 } = /** @type {typeof import("./sha256-fallback.js")} */ (await import(address));
  return yieldRegularly(sha256);
}

/**
 * Lets the page handle events between slices of hashing.
 * @param {(block: Uint8Array) => Uint8Array} hash @returns {Hash}
 */
export function yieldRegularly(hash) {
  let sliceEnd_ms = performance.now() + HASH_SLICE_MS;
  return async (block) => {
    if (performance.now() >= sliceEnd_ms) {
      await new Promise((resolve) => setTimeout(resolve));
      sliceEnd_ms = performance.now() + HASH_SLICE_MS;
    }
    return hash(block);
  };
}
