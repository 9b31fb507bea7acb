import { assetUrl } from "../shared/asset-url.js";
import { importModule } from "../shared/import-module.js";

/**
 * @typedef {object} Diagnostics See `www/src/diagnostics`.
 * @property {any} english All words.
 * @property {(trouble: object) => Promise<string | undefined>} report
 */

/** Loads what tells of troubles, and has all of English. @param {string} base @returns {Promise<Diagnostics>} */
export const loadDiagnostics = (base) => importModule(assetUrl(base, "passwave-diagnostics.js"));
