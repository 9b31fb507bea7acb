/** @typedef {import("./dialect.js").Parameters} Parameters */

/** Parameters that are attributes of `<pass-wave>`; some have a second name in another dialect. */
const ATTRIBUTES = {
  sitekey: "sitekey",
  server: "server",
  mode: "mode",
  way: "way",
  start: "start",
  size: "size",
  evidence: "evidence",
  action: "action",
  cdata: "cdata",
  theme: "theme",
  lang: "lang",
  language: "lang",
  hl: "lang",
  caution: "caution",
  required: "required",
  speech: "speech",
  sound: "sound",
  "help-href": "help-href",
  "help-text": "help-text",
  "worker-src": "worker-src",
};

const MAX_ACTION_CHARS = 100;

/**
 * An action as the server takes it: other services let pages write more, and a check must not fail for its label.
 * @param {unknown} action
 */
export function storableAction(action) {
  return String(action)
    .replace(/[^\w/-]/g, "_")
    .slice(0, MAX_ACTION_CHARS);
}
/** Other services have more: what is not here is the usual size. */
const SIZES = ["compact", "invisible"];

/** Lower-cases the names and drops what is undefined or null. @param {Parameters} parameters @returns {Parameters} */
export function normaliseParameters(parameters) {
  const given = Object.entries(parameters ?? {}).filter(([, value]) => value !== undefined && value !== null);
  return Object.fromEntries(given.map(([name, value]) => [name.toLowerCase(), value]));
}

/** Not taken from markup, which sanitisers let a page's users write: who is asked, what runs, and whether at all. */
const FROM_SCRIPTS_ALONE = ["server", "worker-src", "evidence"];

/** The parameters in the `data-*` attributes of a container. @param {Element} container @returns {Parameters} */
export function dataParameters(container) {
  const data = [...container.attributes].filter(({ name }) => name.startsWith("data-"));
  const parameters = data.map(({ name, value }) => [name.slice("data-".length), value]);
  return Object.fromEntries(parameters.filter(([name]) => !FROM_SCRIPTS_ALONE.includes(String(name))));
}

/**
 * Sets the attributes for the parameters that the element knows.
 * @param {Element} element @param {Parameters} parameters
 */
export function setAttributes(element, parameters) {
  for (const [name, attribute] of Object.entries(ATTRIBUTES)) {
    const value = parameters[name];
    if (value === undefined || value === null || value === false || value === "auto") continue;
    if (name === "size" && !SIZES.includes(String(value))) continue;
    const text = attribute === "action" ? storableAction(value) : String(value);
    element.setAttribute(attribute, value === true ? "" : text);
  }
}

/** The parameters that can be read off an element. @param {Element} element @returns {Parameters} */
export function attributesOf(element) {
  const names = Object.values(ATTRIBUTES).filter((name) => element.hasAttribute(name));
  return Object.fromEntries(names.map((name) => [name, element.getAttribute(name)]));
}
