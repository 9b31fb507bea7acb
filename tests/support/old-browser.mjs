// A browser as old as the documents promise: runs in the page, before anything else.

/** Takes away what Chromium 96, Firefox 90 or Safari 15 lacks. */
export function growOld() {
  /** @type {[object, string[]][]} */
  const later = [
    [
      globalThis,
      [
        "ElementInternals",
        "trustedTypes",
        "structuredClone",
        "scheduler",
        "navigation",
        "IntersectionObserver",
        "speechSynthesis",
        "CSSStyleSheet",
      ],
    ],
    [HTMLElement.prototype, ["attachInternals", "popover"]],
    [HTMLFormElement.prototype, ["requestSubmit"]],
    [SubmitEvent.prototype, ["submitter"]],
    [Element.prototype, ["checkVisibility"]],
    [ShadowRoot.prototype, ["adoptedStyleSheets"]],
    [Document.prototype, ["adoptedStyleSheets"]],
    [Promise, ["withResolvers", "any", "try"]],
    [Object, ["hasOwn", "groupBy"]],
    [Array.prototype, ["findLast", "toSorted"]],
    [String.prototype, ["at", "isWellFormed"]],
    [AbortSignal, ["timeout", "any"]],
    [Navigator.prototype, ["wakeLock", "vibrate", "userAgentData"]],
  ];
  const kept = later.flatMap(([owner, names]) =>
    names.filter((name) => name in owner && !Reflect.deleteProperty(owner, name)),
  );
  // Form-associated elements are unknown: the browser calls no element about its form.
  const define = customElements.define;
  customElements.define = function (name, element, ...more) {
    Object.defineProperty(element, "formAssociated", { value: false });
    define.call(this, name, element, ...more);
  };
  Object.assign(globalThis, { keptDespiteAge: kept });
}
