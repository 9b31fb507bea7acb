import { start } from "./api.js";

/** @type {import("./api.js").Dialect} */
const DIALECT = {
  className: "passwave",
  fieldName: "passwave-response",
  idOf: (nth) => nth,
  errorOf: (code) => [code],
};

/** `window.passwave`. The loader imports this file with the query of its own address; that resolves once all is done. */
export const begun = start("passwave", DIALECT, new URL(import.meta.url).searchParams, (api) => {
  const { ready, render, getResponse, reset, execute, remove } = api;
  return { ready, render, getResponse, reset, execute, remove };
});
