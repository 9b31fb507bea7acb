import { Callbacks } from "./callbacks.js";
import { TAG } from "./dialect.js";
import { Execution } from "./execution.js";
import { markAsOriginal } from "./leftovers.js";
import { setAttributes } from "./parameters.js";
import { ResponseFields } from "./response-fields.js";

/** @typedef {import("../loader/element.js").PassWave} PassWave */
/** @typedef {import("./dialect.js").Dialect} Dialect */
/** @typedef {import("./dialect.js").Parameters} Parameters */

/** Below it the buttons would not hold their words. */
const LEAST_WIDTH = "15rem";

/** One rendered widget: the element, the form fields beside it and the page's callbacks. */
export class RenderedWidget {
  element = /** @type {PassWave} */ (document.createElement(TAG));
  #fields;
  #parameters;
  #callbacks;
  #dialect;
  #isReportingFailure = false;
  #execution = new Execution(this.element);

  /**
   * @param {Element | undefined} container
   * @param {Parameters} parameters
   * @param {Dialect} dialect
   * @param {number} index
   */
  constructor(container, parameters, dialect, index) {
    if (!parameters.sitekey) throw new Error("passwave: sitekey is missing");
    this.container = container;
    this.id = dialect.widgetId(index);
    this.#parameters = parameters;
    this.#dialect = dialect;
    this.#callbacks = new Callbacks(parameters);
    this.#fields = new ResponseFields(dialect, parameters["response-field-name"], index);
    this.element.setAttribute("name", ""); // The token goes into the field beside the element.
    setAttributes(this.element, this.#isUnseen ? { ...parameters, size: "invisible" } : parameters);
    markAsOriginal(this.element, dialect);
    Object.assign(this.element, { maxAge_s: dialect.maxAge_s });
    if (parameters.size === "flexible") this.element.style.setProperty("--passwave-width", "100%");
    this.element.hidden = !container; // Nobody knows where it would be seen.
    this.#addListeners();
    this.#insert();
    // Whoever is to press is interactive from the start; a page may show the place only now.
    if (!this.#isUnseen) queueMicrotask(() => this.#callbacks.call("before-interactive-callback"));
  }

  /** Whether it is still where it was put: pages empty containers to render anew. */
  get isInPlace() {
    const { container, element } = this;
    return (
      !container || (isButton(container) ? container.parentNode === element.parentNode : container.contains(element))
    );
  }

  /** @param {Parameters} parameters */
  callBackTo(parameters) {
    Object.assign(this.#parameters, parameters);
  }

  /** Seen only while it works. */
  get #isUnseen() {
    return this.isInvisible || this.#parameters.unseen;
  }

  get sitekey() {
    return this.#parameters.sitekey;
  }

  /** The token, or the empty string; also while the element has not been defined yet. */
  get token() {
    return this.element.value ?? "";
  }

  /** Whether the page uses each token at once, and asks for the next. */
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
    this.#fields.remove();
  }

  /** @param {string} [action] @returns {Promise<string>} */
  execute(action) {
    if (!this.container && !this.element.isConnected) document.body.append(this.element); // The page was swapped.
    return this.#execution.execute(action);
  }

  #insert() {
    const { container, element } = this;
    const hasFields = ![false, "false"].includes(/** @type {any} */ (this.#parameters["response-field"]));
    const nodes = hasFields ? [element, ...this.#fields.elements] : [element];
    if (!container) {
      document.body.append(element);
    } else if (isButton(container)) {
      container.after(...nodes);
      container.addEventListener("click", this.#onClick);
    } else {
      container.append(...nodes);
      growWithContent(container);
    }
  }

  #addListeners() {
    const { element } = this;
    element.addEventListener("passwave-token", () => this.#onToken());
    element.addEventListener("passwave-state", () => this.#callbacks.follow(element.state));
    element.addEventListener("passwave-verified", () => {
      this.#callbacks.call("after-interactive-callback");
      this.#callbacks.call("callback", this.token);
    });
    element.addEventListener("passwave-expired", () =>
      this.#reportFailure(() => this.#callbacks.call("expired-callback")),
    );
    element.addEventListener("passwave-error", (event) => {
      const { code } = /** @type {CustomEvent} */ (event).detail;
      this.#reportFailure(() => this.#callbacks.fail(code, this.#dialect.errorArguments(code)));
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
    this.#fields.value = this.token;
    const isRenewed = this.token && this.element.state === "verified";
    if (isRenewed && !this.isInvisible) this.#callbacks.call("callback", this.token);
  }

  /** @param {() => void} callBack */
  #reportFailure(callBack) {
    this.#isReportingFailure = true;
    try {
      callBack();
    } finally {
      this.#isReportingFailure = false;
    }
  }
}

/**
 * Pages give the container the fixed size of another check; this one is higher, and what is cut off cannot be pressed.
 * @param {Element} container
 */
function growWithContent(container) {
  if (!(container instanceof HTMLElement)) return;
  container.style.minHeight = "min-content";
  container.style.minWidth = `min(100%, ${LEAST_WIDTH})`;
}

/** @param {Element} container */
export function isButton(container) {
  return container.matches("button, input");
}
