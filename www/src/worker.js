import { hasher } from "./hash.js";
import { solve } from "./solve.js";

/** @param {MessageEvent<[order: import("./solve.js").Order, base: string]>} message */
onmessage = ({ data: [order, base] }) => {
  hasher(base)
    .then((hash) => solve(order, hash, (share) => postMessage(share)))
    .then((nonces) => postMessage(nonces))
    .catch(failLoudly);
};

/** An error thrown here reaches the page as the worker's error event. @param {unknown} error */
function failLoudly(error) {
  setTimeout(() => {
    throw error;
  });
}
