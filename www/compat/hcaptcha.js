import { MAX_AGE_S } from "../src/api/dialect.js";
import { installApi } from "../src/api/install-api.js";
import { query } from "./load-element.js";

/** @typedef {import("../src/api/dialect.js").WidgetId} WidgetId */
/** @typedef {{ async?: boolean }} Options */

/** By default it answers to the names of reCAPTCHA as well. */
const isAlsoRecaptcha = query.get("recaptchacompat") !== "off";

/** The codes of its own, for which pages look. @type {Record<string, string>} */
const CODES = { "server-unreachable": "network-error", reset: "challenge-closed" };

/** @type {import("../src/api/dialect.js").Dialect} */
const DIALECT = {
  classNames: ["h-captcha", ...(isAlsoRecaptcha ? ["g-recaptcha"] : [])],
  fieldNames: ["h-captcha-response", ...(isAlsoRecaptcha ? ["g-recaptcha-response"] : [])],
  fieldTag: "textarea",
  widgetId: (index) => `passwave-${index}`,
  errorArguments: (code) => [CODES[code] ?? code],
  maxAge_s: MAX_AGE_S,
};

void installApi("hcaptcha", DIALECT, query, (api) => {
  const { ready, render, getResponse, reset, remove } = api;
  const functions = {
    ready,
    render,
    getResponse,
    getRespKey: (/** @type {WidgetId} */ id) => keyOf(api.getResponse(id)),
    reset,
    remove,
    close: () => {},
    setData: () => {},
    /** Without an id, the first one is meant. @param {WidgetId | Options} [target] @param {Options} [given] */
    execute: (target, given) => {
      const isOptions = typeof target === "object" && !(target instanceof Element);
      const [id, options] = isOptions ? [undefined, target] : [target, given];
      const token = api.execute(id);
      if (!options?.async) return undefined;
      return token.then(
        (response) => ({ response, key: keyOf(response) }),
        ({ code }) => Promise.reject(CODES[code] ?? code),
      );
    },
  };
  if (isAlsoRecaptcha) /** @type {any} */ (globalThis).grecaptcha ??= functions;
  return functions;
});

/** Identifies a token in a log without revealing it. @param {string} token */
function keyOf(token) {
  return token && `passwave-${token.slice(-16)}`;
}
