// What a screen reader is told of the check's main button: several on a page differ, and while one has the focus
// neither its name nor its description changes.
import assert from "node:assert/strict";
import { test } from "node:test";
import { launch } from "../support/chromium.mjs";
import { FastServer } from "../support/fast-server.mjs";
import { fixtures } from "../support/fixtures.mjs";
import { still } from "../support/resting-phone.mjs";

/** @typedef {import("playwright-core").Page} Page */

const on = fixtures({ browser: launch, fast: () => FastServer.start() });

/**
 * The names that screen readers get for what has a role, in the page's order.
 * @param {Page} page @param {string} role
 */
async function namesOf(page, role) {
  const session = await page.context().newCDPSession(page);
  const { nodes } = await session.send("Accessibility.getFullAXTree");
  await session.detach();
  return nodes.filter((node) => !node.ignored && node.role?.value === role).map(({ name }) => name?.value);
}

/** @param {Page} page @param {string} name */
const waitForButton = (page, name) => page.getByRole("button", { name, exact: true }).waitFor();

test("checks in forms with a name of their own are told apart by it", { timeout: 60_000 }, async () => {
  const check = on.fast.widget();
  const body = `<form><h2>Newsletter</h2>${check}</form>
    <form aria-label="Contact">${check}</form>
    <h2 id="guests">Guest book</h2><form aria-labelledby="guests"><p>${check}</p></form>
    <fieldset><legend>Vote</legend>${check}</fieldset>`;
  const widgetPage = await on.fast.open(on.browser, body);
  const places = ["Newsletter", "Contact", "Guest book", "Vote"];
  for (const place of places) await waitForButton(widgetPage.page, `Verify you are human ${place}`);
  const groups = (await namesOf(widgetPage.page, "group")).filter((name) => /^Human check/.test(name));
  assert.deepEqual(
    groups,
    places.map((place) => `Human check: ${place}`),
  );
  await widgetPage.close();
});

test("checks without one, or with the same, are told apart by their number", { timeout: 60_000 }, async () => {
  const check = on.fast.widget();
  const form = `<form><h2>Comment</h2>${check}</form>`;
  const widgetPage = await on.fast.open(on.browser, `<div>${check}</div>${form}${form}`);
  const { page } = widgetPage;
  for (const number of [1, 2, 3]) await waitForButton(page, `Verify you are human ${number}`);
  for (const number of [2, 3])
    await page.getByRole("button", { name: `Verify you are human ${number}` }).press("Enter");
  await page.evaluate(() => /** @type {HTMLElement} */ (document.activeElement).blur());
  for (const number of [2, 3]) await waitForButton(page, `Verified. ${number}`);
  await widgetPage.close();
});

test("a check that is alone has no more to its name", { timeout: 60_000 }, async () => {
  const widgetPage = await on.fast.open(on.browser, `<form><h2>Newsletter</h2>${on.fast.widget()}</form>`);
  await waitForButton(widgetPage.page, "Verify you are human");
  await widgetPage.page.waitForLoadState("networkidle");
  assert.ok((await namesOf(widgetPage.page, "button")).includes("Verify you are human"));
  await widgetPage.close();
});

/** Every name and description of the focused button that the accessibility tree tells of. @param {Page} page */
async function listenToTree(page) {
  const session = await page.context().newCDPSession(page);
  const told = /** @type {Set<string>} */ (new Set());
  const look = async () => {
    const { nodes } = await session.send("Accessibility.getFullAXTree");
    const isFocused = (/** @type {{ name: string, value: { value?: unknown } }} */ { name, value }) =>
      name === "focused" && value.value === true;
    for (const { role, name, description, properties } of nodes)
      if (role?.value === "button" && properties?.some(isFocused))
        told.add(`${name?.value}: ${description?.value ?? ""}`);
  };
  await session.send("Accessibility.enable");
  session.on("Accessibility.nodesUpdated", () => void look().catch(() => {})); // The page may be gone by then.
  await look();
  return { told, look };
}

for (const [way, recording] of Object.entries({ press: undefined, wave: still() }))
  test(`from the press to the verdict the focused button is called the same: ${way}`, { timeout: 60_000 }, async () => {
    const caution = `caution="Go on only if you wanted to sign in."`;
    const widgetPage = await on.fast.open(on.browser, on.fast.widget(caution), { recording });
    await widgetPage.part("start").focus();
    await widgetPage.page.waitForLoadState("networkidle");
    const { told, look } = await listenToTree(widgetPage.page);
    const [before] = told;
    await widgetPage.page.keyboard.press("Enter");
    if (recording) {
      await widgetPage.reach(["listening"]);
      await look();
      await widgetPage.page.evaluate(() => /** @type {any} */ (document.querySelector("pass-wave")).press());
    }
    await widgetPage.reach(["verified"]);
    await widgetPage.page.waitForLoadState("networkidle");
    await look();
    assert.match(before ?? "", /^(Verify you are human|Wave your phone to verify): Go on only/);
    assert.deepEqual([...told], [before], "a change would be spoken on top of the message");
    await widgetPage.page.keyboard.press("Tab");
    await waitForButton(widgetPage.page, "Verified.");
    await widgetPage.close();
  });
