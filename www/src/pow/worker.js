import { chooseHash } from "./hash.js";
import { searchNonces } from "./search.js";

/**
 * @typedef {object} Share What one of several workers solves: every `step`th puzzle from `first` on.
 * @property {import("./search.js").PowTask} task
 * @property {string} base
 * @property {number} first
 * @property {number} step
 */

/** @param {MessageEvent<Share>} message */
onmessage = ({ data: { task, base, first, step } }) => {
  chooseHash(base)
    .then((hash) => searchNonces(task, hash, (...solved) => postMessage(solved), first, step))
    .catch(throwUncaught);
};

/** An uncaught error reaches the page as the worker's error event; a rejection does not. @param {unknown} error */
function throwUncaught(error) {
  setTimeout(() => {
    throw error;
  });
}
