// Checks that are small, unseen, or begin with their form, in Chromium, Firefox and WebKit.
import assert from "node:assert/strict";
import { EngineSite } from "../support/engine-site.mjs";
import { inEachEngine } from "../support/engines.mjs";
import { fixtures } from "../support/fixtures.mjs";
import { ENGLISH } from "../support/widget-strings.mjs";

/** @typedef {import("../support/engines.mjs").EnginePage} EnginePage */
/** @typedef {import("../support/engine-visit.mjs").EngineVisit} EngineVisit */

const on = fixtures({ site: EngineSite.start });

const FORM = `<form action="/sent/"><input name="note" value="mine">CHECK<button id="send" name="by" value="button">Send</button></form>`;

/** @param {EnginePage} page @param {string} attributes */
const open = (page, attributes) => on.site.open(page, { attributes, body: FORM });

/** Whether a part is in sight. @param {EngineVisit} visit @param {string} [name] */
const isSeen = (visit, name = "start") =>
  visit.page.evaluate((name) => {
    const part = document.querySelector("pass-wave")?.shadowRoot?.querySelector(`[part~=${name}]`);
    return (
      Boolean(part?.getClientRects().length) && getComputedStyle(/** @type {Element} */ (part)).visibility === "visible"
    );
  }, name);

/** Waits for the script that begins a check with its form. @param {EngineVisit} visit */
const mayBeSent = (visit) =>
  visit.until("the form may be sent", () => document.querySelector("form")?.matches(":valid") ?? false);

/** What the form has sent. @param {EngineVisit} visit */
async function sent(visit) {
  const address = await visit.until("the form was sent", () => (location.pathname === "/sent/" ? location.href : ""));
  return new URL(address).searchParams;
}

/** @param {URLSearchParams} fields */
async function assertProven(fields) {
  const answer = await on.site.server.verify(fields.get("passwave-response") ?? "");
  assert.equal(answer.success, true, JSON.stringify(answer));
}

/** @param {EngineVisit} visit @param {string} name @param {string} value */
const set = (visit, name, value) =>
  visit.page.evaluate((name, value) => document.querySelector("pass-wave")?.setAttribute(name, value), name, value);

/** Where the button is that sends the form. @param {EngineVisit} visit */
const placeOfSend = (visit) =>
  visit.page.evaluate(() => JSON.stringify(document.querySelector("#send")?.getBoundingClientRect()));

/** @type {Record<string, (page: EnginePage) => Promise<void>>} */
const CASES = {
  "compact: one press verifies, also where a site would have one wave": async (page) => {
    const visit = await open(page, `size="compact" way="wave"`);
    const { height } = await visit.box("box");
    assert.ok(height <= 56, `${height} px high`);
    assert.equal((await visit.main()).name, ENGLISH.startPress);
    await visit.click();
    await on.site.assertVerified(visit);
  },

  "begun by sending: nothing is seen before, one sentence says what happens, and the form goes on by itself": async (
    page,
  ) => {
    const visit = await open(page, `start="submit"`);
    await mayBeSent(visit);
    assert.equal(await isSeen(visit), false);
    const place = await placeOfSend(visit);
    const release = on.site.hold("/passwave-worker.js");
    await visit.send();
    await visit.speaks("checking");
    assert.equal(await placeOfSend(visit), place, "the form's button stays where it is");
    await visit.send();
    release();
    const fields = await sent(visit);
    assert.deepEqual([fields.get("note"), fields.get("by")], ["mine", "button"]);
    await assertProven(fields);
  },

  "begun by sending before the rest of the script is there: said at once, and sent by a second press": async (page) => {
    const release = on.site.hold("/passwave-main.js");
    const visit = await open(page, `start="submit"`);
    await visit.send();
    await visit.reach("asking");
    await visit.says("oneMoment").finally(release);
    await on.site.assertVerified(visit).catch((cause) => assert.fail(cause));
    await visit.send();
    assert.ok((await sent(visit)).get("passwave-response"));
  },

  "begun by sending, what fails is seen and focused, and sending again tries again": async (page) => {
    const visit = await open(page, `start="submit" help-href="tel:1"`);
    await mayBeSent(visit);
    const sitekey = await page.evaluate(() => document.querySelector("pass-wave")?.getAttribute("sitekey") ?? "");
    await set(visit, "sitekey", "unknown");
    await visit.send();
    await visit.reach("failed");
    await visit.says("notSetUp");
    assert.equal(await visit.focused(), "start");
    assert.deepEqual([await isSeen(visit), await isSeen(visit, "help")], [true, true]);
    await set(visit, "sitekey", sitekey);
    await visit.send();
    await assertProven(await sent(visit));
  },

  "begun by sending, it can be stopped: the form stays, and can be sent again": async (page) => {
    const visit = await open(page, `start="submit"`);
    await mayBeSent(visit);
    const release = on.site.hold("/passwave-worker.js");
    await visit.send();
    await visit.reach("checking");
    await visit.until(
      "it can be stopped",
      (part) => {
        const stop = document.querySelector("pass-wave")?.shadowRoot?.querySelector(`[part~=${part}]`);
        if (stop?.getClientRects().length) /** @type {HTMLElement} */ (stop).click();
        return /** @type {any} */ (document.querySelector("pass-wave")).state === "idle";
      },
      "stop",
    );
    await visit.says("stopped");
    assert.equal(await isSeen(visit, "message"), true);
    release();
    await visit.send();
    await assertProven(await sent(visit));
  },

  "begun by sending, without a server and so without a token": async (page) => {
    const visit = await open(page, `start="submit" evidence="none"`);
    await mayBeSent(visit);
    await visit.send();
    assert.deepEqual([...(await sent(visit)).keys()], ["note", "by"]);
  },

  "begun by sending, closing a dialog is no sending": async (page) => {
    const visit = await on.site.open(page, {
      attributes: `start="submit"`,
      body: `<dialog open><form method="dialog">CHECK<button id="cancel" formnovalidate>Cancel</button></form></dialog>`,
    });
    await mayBeSent(visit);
    await page.evaluate(() => /** @type {HTMLElement} */ (document.querySelector("#cancel")).click());
    assert.equal(await page.evaluate(() => document.querySelector("dialog")?.open), false);
    assert.equal(await visit.state(), "idle");
  },

  "start set later: sending begins the check from then on": async (page) => {
    const visit = await open(page, "");
    assert.equal(await isSeen(visit), true);
    await set(visit, "start", "submit");
    await visit.until("it is out of sight", () => {
      const start = document.querySelector("pass-wave")?.shadowRoot?.querySelector("[part~=start]");
      return Boolean(start) && getComputedStyle(/** @type {Element} */ (start)).visibility === "hidden";
    });
    await mayBeSent(visit);
    await visit.send();
    await assertProven(await sent(visit));
  },

  "a check that comes and goes leaves no listener in the page": async (page) => {
    const visit = await open(page, `start="submit"`);
    await mayBeSent(visit);
    const left = await page.evaluate(() => {
      const check = /** @type {Element} */ (document.querySelector("pass-wave"));
      const heard = new Set();
      for (const [method, change] of /** @type {const} */ ([
        ["addEventListener", "add"],
        ["removeEventListener", "delete"],
      ])) {
        const original = document[method];
        document[method] = (/** @type {any[]} */ ...given) => {
          heard[change](`${String(given[0])}`);
          return Reflect.apply(original, document, given);
        };
      }
      for (let times = 0; times < 3; times++) {
        const { parentNode, nextSibling } = check;
        check.remove();
        parentNode?.insertBefore(check, nextSibling);
      }
      const used = [...heard].sort();
      check.remove();
      return { used, left: [...heard] };
    });
    assert.deepEqual(left, { used: ["focusin", "submit", "visibilitychange"], left: [] });
  },

  "unseen and begun by the focus of a field: who sends the form earlier waits, and it goes on by itself": async (
    page,
  ) => {
    const visit = await open(page, `start="focus" size="invisible"`);
    await mayBeSent(visit);
    assert.equal(await isSeen(visit), false);
    const release = on.site.hold("/passwave-worker.js");
    await page.evaluate(() => document.querySelector("input")?.focus());
    await visit.until("it is at work, and seen", () => {
      const box = document.querySelector("pass-wave")?.shadowRoot?.querySelector("[part~=box]");
      return Boolean(box?.getClientRects().length);
    });
    await visit.send();
    release();
    const fields = await sent(visit);
    assert.deepEqual([fields.get("note"), fields.get("by")], ["mine", "button"]);
    await assertProven(fields);
  },

  "begun by the focus of a field: silent while one types, and the focus stays": async (page) => {
    const visit = await open(page, `start="focus" required`);
    assert.equal(await visit.state(), "idle");
    await page.evaluate(() => document.querySelector("input")?.focus());
    await visit.reach("verified");
    await visit.says("verified");
    const seen = await page.evaluate(() => ({
      live: document
        .querySelector("pass-wave")
        ?.shadowRoot?.querySelector("[part~=message]")
        ?.getAttribute("aria-live"),
      focused: document.activeElement?.localName,
    }));
    assert.deepEqual(seen, { live: "off", focused: "input" });
    await visit.send();
    await assertProven(await sent(visit));
  },

  "invisible: seen from press() to the verdict": async (page) => {
    const release = on.site.hold("/passwave-worker.js");
    const visit = await open(page, `size="invisible"`);
    assert.equal(await isSeen(visit), false);
    await page.evaluate(() => /** @type {any} */ (document.querySelector("pass-wave")).press());
    await visit.until("it is seen", () => {
      const box = document.querySelector("pass-wave")?.shadowRoot?.querySelector("[part~=box]");
      return Boolean(box?.getClientRects().length);
    });
    release();
    await on.site.assertVerified(visit);
    assert.equal(await isSeen(visit), false);
  },
};

inEachEngine(CASES);
