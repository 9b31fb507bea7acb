import { start } from "../src/api.js";
import { query } from "./load.js";

/** @typedef {import("../src/api.js").WidgetId} WidgetId */

/** @type {import("../src/api.js").Dialect} */
const DIALECT = {
  className: "cf-turnstile",
  fieldName: "cf-turnstile-response",
  idOf: (nth) => `passwave-${nth}`,
  errorOf: (code) => [code],
};

void start("turnstile", DIALECT, query, (api) => {
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
