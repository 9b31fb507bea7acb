import { start } from "../src/api.js";
import { query } from "./load.js";

/** @typedef {import("../src/api.js").WidgetId} WidgetId */

/** @type {import("../src/api.js").Dialect} */
const DIALECT = {
  className: "h-captcha",
  fieldName: "h-captcha-response",
  idOf: (nth) => `passwave-${nth}`,
  errorOf: (code) => [code === "server-unreachable" ? "network-error" : code],
};

void start("hcaptcha", DIALECT, query, (api) => {
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

/** Names a token in a log without being one. @param {string} token */
function keyOf(token) {
  return token && `passwave-${token.slice(-16)}`;
}
