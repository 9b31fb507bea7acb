// A page that shows and removes the check again and again, as single-page apps do: what is left of those that are gone.
import assert from "node:assert/strict";
import { test } from "node:test";
import { launch } from "../support/chromium.mjs";
import { FastServer, SITEKEY } from "../support/fast-server.mjs";
import { fixtures } from "../support/fixtures.mjs";

/** @typedef {import("playwright-core").Page} Page */
/** @typedef {import("playwright-core").CDPSession} Session */

const on = fixtures({ browser: launch, server: () => FastServer.start() });

const TIMES = 500;

/** Counts the timers that wait. */
function countTimers() {
  const waiting = new Set();
  const { setTimeout: start, clearTimeout: end } = globalThis;
  const counted = (/** @type {Function} */ action, /** @type {number} */ after, /** @type {any[]} */ ...given) => {
    const id = start(() => (waiting.delete(id), action(...given)), after);
    waiting.add(id);
    return id;
  };
  const clear = (/** @type {any} */ id) => (waiting.delete(id), end(id));
  Object.assign(globalThis, { setTimeout: counted, clearTimeout: clear, waitingTimers: waiting });
}

/** How a page shows a check and takes it away. */
const PAGES = {
  "the element": {
    script: "/passwave.js",
    show: `place.innerHTML = '<form><pass-wave sitekey="${SITEKEY}" required></pass-wave></form>'`,
    remove: "place.textContent = ''",
  },
  "passwave.render and remove": {
    script: "/passwave.js",
    show: `const box = document.createElement("div"); place.append(box);
      globalThis.shown = passwave.render(box, { sitekey: "${SITEKEY}", callback() {} })`,
    remove: "passwave.remove(shown); place.textContent = ''",
  },
  "hcaptcha.render, and the view is swapped without remove": {
    script: "/compat/hcaptcha.js?render=explicit",
    show: `const box = document.createElement("div"); place.append(box);
      hcaptcha.render(box, { sitekey: "${SITEKEY}", callback() {} })`,
    remove: "place.textContent = ''",
  },
};

/**
 * Shows it so often, each until it is ready for a press; every tenth is pressed and goes in the middle of its work.
 * @param {Page} page @param {number} times @param {{ show: string, remove: string }} way
 */
const showAndRemove = (page, times, { show, remove }) =>
  page.evaluate(
    async ([times, show, remove]) => {
      const place = /** @type {Element} */ (document.querySelector("#place"));
      const run = (/** @type {unknown} */ code) => new Function("place", String(code))(place);
      const turn = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
      for (let nth = 0; nth < Number(times); nth++) {
        run(show);
        await turn();
        if (nth % 10 === 0) {
          const check = /** @type {any} */ (place.querySelector("pass-wave"));
          check.press();
          await new Promise((resolve) => {
            const look = () => check.state === "checking" && resolve(undefined);
            check.addEventListener("passwave-state", look);
            look();
          });
        }
        run(remove);
        await turn();
      }
    },
    [times, show, remove],
  );

/** How many objects of this kind there are. @param {Session} session @param {string} prototype */
async function count(session, prototype) {
  const { result } = await session.send("Runtime.evaluate", { expression: prototype });
  const { objects } = await session.send("Runtime.queryObjects", { prototypeObjectId: result.objectId ?? "" });
  const { result: length } = await session.send("Runtime.callFunctionOn", {
    objectId: objects.objectId ?? "",
    functionDeclaration: "function () { return this.length }",
    returnByValue: true,
  });
  await session.send("Runtime.releaseObject", { objectId: objects.objectId ?? "" });
  return Number(length.value);
}

/** @param {Page} page @param {Session} session */
async function measure(page, session) {
  await page.waitForFunction("waitingTimers.size === 0");
  await page.evaluate(() => performance.clearResourceTimings());
  await session.send("HeapProfiler.collectGarbage");
  await session.send("HeapProfiler.collectGarbage");
  const { metrics } = await session.send("Performance.getMetrics");
  const metric = (/** @type {string} */ name) => metrics.find((one) => one.name === name)?.value ?? 0;
  const memories = await page.evaluate(() => /** @type {any} */ (globalThis).wasmBytes());
  return {
    checks: await count(session, "customElements.get('pass-wave').prototype"),
    shadowRoots: await count(session, "ShadowRoot.prototype"),
    intersectionObservers: await count(session, "IntersectionObserver.prototype"),
    workers: page.workers().length,
    nodes: metric("Nodes"),
    listeners: metric("JSEventListeners"),
    heap_kB: Math.round(metric("JSHeapUsedSize") / 1000),
    wasm_kB: memories / 1000,
  };
}

/** The memory of the compiled widget is seen by nobody else. */
function watchMemory() {
  /** @type {WebAssembly.Memory[]} */
  const memories = [];
  const { instantiate } = WebAssembly;
  Object.assign(WebAssembly, {
    async instantiate(/** @type {any} */ bytes, /** @type {any} */ imports) {
      const made = /** @type {any} */ (await instantiate(bytes, imports));
      memories.push(
        ...Object.values((made.instance ?? made).exports).filter((one) => one instanceof WebAssembly.Memory),
      );
      return made;
    },
  });
  const bytes = () => memories.reduce((sum, { buffer }) => sum + buffer.byteLength, 0);
  Object.assign(globalThis, { wasmBytes: bytes });
}

for (const [name, way] of Object.entries(PAGES)) {
  test(`${name}: shown and removed ${TIMES} times, nothing is left, and the last one verifies`, async () => {
    const widget = await on.server.open(on.browser, `<div id="place"></div><script src="${way.script}"></script>`, {
      async prepare(page) {
        await page.addInitScript(countTimers);
        await page.addInitScript(watchMemory);
      },
    });
    const { page } = widget;
    try {
      const session = await page.context().newCDPSession(page);
      await session.send("Performance.enable");
      const ready = `typeof ${way.show.includes("hcaptcha") ? "hcaptcha?.render" : "passwave?.ready"} === "function"`;
      await page.waitForFunction(ready);
      await page.evaluate("globalThis.passwave?.ready()");
      await showAndRemove(page, 40, way);
      const before = await measure(page, session);
      await showAndRemove(page, TIMES, way);
      const after = await measure(page, session);
      const left = Object.entries(after).map(([what, now]) => [what, now - before[/** @type {"checks"} */ (what)]]);
      // A check has some fifty nodes and 5 kB in the heap, which grows a little by itself.
      for (const [what, more] of left) {
        const most = what === "heap_kB" ? TIMES : 0;
        assert.ok(Number(more) <= most, `${more} ${what} are left; ${JSON.stringify(before)}`);
      }
      await page.evaluate((show) => new Function("place", show)(document.querySelector("#place")), way.show);
      await widget.verify();
      assert.equal((await on.server.verify(await widget.token())).success, true);
      assert.deepEqual(widget.faults, []);
    } finally {
      await widget.close();
    }
  });
}
