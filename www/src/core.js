/** @typedef {typeof import("passwave-core")} Core */

/** @type {Promise<{ core: Core, module: WebAssembly.Module }> | undefined} */
let loading;

/**
 * The compiled widget, fetched once a page; after a failure the next call tries again.
 * @param {string} base
 */
export function loadCore(base) {
  loading ??= load(base).catch((error) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

/** @param {string} base */
async function load(base) {
  const [core, module] = await Promise.all([
    /** @type {Promise<Core>} */ (import(`${base}passwave-core.js`)),
    compile(`${base}passwave-core.wasm`),
  ]);
  await core.default({ module_or_path: module });
  return { core, module };
}

/** @param {string} address */
async function compile(address) {
  const response = await fetch(address, { credentials: "omit" });
  if (!response.ok) throw new Error(`${address}: HTTP ${response.status}`);
  return WebAssembly.compile(await response.arrayBuffer());
}
