import { installApi } from "../src/api/install-api.js";
import { query } from "./load-element.js";

/** @typedef {import("../src/api/dialect.js").WidgetId} WidgetId */

/** @type {import("../src/api/dialect.js").Dialect} */
const DIALECT = {
  className: "cf-turnstile",
  fieldName: "cf-turnstile-response",
  widgetId: (index) => `passwave-${index}`,
  errorArguments: (code) => [code],
};

void installApi("turnstile", DIALECT, query, (api) => {
  const { ready, render, getResponse, reset, remove } = api;
  return {
    ready,
    render,
    getResponse,
    reset,
    remove,
    execute: (/** @type {WidgetId} */ id) => void api.execute(id),
    isExpired: (/** @type {WidgetId} */ id) => api.isExpired(id),
  };
});
