/**
 * Imports a module. A copy that was refused stays in the browser's cache, so a fresh one is fetched for a second try.
 * @param {string} url @returns {Promise<any>}
 */
export const importModule = (url) => import(url).catch(() => fetch(url, { cache: "reload" }).then(() => import(url)));
