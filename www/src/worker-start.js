/** @typedef {{ createPolicy(name: string, rules: { createScriptURL(address: string): string }): { createScriptURL(address: string): string } }} TrustedTypes */

/** @type {{ createScriptURL(address: string): string } | undefined} */
let policy;

/** Pages with Trusted Types name this policy: `trusted-types passwave`. @param {string} address */
function trusted(address) {
  const { trustedTypes } = /** @type {{ trustedTypes?: TrustedTypes }} */ (globalThis);
  policy ??= trustedTypes?.createPolicy("passwave", { createScriptURL: (own) => own });
  return policy ? policy.createScriptURL(address) : address;
}

/**
 * A worker that has been handed the compiled widget. None where the page may not start one: from
 * another origin, or under a strict policy; then the work is done in slices on the page's own thread.
 * @param {string} address @param {WebAssembly.Module} module
 * @returns {Worker | undefined}
 */
export function startWorker(address, module) {
  try {
    const worker = new Worker(trusted(address));
    worker.postMessage(module);
    return worker;
  } catch {
    return undefined;
  }
}
