/** @type {MutationObserver | undefined} */
let observer;

/** A page may change its language, and a translator changes it as well. @param {() => void} update all checks */
export function watchLanguage(update) {
  if (observer) return;
  observer = new MutationObserver(update);
  observer.observe(document, { subtree: true, attributeFilter: ["lang"] });
  queueMicrotask(update); // It may have changed before this script was there.
}
