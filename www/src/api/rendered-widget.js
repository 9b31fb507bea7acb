import { pageFunction } from "./page-function.js";
import { setAttributes } from "./parameters.js";

/** @typedef {import("../loader/element.js").PassWave} PassWave */
/** @typedef {import("./dialect.js").Dialect} Dialect */
/** @typedef {import("./dialect.js").Parameters} Parameters */

export const TAG = "pass-wave";

/** States in which a widget that is visible only while it works is hidden. */
const HIDDEN_STATES = ["idle", "verified"];

/** One rendered widget: the element, the form field beside it and the page's callbacks. */
export class RenderedWidget {
  element = /** @type {PassWave} */ (document.createElement(TAG));
  #field;
  #parameters;
  #dialect;
  #isReportingFailure = false;
  /** Executions run one after the other. @type {Promise<unknown>} */
  #lastExecution = Promise.resolve();

  /**
   * @param {Element | undefined} container
   * @param {Parameters} parameters
   * @param {Dialect} dialect
   * @param {number} index
   */
  constructor(container, parameters, dialect, index) {
    if (!parameters.sitekey) throw new Error("passwave: sitekey is missing");
    this.container = container;
    this.#parameters = parameters;
    this.#dialect = dialect;
    this.#field = createField(String(parameters["response-field-name"] ?? dialect.fieldName), index);
    this.element.setAttribute("name", ""); // The token goes into the field beside the element.
    setAttributes(this.element, parameters);
    this.element.hidden = this.isInvisible;
    this.#addListeners();
    this.#insert();
  }

  get sitekey() {
    return this.#parameters.sitekey;
  }

  /** The token, or the empty string; also while the element has not been defined yet. */
  get token() {
    return this.element.value ?? "";
  }

  /** Whether the page has asked for a widget that is visible only while it works. */
  get isInvisible() {
    return !this.container || isButton(this.container) || this.#parameters.size === "invisible";
  }

  /** Ignored inside a failure callback, where it would remove the message before a person has read it. */
  reset() {
    if (!this.#isReportingFailure) this.element.reset?.();
  }

  remove() {
    this.container?.removeEventListener("click", this.#onClick);
    this.element.remove();
    this.#field.remove();
  }

  /** @param {string} [action] @returns {Promise<string>} */
  execute(action) {
    const previous = this.#lastExecution.catch(() => {});
    const execution = previous.then(() => this.#verify(action));
    this.#lastExecution = execution;
    return execution;
  }

  /** @param {string} [action] */
  async #verify(action) {
    await customElements.whenDefined(TAG);
    if (this.token && !this.isInvisible) return this.token;
    this.element.reset();
    if (action !== undefined) this.element.setAttribute("action", action);
    const token = this.#nextToken();
    this.element.press();
    return token;
  }

  /** Resolves when the person is verified; rejects after an error or a reset. @returns {Promise<string>} */
  async #nextToken() {
    const listeners = new AbortController();
    try {
      return await new Promise((resolve, reject) => {
        const on = this.#eventAdder(listeners.signal);
        on("passwave-verified", ({ token }) => resolve(token));
        on("passwave-error", ({ code }) => reject(new Error(`passwave: ${code}`)));
        on("passwave-state", ({ state }) => {
          if (state === "idle") reject(new Error("passwave: reset"));
        });
      });
    } finally {
      listeners.abort();
    }
  }

  /** Adds listeners that receive an event's detail. @param {AbortSignal} signal */
  #eventAdder(signal) {
    return (/** @type {string} */ type, /** @type {(detail: any) => void} */ listener) =>
      this.element.addEventListener(type, (event) => listener(/** @type {CustomEvent} */ (event).detail), { signal });
  }

  #insert() {
    const { container, element } = this;
    const nodes = this.#parameters["response-field"] === false ? [element] : [element, this.#field];
    if (!container) {
      document.body.append(element);
    } else if (isButton(container)) {
      container.after(...nodes);
      container.addEventListener("click", this.#onClick);
    } else {
      container.append(...nodes);
    }
  }

  #addListeners() {
    const { element } = this;
    element.addEventListener("passwave-token", () => this.#onToken());
    element.addEventListener("passwave-state", () => this.#onState());
    element.addEventListener("passwave-verified", () => this.#callBack("callback", this.token));
    element.addEventListener("passwave-expired", () => this.#reportFailure("expired-callback"));
    element.addEventListener("passwave-error", (event) => {
      const { code } = /** @type {CustomEvent} */ (event).detail;
      this.#reportFailure("error-callback", ...this.#dialect.errorArguments(code));
      if (!this.container) queueMicrotask(() => this.element.reset()); // Nobody can see it or press it again.
    });
  }

  /** A button of the page verifies before it acts. @param {Event} event */
  #onClick = (event) => {
    event.preventDefault();
    this.execute().catch(() => {}); // The error callback has been called.
  };

  /** A renewed token is reported like the first one, unless the widget is invisible: then the page has used that. */
  #onToken() {
    this.#field.value = this.token;
    const isRenewed = this.token && this.element.state === "verified";
    if (isRenewed && !this.isInvisible) this.#callBack("callback", this.token);
  }

  #onState() {
    if (this.isInvisible) this.element.hidden = !this.container || HIDDEN_STATES.includes(this.element.state);
  }

  /** @param {string} name @param {unknown[]} details */
  #reportFailure(name, ...details) {
    this.#isReportingFailure = true;
    try {
      this.#callBack(name, ...details);
    } finally {
      this.#isReportingFailure = false;
    }
  }

  /** A callback is a function or the name of one of the page's. @param {string} name @param {unknown[]} details */
  #callBack(name, ...details) {
    const given = this.#parameters[name];
    const callback = typeof given === "string" ? pageFunction(given) : given;
    if (typeof callback === "function") callback(...details);
    else if (given) console.error(`passwave: the page has no function ${String(given)} for ${name}`);
  }
}

/** The first field has its name as id, as pages expect. @param {string} name @param {number} index */
function createField(name, index) {
  const input = document.createElement("input");
  input.type = "hidden";
  input.name = input.className = name;
  input.id = index ? `${name}-${index}` : name;
  return input;
}

/** @param {Element} container */
function isButton(container) {
  return container.matches("button, input");
}
