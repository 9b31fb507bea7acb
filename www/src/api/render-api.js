import { TAG } from "./dialect.js";
import { Execution } from "./execution.js";
import { leftoversIn, parametersOf, removeLeftover } from "./leftovers.js";
import { dataParameters, normaliseParameters } from "./parameters.js";
import { isButton, RenderedWidget } from "./rendered-widget.js";

/** @typedef {import("../loader/element.js").PassWave} PassWave */
/** @typedef {import("./dialect.js").Dialect} Dialect */
/** @typedef {import("./dialect.js").Parameters} Parameters */
/** @typedef {import("./dialect.js").WidgetId} WidgetId */

/** The functions by which a page renders and controls widgets, in one dialect. */
export class RenderApi {
  #dialect;
  /** A check keeps itself, by its listeners: a page that swaps views need not take leave. */
  #widgets = /** @type {Map<number | string, WeakRef<RenderedWidget>>} */ (new Map());
  /** Where there is a check, or was one. @type {WeakMap<Element, WeakRef<RenderedWidget>>} */
  #places = new WeakMap();
  /** Those that the page has written itself. @type {WeakMap<Element, Execution>} */
  #written = new WeakMap();
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
    const widget = this.#at(container);
    if (!widget) return undefined;
    if (widget.isInPlace) {
      console.warn("passwave: this element contains a check already; the new callbacks take the place of the old ones");
      widget.callBackTo(parameters);
      return widget.id;
    }
    this.remove(widget.id);
    return undefined;
  }

  /** @param {Element | undefined} container @param {Parameters} parameters */
  #add(container, parameters) {
    const normalised = normaliseParameters(parameters);
    const translated = { lang: this.#language, ...(this.#dialect.translate?.(normalised, container) ?? normalised) };
    const place = container && (isButton(container) ? container.parentElement : container);
    if (place) leftoversIn(place, this.#dialect).forEach(removeLeftover);
    const widget = new RenderedWidget(container, translated, this.#dialect, this.#count);
    const reference = new WeakRef(widget);
    for (const [id, gone] of this.#widgets) if (!gone.deref()) this.#widgets.delete(id);
    this.#widgets.set(widget.id, reference);
    if (container) this.#places.set(container, reference);
    this.#count += 1;
    return widget.id;
  }

  get #all() {
    return [...this.#widgets.values()].map((widget) => widget.deref()).filter(isThere);
  }

  get #selector() {
    return this.#dialect.classNames.map((name) => `.${name}`).join();
  }

  /** Renders into all elements of the dialect's class. */
  renderAll = () => {
    for (const container of document.querySelectorAll(this.#selector)) {
      if (!this.#at(container)?.isInPlace) this.#tryToRender(container);
    }
  };

  /**
   * Pages are put into one another, and put back from copies: a copied check is made anew.
   * @param {boolean} withContainers Whether those that come later are rendered into as well.
   */
  watch(withContainers) {
    const look = (/** @type {MutationRecord[]} */ records) => {
      const places = new Set(records.filter(({ addedNodes }) => addedNodes.length).map(({ target }) => target));
      for (const place of places) {
        if (!(place instanceof Element)) continue;
        if (withContainers) this.#renderWhatIsNew(place);
        for (const check of leftoversIn(place, this.#dialect)) this.#renderAnew(check);
      }
    };
    new MutationObserver(look).observe(document, { childList: true, subtree: true });
  }

  /** A container that a page has emptied stays empty. @param {Element} place */
  #renderWhatIsNew(place) {
    for (const container of place.querySelectorAll(this.#selector)) {
      if (!this.#places.has(container) && container.hasAttribute("data-sitekey")) this.#tryToRender(container);
    }
  }

  /** @param {Element} check */
  #renderAnew(check) {
    const button = check.previousElementSibling;
    const isOfButton = button?.matches(this.#selector) && isButton(button);
    const container = isOfButton ? button : check.parentElement;
    if (container) this.#tryToRender(container, parametersOf(check));
  }

  /** The token, or the empty string. @param {WidgetId} [id] */
  getResponse = (id) => this.#find(id).token;

  /** Whether the widget had a token that can no longer be renewed. @param {WidgetId} [id] */
  isExpired = (id) => this.#find(id).element.state === "expired";

  /** Discards the token and starts over. @param {WidgetId} [id] */
  reset = (id) => this.#find(id).reset();

  /** Removes the widget from the page. @param {WidgetId} [id] */
  remove = (id) => {
    const widget = this.#find(id);
    this.#widgets.delete(widget.id);
    widget.remove();
  };

  /**
   * Verifies by proof of work, without a click, and resolves with a token. A sitekey in place of an id means an
   * invisible widget; an element of the page's own markup counts as well.
   * @param {WidgetId} [id] @param {{ action?: string }} [options]
   * @returns {Promise<string>}
   */
  execute = (id, options) => {
    const token = (this.#findWritten(id) ?? this.#findOrRender(id)).execute(options?.action);
    token.catch(() => {}); // Pages that do not await the token have an error callback.
    return token;
  };

  /** A `<pass-wave>` that the page has written itself. @param {WidgetId} [id] */
  #findWritten(id) {
    const element = typeof id === "string" && !this.#findById(id) ? findElement(id) : id;
    if (!(element instanceof HTMLElement) || element.localName !== TAG) return undefined;
    const written = this.#written.get(element) ?? new Execution(/** @type {PassWave} */ (element));
    this.#written.set(element, written);
    return written;
  }

  /** @param {WidgetId} [id] */
  #findOrRender(id) {
    const isSitekey = typeof id === "string" && id && !this.#findById(id) && !findElement(id);
    if (!isSitekey) return this.#find(id);
    const existing = this.#all.find((widget) => !widget.container && widget.sitekey === id);
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
    return this.#all.find(({ element }) => element.isConnected);
  }

  /** @param {WidgetId} id */
  #findById(id) {
    // Pages keep ids in attributes, where a number becomes a text.
    const known = typeof id !== "object" && (this.#widgets.get(id) ?? this.#widgets.get(Number(id)))?.deref();
    if (known) return known;
    const container = typeof id === "string" ? findElement(id) : id;
    return container instanceof Element ? this.#at(container) : undefined;
  }

  /** @param {Element} container */
  #at(container) {
    const widget = this.#places.get(container)?.deref();
    return widget && this.#widgets.has(widget.id) ? widget : undefined;
  }

  /**
   * An error in one container must not keep the others from being rendered.
   * @param {Element} container @param {Parameters} [parameters]
   */
  #tryToRender(container, parameters) {
    try {
      this.render(container, parameters);
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

/** @param {RenderedWidget | undefined} widget @returns {widget is RenderedWidget} */
function isThere(widget) {
  return Boolean(widget);
}

/** @returns {Promise<unknown>} */
function pageIsParsed() {
  if (document.readyState !== "loading") return Promise.resolve();
  return new Promise((resolve) => document.addEventListener("DOMContentLoaded", resolve, { once: true }));
}
