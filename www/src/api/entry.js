import { installApi } from "./install-api.js";

/** @type {import("./dialect.js").Dialect} */
const DIALECT = {
  classNames: ["passwave"],
  fieldNames: ["passwave-response"],
  fieldTag: "input",
  widgetId: (index) => index,
  errorArguments: (code) => [code],
  rendersLater: true,
};

/** Installs `window.passwave`. The loader imports this file with its own parameters, and awaits the promise. */
export const installed = installApi("passwave", DIALECT, new URL(import.meta.url).searchParams, (api) => {
  const { ready, render, getResponse, reset, execute, remove } = api;
  return { ready, render, getResponse, reset, execute, remove };
});
