import { MAX_AGE_S } from "../src/api/dialect.js";
import { installApi } from "../src/api/install-api.js";
import { query } from "./load-element.js";

/** @typedef {{ fns?: (() => void)[] }} EarlyCalls What pages have passed to `ready` before this script was loaded. */

/** @type {import("../src/api/dialect.js").Dialect} */
const DIALECT = {
  classNames: ["g-recaptcha"],
  fieldNames: ["g-recaptcha-response"],
  fieldTag: "textarea",
  widgetId: (index) => index,
  errorArguments: () => [],
  maxAge_s: MAX_AGE_S,
};

void installApi("grecaptcha", DIALECT, query, (api) => {
  const { ready, render, getResponse, reset, execute } = api;
  const functions = { ready, render, getResponse, reset, execute };
  return { ...functions, enterprise: functions };
});

const { ___grecaptcha_cfg: early } = /** @type {{ ___grecaptcha_cfg?: EarlyCalls }} */ (globalThis);
for (const callback of early?.fns ?? []) void (/** @type {any} */ (globalThis).grecaptcha.ready(callback));
