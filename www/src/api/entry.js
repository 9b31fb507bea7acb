import { installApi } from "./install-api.js";

/** @type {import("./dialect.js").Dialect} */
const DIALECT = {
  className: "passwave",
  fieldName: "passwave-response",
  widgetId: (index) => index,
  errorArguments: (code) => [code],
};

/** Installs `window.passwave`. The loader imports this file with its own parameters, and awaits the promise. */
export const installed = installApi("passwave", DIALECT, new URL(import.meta.url).searchParams, (api) => {
  const { ready, render, getResponse, reset, execute, remove } = api;
  return { ready, render, getResponse, reset, execute, remove };
});
