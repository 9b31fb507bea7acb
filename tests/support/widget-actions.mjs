// The only check on a page, for tests that hold the page itself; a `Visit` has the same.

/** @typedef {import("playwright-core").Page} Page */

/** A part of the widget, inside its shadow root. @param {Page} page @param {string} [name] */
export const part = (page, name = "start") => page.locator("pass-wave").locator(`[part~=${name}]`);

/** Waits until the widget shows that state. @param {Page} page @param {string} state */
export const reach = (page, state) =>
  page.waitForFunction((state) => /** @type {any} */ (document.querySelector("pass-wave")).state === state, state, {
    timeout: 30_000,
  });

/**
 * Presses what verifies without waving: "Press instead" where it is offered, else the main button.
 * @param {import("playwright-core").Locator} widget
 */
export async function press(widget) {
  await widget.locator("[part~=start]").waitFor({ state: "visible" });
  const other = widget.locator("[part~=press-instead]");
  await ((await other.isVisible()) ? other : widget.locator("[part~=start]")).click();
}

/** The same for the only check on a page. @param {Page} page */
export const pressOnly = (page) => press(page.locator("pass-wave"));

/** Verifies without waving. @param {Page} page */
export async function verify(page) {
  await pressOnly(page);
  await reach(page, "verified");
}

/** @param {Page} page @returns {Promise<string>} */
export const token = (page) => page.evaluate(() => /** @type {any} */ (document.querySelector("pass-wave")).value);

/** The control of the widget that has the focus, as a screen reader meets it. @param {Page} page */
export const focused = (page) =>
  page.evaluate(() => {
    const root = document.querySelector("pass-wave")?.shadowRoot;
    const control = /** @type {HTMLButtonElement | null | undefined} */ (root?.activeElement);
    if (!control) return null;
    const { x, y } = control.getBoundingClientRect();
    const ids = control.getAttribute("aria-labelledby")?.split(" ") ?? [];
    const labels = ids.map((id) => root?.getElementById(id)?.textContent ?? "");
    return {
      part: control.getAttribute("part"),
      name: control.textContent || labels.join(" ").trim(),
      tag: control.tagName,
      role: control.getAttribute("role"),
      disabled: control.disabled,
      x,
      y,
    };
  });
