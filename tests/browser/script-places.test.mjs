// A script that does not lie beside the other files: the server of `server` has them.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { freshPage, launch } from "../support/chromium.mjs";
import { FastServer, SITEKEY } from "../support/fast-server.mjs";
import { fixtures } from "../support/fixtures.mjs";
import { DIST } from "../support/paths.mjs";
import { Site } from "../support/static-site.mjs";
import { press } from "../support/widget-actions.mjs";

const on = fixtures({ browser: launch, server: () => FastServer.start(), site: () => Site.start() });

const LOADER = readFileSync(join(DIST, "passwave.js"), "utf8");

/** @type {Record<string, { files: Record<string, string>, tag: string }>} */
const PLACES = {
  "in a combined file": {
    files: { "assets/all.js": `var before = 1;\n${LOADER}\n;var after = 2;` },
    tag: `<script src="/assets/all.js"></script>`,
  },
  'with type="module"': {
    files: { "assets/passwave.js": LOADER },
    tag: `<script type="module" src="/assets/passwave.js"></script>`,
  },
  "a copy of the one file, as on a CDN": {
    files: { "cdn/passwave.js": LOADER },
    tag: `<script src="/cdn/passwave.js" async></script>`,
  },
  "written into the page": { files: {}, tag: `<script>${LOADER.replaceAll("</script", "<\\/script")}</script>` },
};

for (const [place, { files, tag }] of Object.entries(PLACES)) {
  for (const lang of ["en", "de"]) {
    test(`the script ${place}: the rest comes from the server, in ${lang}`, { timeout: 60_000 }, async () => {
      const check = `<pass-wave sitekey="${SITEKEY}" server="${on.server.url}"></pass-wave>`;
      const head = `<meta charset="utf-8"><title>A site</title>${tag}`;
      const html = `<!doctype html><html lang="${lang}">${head}<form>${check}</form></html>`;
      on.site.files = { "index.html": html, "favicon.ico": "", ...files };
      const { page, context } = await freshPage(on.browser);
      /** @type {string[]} */
      const exceptions = [];
      page.on("pageerror", (error) => exceptions.push(String(error)));
      await page.goto(`${on.site.url}/`);
      const widget = page.locator("pass-wave");
      await press(widget);
      await page.waitForFunction(() => {
        const { state } = /** @type {any} */ (document.querySelector("pass-wave"));
        return state === "verified" || state === "failed";
      });
      await widget.locator(`[part~=box][lang=${lang}]`).waitFor();
      const token = await widget.evaluate((element) => /** @type {any} */ (element).value);
      assert.equal((await on.server.verify(token)).success, true);
      assert.deepEqual(exceptions, []);
      await context.close();
    });
  }
}
