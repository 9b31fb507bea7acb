/**
 * Widgets for pages that call functions in place of writing `<pass-wave>`, in the shapes that other checks have made
 * known. What differs between them is a dialect; ours is in `api-entry.js`, the others' are in `www/compat`.
 *
 * @typedef {object} Dialect
 * @property {string} className Elements of this class become widgets by themselves.
 * @property {string} fieldName The form field that carries the token.
 * @property {(nth: number) => number | string} idOf The id that `render` returns.
 * @property {(code: string) => unknown[]} errorOf What the error callback is given.
 *
 * @typedef {Record<string, unknown>} Parameters What `render` is given; `data-*` attributes have the same names.
 * @typedef {number | string | Element} WidgetId
 * @typedef {import("./element.js").PassWave} PassWave
 */

const TAG = "pass-wave";

/** Parameters that are attributes of the element, by the names they may have. */
const ATTRIBUTES = {
  sitekey: "sitekey",
  server: "server",
  mode: "mode",
  way: "way",
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

/** States in which there is nothing to see of a widget that shows itself only while it works. */
const OUT_OF_SIGHT = ["idle", "verified"];

/** All functions of one dialect. */
export class Api {
  #dialect;
  /** @type {Map<number | string, Rendered>} */
  #widgets = new Map();
  #count = 0;
  #language;

  /** @param {Dialect} dialect @param {string} [language] for widgets that name none */
  constructor(dialect, language) {
    this.#dialect = dialect;
    this.#language = language;
  }

  /**
   * Calls back once the page is parsed and the element is there.
   * @param {() => void} [then]
   */
  ready = async (then) => {
    await Promise.all([parsed(), customElements.whenDefined(TAG)]);
    then?.();
  };

  /**
   * Puts a widget into a container. With parameters alone, nothing is shown: for `execute`.
   * @param {string | Element | Parameters} container an element, its id, or a selector
   * @param {Parameters} [parameters]
   */
  render = (container, parameters = {}) => {
    const place = typeof container === "string" || container instanceof Element ? elementOf(container) : undefined;
    if (place && this.#at(place)) throw new Error("passwave: there is a widget in this element already");
    const given = place ? { ...dataOf(place), ...known(parameters) } : known(/** @type {Parameters} */ (container));
    const id = this.#dialect.idOf(this.#count);
    const widget = new Rendered(place, { lang: this.#language, ...given }, this.#dialect, this.#count);
    this.#count += 1;
    this.#widgets.set(id, widget);
    return id;
  };

  /** Renders everything of the dialect's class that the page has. */
  renderAll = () => {
    for (const place of document.querySelectorAll(`.${this.#dialect.className}`)) {
      if (!this.#at(place)) this.#tryToRender(place);
    }
  };

  /** The token, or the empty string. @param {WidgetId} [id] */
  getResponse = (id) => this.#find(id).token;

  /** Whether a token was there and can no longer be renewed. @param {WidgetId} [id] */
  isExpired = (id) => this.#find(id).element.state === "expired";

  /** Starts over. @param {WidgetId} [id] */
  reset = (id) => this.#find(id).reset();

  /** Takes the widget out of the page. @param {WidgetId} [id] */
  remove = (id) => {
    const widget = this.#find(id);
    for (const [known, other] of this.#widgets) if (other === widget) this.#widgets.delete(known);
    widget.remove();
  };

  /**
   * Verifies without a tap, by work alone, and resolves with a token. A sitekey in place of an id stands for a widget
   * that is not shown.
   * @param {WidgetId} [id] @param {{ action?: string }} [options]
   * @returns {Promise<string>}
   */
  execute = (id, options) => {
    const token = this.#toExecute(id).execute(options?.action);
    token.catch(() => {}); // The error callback has told those who do not wait for the token.
    return token;
  };

  /** @param {WidgetId} [id] */
  #toExecute(id) {
    const isSitekey = typeof id === "string" && id && !this.#widgets.has(id) && !query(id);
    if (!isSitekey) return this.#find(id);
    const own = [...this.#widgets.values()].find((widget) => !widget.place && widget.sitekey === id);
    return own ?? this.#find(this.render({ sitekey: id }));
  }

  /** @param {WidgetId} [id] No id, or an empty one, stands for the first widget that is in the page. */
  #find(id) {
    const all = [...this.#widgets.values()];
    const isNamed = id !== undefined && id !== null && id !== "";
    const first = () => all.find(({ element }) => element.isConnected);
    const widget = isNamed ? this.#named(id) : first();
    if (!widget) throw new Error(`passwave: there is no widget ${isNamed ? String(id) : "in this page"}`);
    return widget;
  }

  /** @param {WidgetId} id */
  #named(id) {
    if (typeof id !== "object" && this.#widgets.has(id)) return this.#widgets.get(id);
    const place = typeof id === "string" ? query(id) : id;
    return place instanceof Element ? this.#at(place) : undefined;
  }

  /** @param {Element} place */
  #at(place) {
    return [...this.#widgets.values()].find((widget) => widget.place === place);
  }

  /** One mistake in a page does not keep its other widgets away. @param {Element} place */
  #tryToRender(place) {
    try {
      this.render(place);
    } catch (error) {
      console.error(error);
    }
  }
}

/** One widget that was rendered: the element, the form field beside it, the page's callbacks. */
class Rendered {
  element = /** @type {PassWave} */ (document.createElement(TAG));
  #field;
  #parameters;
  #dialect;
  #isTelling = false;
  /** Executions take turns. @type {Promise<unknown>} */
  #turn = Promise.resolve();

  /** @param {Element | undefined} place @param {Parameters} parameters @param {Dialect} dialect @param {number} nth */
  constructor(place, parameters, dialect, nth) {
    if (!parameters.sitekey) throw new Error("passwave: sitekey is missing");
    this.place = place;
    this.#parameters = parameters;
    this.#dialect = dialect;
    this.#field = field(String(parameters["response-field-name"] ?? dialect.fieldName), nth);
    this.#describe();
    this.#listen();
    this.#insert();
  }

  get sitekey() {
    return this.#parameters.sitekey;
  }

  /** The empty string while the element's script is on its way. */
  get token() {
    return this.element.value ?? "";
  }

  /** Whether the page has asked for a widget that is seen only while it works. */
  get isInvisible() {
    return !this.place || isButton(this.place) || this.#parameters.size === "invisible";
  }

  /** From inside a callback that tells of a failure it would take the message away from the person. */
  reset() {
    if (!this.#isTelling) this.element.reset?.();
  }

  remove() {
    this.place?.removeEventListener("click", this.#onClick);
    this.element.remove();
    this.#field.remove();
  }

  /** @param {string} [action] @returns {Promise<string>} */
  execute(action) {
    const turn = this.#turn.catch(() => {}).then(() => this.#verify(action));
    this.#turn = turn;
    return turn;
  }

  /** @param {string} [action] */
  async #verify(action) {
    await customElements.whenDefined(TAG);
    if (this.token && !this.isInvisible) return this.token;
    this.element.reset();
    if (action !== undefined) this.element.setAttribute("action", action);
    const token = this.#verdict();
    this.element.press();
    return token;
  }

  /** @returns {Promise<string>} */
  #verdict() {
    const { element } = this;
    return new Promise((resolve, reject) => {
      const ended = new AbortController();
      const on = (/** @type {string} */ type, /** @type {(event: CustomEvent) => void} */ act) =>
        element.addEventListener(type, (event) => act(/** @type {CustomEvent} */ (event)), { signal: ended.signal });
      const fail = (/** @type {string} */ code) => [ended.abort(), reject(new Error(`passwave: ${code}`))];
      on("passwave-verified", ({ detail }) => [ended.abort(), resolve(detail.token)]);
      on("passwave-error", ({ detail }) => fail(detail.code));
      on("passwave-state", ({ detail }) => detail.state === "idle" && fail("reset"));
    });
  }

  /** Parameters that the element knows become its attributes. */
  #describe() {
    this.element.setAttribute("name", ""); // The token goes into the field beside it.
    for (const [name, attribute] of Object.entries(ATTRIBUTES)) {
      const value = this.#parameters[name];
      if (value === undefined || value === null || value === false || value === "auto") continue;
      this.element.setAttribute(attribute, value === true ? "" : String(value));
    }
    this.element.hidden = this.isInvisible;
  }

  #insert() {
    const { place, element } = this;
    const parts = this.#parameters["response-field"] === false ? [element] : [element, this.#field];
    if (!place) document.body.append(element);
    else if (isButton(place)) place.after(...parts);
    else place.append(...parts);
    if (place && isButton(place)) place.addEventListener("click", this.#onClick);
  }

  #listen() {
    const { element } = this;
    element.addEventListener("passwave-token", () => this.#onToken());
    element.addEventListener("passwave-state", () => this.#onState());
    element.addEventListener("passwave-verified", () => this.#call("callback", this.token));
    element.addEventListener("passwave-expired", () => this.#tell("expired-callback"));
    element.addEventListener("passwave-error", (event) => {
      this.#tell("error-callback", ...this.#dialect.errorOf(/** @type {CustomEvent} */ (event).detail.code));
      if (!this.place) queueMicrotask(() => this.element.reset()); // Nobody sees it trying again.
    });
  }

  /** A button of the page's own that is to be verified before it acts. @param {Event} event */
  #onClick = (event) => {
    event.preventDefault();
    this.execute().catch(() => {});
  };

  /** A token that was renewed is handed over like the first, unless the page has taken that already. */
  #onToken() {
    this.#field.value = this.token;
    if (this.token && this.element.state === "verified" && !this.isInvisible) this.#call("callback", this.token);
  }

  #onState() {
    if (this.isInvisible) this.element.hidden = !this.place || OUT_OF_SIGHT.includes(this.element.state);
  }

  /** @param {string} name @param {unknown[]} details */
  #tell(name, ...details) {
    this.#isTelling = true;
    try {
      this.#call(name, ...details);
    } finally {
      this.#isTelling = false;
    }
  }

  /** @param {string} name A callback is a function or a global function's name. @param {unknown[]} details */
  #call(name, ...details) {
    const given = this.#parameters[name];
    const callback = typeof given === "string" ? /** @type {any} */ (globalThis)[given] : given;
    if (typeof callback === "function") callback(...details);
    else if (given) console.error(`passwave: there is no function ${String(given)} for ${name}`);
  }
}

/** @param {string} name @param {number} nth */
function field(name, nth) {
  const input = document.createElement("input");
  input.type = "hidden";
  input.name = input.className = name;
  input.id = nth ? `${name}-${nth}` : name;
  return input;
}

/** @param {Element} place */
function isButton(place) {
  return place.matches("button, input");
}

/** @param {string | Element} container */
function elementOf(container) {
  const found = typeof container === "string" ? query(container) : container;
  if (!found) throw new Error(`passwave: there is no element ${String(container)}`);
  return found;
}

/** An element by its id or by a selector. @param {string} name */
function query(name) {
  try {
    return document.getElementById(name) ?? document.querySelector(name);
  } catch {
    return null;
  }
}

/** Names are taken in small letters, and what is undefined counts as absent. @param {Parameters} parameters @returns {Parameters} */
function known(parameters) {
  const given = Object.entries(parameters ?? {}).filter(([, value]) => value !== undefined && value !== null);
  return Object.fromEntries(given.map(([name, value]) => [name.toLowerCase(), value]));
}

/** @param {Element} place @returns {Parameters} */
function dataOf(place) {
  const data = [...place.attributes].filter(({ name }) => name.startsWith("data-"));
  return Object.fromEntries(data.map(({ name, value }) => [name.slice("data-".length), value]));
}

/** Resolves once the page is parsed. @returns {Promise<unknown>} */
function parsed() {
  if (document.readyState !== "loading") return Promise.resolve();
  return new Promise((resolve) => document.addEventListener("DOMContentLoaded", resolve, { once: true }));
}

/** Where a page's own script finds what an earlier one has made. */
const MADE = Symbol.for("passwave");

/**
 * Makes a dialect's functions global, renders what the page has and calls the page, as the script's address asks:
 * `render=explicit`, `onload=fn`, `hl=zh-CN`. A script that is loaded twice finds what the first one has made.
 * @param {string} name of the global object @param {Dialect} dialect @param {URLSearchParams} query
 * @param {(api: Api) => object} functionsOf
 */
export async function start(name, dialect, query, functionsOf) {
  const all = /** @type {Record<string, any>} */ (globalThis);
  const global = isObject(all[name]) ? all[name] : (all[name] = {});
  if (!global[MADE])
    Object.assign(global, functionsOf((global[MADE] = new Api(dialect, query.get("hl") ?? undefined))));
  await begin(global[MADE], query);
}

/** A form of that name is a global, too. @param {unknown} value */
function isObject(value) {
  return typeof value === "object" && value !== null && !(value instanceof Element);
}

/** @param {Api} api @param {URLSearchParams} query */
async function begin(api, query) {
  await api.ready();
  const [render, onload] = [query.get("render") ?? "onload", query.get("onload")];
  if (render === "onload") api.renderAll();
  if (onload) /** @type {any} */ (globalThis)[onload]?.();
}
