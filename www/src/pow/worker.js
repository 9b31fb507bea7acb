import { chooseHash } from "./hash.js";
import { searchNonces } from "./search.js";

/** @param {MessageEvent<{ task: import("./search.js").PowTask, base: string }>} message */
onmessage = ({ data: { task, base } }) => {
  chooseHash(base)
    .then((hash) => searchNonces(task, hash, (share) => postMessage(share)))
    .then((nonces) => postMessage(nonces))
    .catch(throwUncaught);
};

/** An uncaught error reaches the page as the worker's error event; a rejection does not. @param {unknown} error */
function throwUncaught(error) {
  setTimeout(() => {
    throw error;
  });
}
