import { start } from "../src/api.js";
import { query } from "./load.js";

/** @typedef {{ fns?: (() => void)[] }} Waiting What pages call back before this script is there. */

/** @type {import("../src/api.js").Dialect} */
const DIALECT = { className: "g-recaptcha", fieldName: "g-recaptcha-response", idOf: (nth) => nth, errorOf: () => [] };

void start("grecaptcha", DIALECT, query, (api) => {
  const { ready, render, getResponse, reset, execute } = api;
  const functions = { ready, render, getResponse, reset, execute };
  return { ...functions, enterprise: functions };
});

const { ___grecaptcha_cfg: waiting } = /** @type {{ ___grecaptcha_cfg?: Waiting }} */ (globalThis);
for (const then of waiting?.fns ?? []) void (/** @type {any} */ (globalThis).grecaptcha.ready(then));
