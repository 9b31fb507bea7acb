import { MAX_AGE_S } from "../src/api/dialect.js";
import { installApi } from "../src/api/install-api.js";
import { query } from "./load-element.js";

/** @typedef {import("../src/api/dialect.js").WidgetId} WidgetId */

/** `?compat=recaptcha` lets pages keep the names of reCAPTCHA. */
const isAlsoRecaptcha = query.get("compat") === "recaptcha";

/** What a person enters before a form is sent. */
const FIELDS = "input:not([type=hidden]), textarea, select";

/** @type {import("../src/api/dialect.js").Dialect} */
const DIALECT = {
  classNames: ["cf-turnstile", ...(isAlsoRecaptcha ? ["g-recaptcha"] : [])],
  fieldNames: ["cf-turnstile-response", ...(isAlsoRecaptcha ? ["g-recaptcha-response"] : [])],
  fieldTag: "input",
  widgetId: (index) => `passwave-${index}`,
  errorArguments: (code) => [code],
  maxAge_s: MAX_AGE_S,
  /**
   * What is not seen at first is begun by the page, or begins with the form around it. Where there is no form a person
   * has to press, so it is shown.
   */
  translate({ appearance, execution, ...parameters }, container) {
    const isUnseen = appearance === "execute" || appearance === "interaction-only";
    if (isUnseen && execution === "execute") return { ...parameters, unseen: true };
    if (isUnseen && container?.closest("form")?.querySelector(FIELDS))
      return { start: "focus", required: true, ...parameters, unseen: true };
    return parameters;
  },
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
