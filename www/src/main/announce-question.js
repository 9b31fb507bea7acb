/**
 * Where the browser says that it will ask for motion, the person is told beforehand. Browsers that cannot be asked
 * about that are known to the loader.
 * @param {import("../loader/controller-host.js").Host} host
 */
export async function announceQuestion(host) {
  const name = /** @type {PermissionName} */ ("accelerometer");
  const status = await navigator.permissions?.query({ name }).catch(() => undefined);
  if (status?.state !== "prompt") return;
  host.mayAsk = true;
  host.applyPreferences();
}
