import { RenderApi } from "./render-api.js";

/** @typedef {import("./dialect.js").Dialect} Dialect */

/** The property of the global object that holds the API which an earlier copy of the script has installed. */
const API = Symbol.for("passwave");

/**
 * Makes the functions of a dialect global, renders the page's containers and calls the page back, as the parameters
 * of the script's URL say: `render=explicit`, `onload=fn`, `hl=zh-CN`. A script that is loaded twice installs once.
 * @param {string} name The name of the global object. @param {Dialect} dialect @param {URLSearchParams} query
 * @param {(api: RenderApi) => object} functionsOf
 */
export async function installApi(name, dialect, query, functionsOf) {
  const globals = /** @type {Record<string, any>} */ (globalThis);
  if (!isPlainObject(globals[name])) globals[name] = {};
  const global = globals[name];
  if (!global[API]) {
    global[API] = new RenderApi(dialect, query.get("hl") ?? undefined);
    Object.assign(global, functionsOf(global[API]));
    global[API].watch(dialect.rendersLater && query.get("render") !== "explicit");
  }
  await run(global[API], query);
}

/** An element with that name or id is a global of the page, too. @param {unknown} value */
function isPlainObject(value) {
  return typeof value === "object" && value !== null && !(value instanceof Element);
}

/** @param {RenderApi} api @param {URLSearchParams} query */
async function run(api, query) {
  await api.ready();
  if ((query.get("render") ?? "onload") === "onload") api.renderAll();
  const onload = query.get("onload");
  if (onload) /** @type {any} */ (globalThis)[onload]?.();
}
