/**
 * What differs between the JavaScript APIs of this widget and of the services whose scripts `www/compat` replaces.
 * @typedef {object} Dialect
 * @property {string} className Elements of this class are rendered automatically.
 * @property {string} fieldName The form field that carries the token.
 * @property {(index: number) => number | string} widgetId The id that `render` returns.
 * @property {(code: string) => unknown[]} errorArguments The arguments of the error callback.
 *
 * @typedef {Record<string, unknown>} Parameters The parameters of `render`; `data-*` attributes have the same names.
 * @typedef {number | string | Element} WidgetId
 */

export {};
