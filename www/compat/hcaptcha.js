import { installApi } from "../src/api/install-api.js";
import { query } from "./load-element.js";

/** @typedef {import("../src/api/dialect.js").WidgetId} WidgetId */

/** @type {import("../src/api/dialect.js").Dialect} */
const DIALECT = {
  className: "h-captcha",
  fieldName: "h-captcha-response",
  widgetId: (index) => `passwave-${index}`,
  errorArguments: (code) => [code === "server-unreachable" ? "network-error" : code],
};

void installApi("hcaptcha", DIALECT, query, (api) => {
  const { ready, render, getResponse, reset, remove } = api;
  return {
    ready,
    render,
    getResponse,
    getRespKey: (/** @type {WidgetId} */ id) => keyOf(api.getResponse(id)),
    reset,
    remove,
    close: () => {},
    setData: () => {},
    /** @param {WidgetId} [id] @param {{ async?: boolean }} [options] */
    execute: (id, options) => {
      const token = api.execute(id);
      return options?.async ? token.then((response) => ({ response, key: keyOf(response) })) : undefined;
    },
  };
});

/** Identifies a token in a log without revealing it. @param {string} token */
function keyOf(token) {
  return token && `passwave-${token.slice(-16)}`;
}
