// The system's Firefox, steered by WebDriver BiDi. It has no sensor override, so here nobody waves.
import puppeteer from "puppeteer-core";

/** @typedef {import("puppeteer-core").Page} Page */

const MOST_STOPS = 30;

/** Starts a headless browser; the caller closes it. */
export const launchFirefox = () =>
  puppeteer.launch({
    browser: "firefox",
    executablePath: process.env.PASSWAVE_FIREFOX ?? "/usr/bin/firefox-esr",
    headless: true,
  });

/**
 * Opens a page that has the widget on it, in a context of its own.
 * Whatever goes wrong inside it is kept in `faults`.
 * @param {import("puppeteer-core").Browser} browser @param {string} address
 */
export async function open(browser, address) {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  /** @type {string[]} */
  const faults = [];
  page.on("pageerror", (error) => faults.push(String(error)));
  page.on("console", (line) => line.type() === "error" && faults.push(line.text()));
  await page.goto(address);
  await page.waitForFunction(() => customElements.get("pass-wave"));
  return { page, faults, close: () => context.close() };
}

/** What has the focus: the part of the widget, or nothing of it. @param {Page} page */
export const focusedPart = (page) =>
  page.evaluate(() => document.querySelector("pass-wave")?.shadowRoot?.activeElement?.getAttribute("part") ?? "");

/** Presses Tab until that part has the focus. @param {Page} page @param {string} part */
export async function tabTo(page, part) {
  for (let stops = 0; stops < MOST_STOPS; stops += 1) {
    await page.keyboard.press("Tab");
    if ((await focusedPart(page)) === part) return;
  }
  throw new Error(`${MOST_STOPS} times Tab, and the focus was never on ${part}`);
}

/** Waits until the widget shows that state. @param {Page} page @param {string} state */
export const reach = (page, state) =>
  page.waitForFunction(
    (wanted) => /** @type {any} */ (document.querySelector("pass-wave")).state === wanted,
    { timeout: 60_000 },
    state,
  );

/** The words on show. @param {Page} page */
export const message = (page) =>
  page.evaluate(
    () => document.querySelector("pass-wave")?.shadowRoot?.querySelector("[part~=message]")?.textContent ?? "",
  );

/** @typedef {{ x: number, y: number }} Point */

/** Where a part of the widget is. @param {Page} page @param {string} part */
export const centre = (page, part) =>
  page.evaluate((part) => {
    const box = document
      .querySelector("pass-wave")
      ?.shadowRoot?.querySelector(`[part~=${part}]`)
      ?.getBoundingClientRect();
    if (!box?.height) throw new Error(`${part} is not in sight`);
    return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  }, part);

/**
 * A mouse that is pressed at the first point, moved along, and let go at the last.
 * @param {Page} page @param {Point[]} path
 */
export async function drag({ mouse }, [from, ...path]) {
  if (!from) throw new Error("a path needs a point");
  await mouse.move(from.x, from.y);
  await mouse.down();
  for (const { x, y } of path) await mouse.move(x, y, { steps: 5 });
  await mouse.up();
}

/** A finger that does the same on the glass. @param {Page} page @param {Point[]} path */
export async function swipe({ touchscreen }, [from, ...path]) {
  if (!from) throw new Error("a path needs a point");
  const finger = await touchscreen.touchStart(from.x, from.y);
  for (const { x, y } of path) await finger.move(x, y);
  await finger.end();
}

/** Sends the form; what the site's backend heard from siteverify. @param {Page} page */
export async function submit(page) {
  await page.click("form [type=submit]");
  const answer = await page.waitForSelector("pre");
  return JSON.parse((await answer?.evaluate((element) => element.textContent)) ?? "");
}
