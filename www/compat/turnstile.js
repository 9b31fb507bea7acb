import { MAX_AGE_S } from "../src/api/dialect.js";
import { installApi } from "../src/api/install-api.js";
import { query } from "./load-element.js";

/** @typedef {import("../src/api/dialect.js").WidgetId} WidgetId */

/** `?compat=recaptcha` lets pages keep the names of reCAPTCHA. */
const isAlsoRecaptcha = query.get("compat") === "recaptcha";

/** @type {import("../src/api/dialect.js").Dialect} */
const DIALECT = {
  classNames: ["cf-turnstile", ...(isAlsoRecaptcha ? ["g-recaptcha"] : [])],
  fieldNames: ["cf-turnstile-response", ...(isAlsoRecaptcha ? ["g-recaptcha-response"] : [])],
  fieldTag: "input",
  widgetId: (index) => `passwave-${index}`,
  errorArguments: (code) => [code],
  maxAge_s: MAX_AGE_S,
};

void installApi("turnstile", DIALECT, query, (api) => {
  const { ready, render, reset, remove, renderAll: implicitRender } = api;
  const functions = {
    ready,
    render,
    implicitRender,
    getResponse: (/** @type {WidgetId} */ id) => api.getResponse(id) || undefined,
    reset,
    remove,
    execute: (/** @type {WidgetId} */ id, /** @type {{ action?: string }} */ options) => void api.execute(id, options),
    isExpired: (/** @type {WidgetId} */ id) => api.isExpired(id),
  };
  if (isAlsoRecaptcha) /** @type {any} */ (globalThis).grecaptcha ??= functions;
  return functions;
});
