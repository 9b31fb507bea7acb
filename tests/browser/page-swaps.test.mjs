// Pages that are put into one another by the real libraries, forwards and back: each has one check, and its token
// stands once in the form.
import assert from "node:assert/strict";
import { test } from "node:test";
import { freshPage, launch } from "../support/chromium.mjs";
import { FastServer, SITEKEY } from "../support/fast-server.mjs";
import { fixtures } from "../support/fixtures.mjs";
import { SWAPPING_LIBRARIES, swapperOf } from "../support/swapping-libraries.mjs";

const on = fixtures({ browser: launch, server: () => FastServer.start() });

/** @typedef {import("playwright-core").Page} Page */

/** How a check comes into the page, and the field of its token. */
const KINDS = {
  element: {
    markup: `<pass-wave sitekey="${SITEKEY}"></pass-wave>`,
    script: "/passwave.js",
    field: "passwave-response",
  },
  container: {
    markup: `<div class="passwave" data-sitekey="${SITEKEY}"></div>`,
    script: "/passwave.js",
    field: "passwave-response",
  },
  "reCAPTCHA's container": {
    markup: `<div class="g-recaptcha" data-sitekey="${SITEKEY}"></div>`,
    script: "/compat/recaptcha.js",
    field: "g-recaptcha-response",
  },
};

/**
 * Two pages with a form each, which link to each other.
 * @param {string} library @param {keyof typeof KINDS} kind @param {"head" | "main"} place of the widget's script
 */
async function open(library, kind, place) {
  const { page, faults, context } = await freshPage(on.browser);
  page.setDefaultTimeout(10_000);
  const { script, begin } = swapperOf(library);
  const { markup, script: loader } = KINDS[kind];
  const tag = `<script src="${loader}"></script>`;
  await page.route("**/library.js", (route) => route.fulfill({ body: script, contentType: "text/javascript" }));
  await page.route("**/begin.js", (route) => route.fulfill({ body: begin, contentType: "text/javascript" }));
  for (const [name, other] of [
    ["one", "two"],
    ["two", "one"],
  ]) {
    const body = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${name}</title>
      <script src="/library.js"></script>${place === "head" ? tag : ""}<script src="/begin.js" defer></script></head>
      <body hx-boost="true" hx-boost:inherited="true"><main><h1>${name}</h1><form id="${name}">${markup}</form>
      <a href="/${other}" id="go">Go</a>${place === "main" ? tag : ""}</main></body></html>`;
    await page.route(`${on.server.url}/${name}`, (route) => route.fulfill({ body, contentType: "text/html" }));
  }
  await page.goto(`${on.server.url}/one`);
  return { page, faults, close: () => context.close() };
}

/**
 * Verifies on the page of this name; what its form then carries.
 * @param {Page} page @param {string} name @param {string} field
 */
async function verified(page, name, field) {
  await page.locator(`form#${name} pass-wave [part~=start]`).first().click();
  return page.evaluate(
    async ([name, field]) => {
      const form = /** @type {HTMLFormElement} */ (document.querySelector(`form#${name}`));
      const checks = [.../** @type {NodeListOf<any>} */ (document.querySelectorAll("pass-wave"))];
      await new Promise((resolve) => {
        const look = () => checks[0].state === "verified" && resolve(undefined);
        checks[0].addEventListener("passwave-state", look);
        look();
      });
      await new Promise((resolve) => setTimeout(resolve));
      const held = checks.map(({ value }) => Boolean(value));
      const sent = new FormData(form).getAll(String(field));
      return { held, isSent: sent.length === 1 && sent[0] === checks[0].value };
    },
    [name, field],
  );
}

const ONE = { held: [true], isSent: true };

for (const library of SWAPPING_LIBRARIES) {
  for (const kind of /** @type {(keyof typeof KINDS)[]} */ (Object.keys(KINDS))) {
    for (const place of /** @type {const} */ (["head", "main"])) {
      const isCompat = kind === "reCAPTCHA's container";
      // The original renders once per load, so the page must run its script again; Swup runs none.
      if (isCompat ? place === "head" || library.startsWith("Swup") : place === "main" && !library.startsWith("Turbo"))
        continue;
      test(`${library}: ${kind}, script in ${place}, forwards and back`, { timeout: 60_000 }, async () => {
        const { page, faults, close } = await open(library, kind, place);
        const { field } = KINDS[kind];
        try {
          await page.evaluate(() => Object.assign(globalThis, { isSamePage: true }));
          assert.deepEqual(await verified(page, "one", field), ONE, "at first");
          await page.click("#go");
          await page.waitForSelector("form#two");
          assert.deepEqual(await verified(page, "two", field), ONE, "forwards");
          await page.goBack({ waitUntil: "commit" });
          await page.waitForSelector("form#one");
          assert.deepEqual(await verified(page, "one", field), ONE, "back");
          assert.equal(await page.evaluate("isSamePage"), true, "no page was loaded anew");
          assert.deepEqual(faults, []);
        } finally {
          await close();
        }
      });
    }
  }
}

test("Turbo's Back with reCAPTCHA's script in the head: the copy that it puts back is a check", async () => {
  const { page, faults, close } = await open("Turbo 8.0", "reCAPTCHA's container", "head");
  const field = "g-recaptcha-response";
  assert.deepEqual(await verified(page, "one", field), ONE);
  await page.click("#go");
  await page.waitForSelector("form#two", { state: "attached" });
  await page.goBack({ waitUntil: "commit" });
  await page.waitForSelector("form#one");
  assert.deepEqual(await verified(page, "one", field), ONE);
  assert.deepEqual(faults, []);
  await close();
});

/** Each puts a copy into `two`. */
const COPIES = [
  { name: "cloneNode", act: "two.append(...one.cloneNode(true).childNodes)" },
  { name: "importNode", act: "two.append(...document.importNode(one, true).childNodes)" },
  { name: "innerHTML", act: "two.innerHTML = one.innerHTML" },
  {
    name: "a template",
    act: `const kept = document.createElement("template"); kept.innerHTML = one.innerHTML;
      two.append(kept.content.cloneNode(true))`,
  },
];

for (const { name, act } of COPIES) {
  for (const kind of /** @type {(keyof typeof KINDS)[]} */ (Object.keys(KINDS))) {
    test(`${kind}, verified and copied by ${name}: the copy verifies by itself`, { timeout: 60_000 }, async () => {
      const { page, faults, close } = await open("Turbo 8.0", kind, "head");
      const { field } = KINDS[kind];
      await verified(page, "one", field);
      await page.evaluate((act) => {
        const one = /** @type {Element} */ (document.querySelector("form#one"));
        const two = Object.assign(document.createElement("form"), { id: "two" });
        new Function("one", "two", act)(one, two);
        one.replaceWith(two);
      }, act);
      assert.equal(await page.evaluate((field) => String(new FormData(document.forms[0]).get(field) ?? ""), field), "");
      assert.deepEqual(await verified(page, "two", field), ONE);
      assert.deepEqual(faults, []);
      await close();
    });
  }
}

test("a loader that runs again, as script and as module, changes nothing", { timeout: 60_000 }, async () => {
  const { page, faults, close } = await open("Turbo 8.0", "container", "head");
  await page.addScriptTag({ url: "/passwave.js" });
  await page.addScriptTag({ url: "/passwave.js?again" });
  await page.addScriptTag({ url: "/passwave.mjs", type: "module" });
  assert.deepEqual(await verified(page, "one", "passwave-response"), ONE);
  assert.deepEqual(faults, []);
  await close();
});

test("a container that a page has emptied stays empty, and is rendered into when asked", async () => {
  const { page, faults, close } = await open("Turbo 8.0", "container", "head");
  await page.waitForSelector("pass-wave");
  const count = await page.evaluate(async () => {
    const container = /** @type {Element} */ (document.querySelector(".passwave"));
    container.textContent = "Thank you.";
    await new Promise((resolve) => setTimeout(resolve));
    const after = document.querySelectorAll("pass-wave").length;
    /** @type {any} */ (globalThis).passwave.render(container);
    return [after, document.querySelectorAll("pass-wave").length];
  });
  assert.deepEqual(count, [0, 1]);
  assert.deepEqual(await verified(page, "one", "passwave-response"), ONE);
  assert.deepEqual(faults, []);
  await close();
});

test("adopted by a document without a window before all has come, the check has its styles", async () => {
  const { page, faults, close } = await open("Turbo 8.0", "element", "head");
  await page.evaluate(() => {
    const form = /** @type {Element} */ (document.querySelector("form#one"));
    const place = form.parentElement;
    const check = document.createElement("pass-wave");
    check.setAttribute("sitekey", "test-site");
    new DOMParser().parseFromString("", "text/html").body.append(check);
    form.replaceChildren(check);
    place?.prepend(form);
  });
  await page.waitForFunction(() => document.querySelector("pass-wave")?.shadowRoot?.adoptedStyleSheets.length === 3);
  assert.deepEqual(await verified(page, "one", "passwave-response"), ONE);
  assert.deepEqual(faults, []);
  await close();
});
