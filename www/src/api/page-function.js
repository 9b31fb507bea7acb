/**
 * The page's own global function of this name. Names of the browser's functions are refused, also where a page has
 * replaced the function: the name may come from markup of the page's users, and `eval` would run what it is given.
 * @param {string} name
 * @returns {((...details: unknown[]) => unknown) | undefined}
 */
export function pageFunction(name) {
  const found = /** @type {any} */ (globalThis)[name];
  return typeof found === "function" && !isBuiltIn(name) ? found : undefined;
}

/** Looks into a fresh window, which has only what the browser gives it. @param {string} name */
function isBuiltIn(name) {
  const frame = document.createElement("iframe");
  frame.hidden = true;
  document.documentElement.append(frame);
  const fresh = /** @type {any} */ (frame.contentWindow ?? globalThis);
  const isFunction = typeof fresh[name] === "function";
  frame.remove();
  return isFunction;
}
