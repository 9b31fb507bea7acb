import init, { WorkSolver } from "passwave-core";

/** Tries between two reports of progress. */
const TRIES_PER_STEP = 256;

/** @type {Promise<unknown>} */
let ready;

/** First comes the compiled widget, then the order: the challenge's id, puzzles, bits. */
addEventListener("message", ({ data }) => {
  if (data instanceof WebAssembly.Module) ready = init({ module_or_path: data });
  else ready.then(() => solve(data)).catch(failLoudly);
});

/** @param {[id: string, puzzles: number, bits: number]} order */
function solve([id, puzzles, bits]) {
  const solver = new WorkSolver(id, puzzles, bits);
  while (!solver.solution()) postMessage(solver.step(TRIES_PER_STEP));
  postMessage(solver.solution());
}

/** An error thrown here reaches the page as the worker's error event. @param {unknown} error */
function failLoudly(error) {
  setTimeout(() => {
    throw error;
  });
}
