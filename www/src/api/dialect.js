/**
 * What differs between the JavaScript APIs of this widget and of the services whose scripts `www/compat` replaces.
 * @typedef {object} Dialect
 * @property {string[]} classNames Elements of these classes are rendered automatically.
 * @property {string[]} fieldNames The form fields that carry the token.
 * @property {"input" | "textarea"} fieldTag What the fields are: pages look for the one they know.
 * @property {(index: number) => number | string} widgetId The id that `render` returns.
 * @property {(code: string) => unknown[]} errorArguments The arguments of the error callback.
 * @property {boolean} [rendersLater] Whether containers that come later are rendered into by themselves.
 * @property {number} [maxAge_s] How old a token may become, where backends bound it.
 * @property {(parameters: Parameters, container?: Element) => Parameters} [translate] Parameters of that service in the
 *   widget's own words; `unseen` is one that is seen only while it works.
 *
 * @typedef {Record<string, unknown>} Parameters The parameters of `render`; `data-*` attributes have the same names.
 * @typedef {number | string | Element} WidgetId
 */

export const TAG = "pass-wave";

/** Backends of other services bound a token's age by two minutes: it is renewed after 100 seconds. */
export const MAX_AGE_S = 160;
