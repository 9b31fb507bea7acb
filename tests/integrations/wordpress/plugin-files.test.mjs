// What is in the plugin's zip: the same bytes each time, words for every language, one version, PHP that parses.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { pack, version } from "../../../integrations/wordpress/pack.mjs";
import { keptTemplate, template, translations } from "../../../integrations/wordpress/translations.mjs";
import { ROOT } from "../../support/paths.mjs";
import { newFolder } from "../../support/temporary-folder.mjs";

const PLUGIN = join(ROOT, "integrations/wordpress/passwave");

/** @param {string} name */
const file = (name) => readFileSync(join(PLUGIN, name), "utf8");
/** @param {string} program @param {string[]} options */
const run = (program, options) => execFileSync(program, options, { encoding: "utf8", stdio: "pipe" });

test("the same files make the same zip, which holds all that is needed and nothing else", (t) => {
  const folders = [newFolder(), newFolder()];
  t.after(() => folders.forEach((folder) => rmSync(folder, { recursive: true })));
  const [first = "", second = ""] = folders.map((folder) => pack(folder));
  assert.ok(readFileSync(first).equals(readFileSync(second)));
  const names = run("php", [
    "-r",
    `foreach (new RecursiveIteratorIterator(new PharData($argv[1])) as $file) {
      echo substr($file, strpos($file, '.zip/') + 5), PHP_EOL;
    }`,
    first,
  ]);
  const found = names.trim().split("\n").sort();
  for (const name of [
    "LICENSE-MIT",
    "readme.txt",
    "uninstall.php",
    "languages/passwave-de_DE.mo",
    "languages/passwave-zh_CN.mo",
  ]) {
    assert.ok(found.includes(`passwave/${name}`), name);
  }
  assert.ok(
    found.every((name) => /^passwave\/[\w/-]+(\.(php|txt|js|css|pot|po|mo))?$/.test(name)),
    names,
  );
});

test("the version is the project's, in every place", () => {
  const { version: project } = JSON.parse(readFileSync(join(ROOT, "pkg/package.json"), "utf8"));
  assert.equal(version(), project);
  assert.equal(/^Stable tag: (.+)$/m.exec(file("readme.txt"))?.[1], project);
  assert.ok(file("readme.txt").includes(`\n= ${project} =\n`));
});

test("readme.txt has the directory's fields, and says the same as the plugin's head", () => {
  for (const name of ["Requires at least", "Requires PHP", "License", "License URI"]) {
    const [readme, head] = ["readme.txt", "passwave.php"].map(
      (where) => new RegExp(`${name}:\\s+(.+)`).exec(file(where))?.[1],
    );
    assert.ok(readme, name);
    assert.equal(readme, head);
  }
  const [, short = ""] = /\n\n(.+)\n\n== Description ==/.exec(file("readme.txt")) ?? [];
  assert.ok(short.length > 20 && short.length <= 150, `${short.length} characters: ${short}`);
});

test("the template for translators is up to date: node integrations/wordpress/translations.mjs", () => {
  assert.equal(keptTemplate(), template());
});

test("every translation is complete, and its placeholders are right", () => {
  assert.ok(translations().length >= 2);
  for (const translation of translations()) {
    run("msgfmt", ["--check-format", "--output-file=-", translation]);
    run("msgcmp", [translation, join(PLUGIN, "languages/passwave.pot")]);
  }
});

test("every file of PHP parses, and none can be called by itself", () => {
  const scripts = readdirSync(PLUGIN, { recursive: true })
    .map(String)
    .filter((name) => name.endsWith(".php"));
  assert.ok(scripts.length > 10);
  for (const script of scripts) {
    assert.match(run("php", ["-l", join(PLUGIN, script)]), /No syntax errors/);
    assert.match(file(script), /defined\( '(ABSPATH|WP_UNINSTALL_PLUGIN)' \) \|\| exit;/, script);
  }
});
