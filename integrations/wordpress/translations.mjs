// The template for translators, made from the plugin's own words: node translations.mjs writes it, and brings the
// translations up to date with it. What is new in them is then empty.
import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const PLUGIN = fileURLToPath(new URL("passwave/", import.meta.url));
const LANGUAGES = join(PLUGIN, "languages");
const TEMPLATE = join(LANGUAGES, "passwave.pot");
const KEYWORDS = ["__", "esc_html__", "esc_attr__"].map((name) => `--keyword=${name}`);
const LOOKS = [
  "--from-code=UTF-8",
  "--language=PHP",
  "--add-comments=translators:",
  "--add-location=file",
  "--no-wrap",
];

/** @param {string} folder below the plugin's */
const scripts = (folder) =>
  readdirSync(join(PLUGIN, folder))
    .filter((name) => name.endsWith(".php"))
    .sort()
    .map((name) => join(folder, name));

/** What the list of plugins shows, which stands in a comment. */
function description() {
  const found = /^ \* Description:\s+(.+)$/m.exec(readFileSync(join(PLUGIN, "passwave.php"), "utf8"));
  if (!found) throw new Error("passwave.php has no description");
  return `#. Description of the plugin\n#: passwave.php\nmsgid ${JSON.stringify(found[1])}\nmsgstr ""\n`;
}

/** The template as the plugin's files have it now. */
export function template() {
  const files = [...scripts("."), ...scripts("includes")];
  const options = [...KEYWORDS, ...LOOKS, "--package-name=Passwave", "--output=-", ...files];
  const made = execFileSync("xgettext", options, { cwd: PLUGIN, encoding: "utf8" });
  const dated = /^"(POT-Creation-Date|PO-Revision-Date|Report-Msgid-Bugs-To|Last-Translator|Language-Team):.*\n/gm;
  const text = made
    .replace(dated, "")
    .replace(/^# .*\n|^#\n/gm, "")
    .replace("charset=CHARSET", "charset=UTF-8")
    .replace("#, fuzzy\n", "");
  return `# The words of the Passwave plugin.\n${text}\n${description()}`;
}

/** The translations there are. */
export const translations = () =>
  readdirSync(LANGUAGES)
    .filter((name) => name.endsWith(".po"))
    .map((name) => join(LANGUAGES, name));

/** The template as it is kept. */
export const keptTemplate = () => readFileSync(TEMPLATE, "utf8");

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(TEMPLATE, template());
  for (const file of translations()) {
    execFileSync("msgmerge", [
      "--quiet",
      "--update",
      "--backup=none",
      "--no-fuzzy-matching",
      "--no-wrap",
      file,
      TEMPLATE,
    ]);
  }
}
