// A program that a test starts ends with the test's process, however that ends: one that is left behind keeps the
// process from ending, and a failed set-up would look like a test that takes for ever.
import { spawn as start } from "node:child_process";

/** @type {Map<import("node:child_process").ChildProcess, boolean>} whether each has a process group of its own */
const running = new Map();

process.on("exit", () => {
  for (const [child, hasGroup] of running) end(child, hasGroup);
});

/** @param {import("node:child_process").ChildProcess} child @param {boolean} hasGroup */
function end({ pid }, hasGroup) {
  if (pid === undefined) return;
  try {
    process.kill(hasGroup ? -pid : pid, "SIGTERM");
  } catch {
    // It has ended meanwhile.
  }
}

/** `spawn` of Node, with all three arguments. */
export const spawn = /** @type {typeof start} */ (
  (
    /** @type {string} */ program,
    /** @type {string[]} */ words,
    /** @type {import("node:child_process").SpawnOptions} */ options,
  ) => {
    const child = start(program, words, options);
    const hasGroup = options.detached === true;
    running.set(child, hasGroup);
    if (!hasGroup) child.once("exit", () => running.delete(child));
    return child;
  }
);
