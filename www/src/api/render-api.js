import { dataParameters, normaliseParameters } from "./parameters.js";
import { RenderedWidget, TAG } from "./rendered-widget.js";

/** @typedef {import("./dialect.js").Dialect} Dialect */
/** @typedef {import("./dialect.js").Parameters} Parameters */
/** @typedef {import("./dialect.js").WidgetId} WidgetId */

/** The functions by which a page renders and controls widgets, in one dialect. */
export class RenderApi {
  #dialect;
  /** @type {Map<number | string, RenderedWidget>} */
  #widgets = new Map();
  #count = 0;
  #language;

  /** @param {Dialect} dialect @param {string} [language] For widgets without a language of their own. */
  constructor(dialect, language) {
    this.#dialect = dialect;
    this.#language = language;
  }

  /** Calls back when the page is parsed and the element is defined. @param {() => void} [callback] */
  ready = async (callback) => {
    await Promise.all([pageIsParsed(), customElements.whenDefined(TAG)]);
    callback?.();
  };

  /**
   * Renders a widget into a container. With parameters alone it renders an invisible one, for `execute`.
   * @param {string | Element | Parameters} target An element, its id or a selector; or the parameters.
   * @param {Parameters} [parameters]
   */
  render = (target, parameters = {}) => {
    if (typeof target !== "string" && !(target instanceof Element)) return this.#add(undefined, target);
    const container = findContainer(target);
    const given = { ...dataParameters(container), ...normaliseParameters(parameters) };
    return this.#renderAgain(container, given) ?? this.#add(container, given);
  };

  /**
   * Components render once more with each of their own renderings: the check stays, and calls back whom it was given
   * last. A check that a page has taken out of its container is forgotten.
   * @param {Element} container @param {Parameters} parameters
   */
  #renderAgain(container, parameters) {
    const [id, widget] = [...this.#widgets].find(([, { container: taken }]) => taken === container) ?? [];
    if (!widget || id === undefined) return undefined;
    if (widget.isInPlace) {
      console.warn("passwave: this element contains a check already; the new callbacks take the place of the old ones");
      widget.callBackTo(parameters);
      return id;
    }
    this.#widgets.delete(id);
    widget.remove();
    return undefined;
  }

  /** @param {Element | undefined} container @param {Parameters} parameters */
  #add(container, parameters) {
    const id = this.#dialect.widgetId(this.#count);
    const withLanguage = { lang: this.#language, ...normaliseParameters(parameters) };
    this.#widgets.set(id, new RenderedWidget(container, withLanguage, this.#dialect, this.#count));
    this.#count += 1;
    return id;
  }

  /** Renders into all elements of the dialect's class. */
  renderAll = () => {
    for (const container of document.querySelectorAll(this.#dialect.classNames.map((name) => `.${name}`).join())) {
      if (!this.#at(container)?.isInPlace) this.#tryToRender(container);
    }
  };

  /** The token, or the empty string. @param {WidgetId} [id] */
  getResponse = (id) => this.#find(id).token;

  /** Whether the widget had a token that can no longer be renewed. @param {WidgetId} [id] */
  isExpired = (id) => this.#find(id).element.state === "expired";

  /** Discards the token and starts over. @param {WidgetId} [id] */
  reset = (id) => this.#find(id).reset();

  /** Removes the widget from the page. @param {WidgetId} [id] */
  remove = (id) => {
    const widget = this.#find(id);
    for (const [key, other] of this.#widgets) if (other === widget) this.#widgets.delete(key);
    widget.remove();
  };

  /**
   * Verifies by proof of work, without a click, and resolves with a token. A sitekey in place of an id means an
   * invisible widget.
   * @param {WidgetId} [id] @param {{ action?: string }} [options]
   * @returns {Promise<string>}
   */
  execute = (id, options) => {
    const token = this.#findOrRender(id).execute(options?.action);
    token.catch(() => {}); // Pages that do not await the token have an error callback.
    return token;
  };

  /** @param {WidgetId} [id] */
  #findOrRender(id) {
    const isSitekey = typeof id === "string" && id && !this.#findById(id) && !findElement(id);
    if (!isSitekey) return this.#find(id);
    const existing = [...this.#widgets.values()].find((widget) => !widget.container && widget.sitekey === id);
    return existing ?? this.#find(this.render({ sitekey: id }));
  }

  /** Without an id, or with an empty one, finds the first widget in the page. @param {WidgetId} [id] */
  #find(id) {
    const hasId = id !== undefined && id !== null && id !== "";
    const widget = hasId ? this.#findById(id) : this.#findFirst();
    if (!widget) throw new Error(`passwave: there is no widget ${hasId ? String(id) : "in this page"}`);
    return widget;
  }

  #findFirst() {
    return [...this.#widgets.values()].find(({ element }) => element.isConnected);
  }

  /** @param {WidgetId} id */
  #findById(id) {
    // Pages keep ids in attributes, where a number becomes a text.
    const known = typeof id !== "object" && (this.#widgets.get(id) ?? this.#widgets.get(Number(id)));
    if (known) return known;
    const container = typeof id === "string" ? findElement(id) : id;
    return container instanceof Element ? this.#at(container) : undefined;
  }

  /** @param {Element} container */
  #at(container) {
    return [...this.#widgets.values()].find((widget) => widget.container === container);
  }

  /** An error in one container must not keep the others from being rendered. @param {Element} container */
  #tryToRender(container) {
    try {
      this.render(container);
    } catch (error) {
      console.error(error);
    }
  }
}

/** @param {string | Element} target */
function findContainer(target) {
  const container = typeof target === "string" ? findElement(target) : target;
  if (!container) throw new Error(`passwave: there is no element ${String(target)}`);
  return container;
}

/** An element by its id or by a selector. @param {string} name */
function findElement(name) {
  try {
    return document.getElementById(name) ?? document.querySelector(name);
  } catch {
    return null; // It is no selector.
  }
}

/** @returns {Promise<unknown>} */
function pageIsParsed() {
  if (document.readyState !== "loading") return Promise.resolve();
  return new Promise((resolve) => document.addEventListener("DOMContentLoaded", resolve, { once: true }));
}
