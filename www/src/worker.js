/** Tries between two reports of progress. */
const TRIES_PER_STEP = 256;

/** @typedef {typeof import("passwave-core")} Core */

/** @type {Promise<Core>} */
let ready;

/** First comes the compiled widget, then the order: the challenge's id, puzzles, bits. */
addEventListener("message", ({ data }) => {
  if (data instanceof WebAssembly.Module) ready = prepare(data);
  else ready.then((core) => solve(core, data)).catch(failLoudly);
});

/** The page has fetched this very file before, so it comes from the cache. @param {WebAssembly.Module} module */
async function prepare(module) {
  const core = /** @type {Core} */ (await import(new URL("passwave-core.js", location.href).href));
  await core.default({ module_or_path: module });
  return core;
}

/** @param {Core} core @param {[id: string, puzzles: number, bits: number]} order */
function solve({ WorkSolver }, [id, puzzles, bits]) {
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
