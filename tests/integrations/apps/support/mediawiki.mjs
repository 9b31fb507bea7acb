// A MediaWiki of its own: Debian's files, SQLite, and our extension as the document sets it up.
import { appendFileSync, mkdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { program } from "../../../support/code-blocks.mjs";
import { freePort } from "../../../support/free-port.mjs";
import { ROOT } from "../../../support/paths.mjs";
import { startPhp } from "../../../support/php-server.mjs";
import { succeeds } from "../../../support/run-program.mjs";
import { newFolder } from "../../../support/temporary-folder.mjs";

const FILES = "/usr/share/mediawiki";
export const OWNER = { name: "Owner", password: "correct horse battery staple" };

/** What a test adds to the document's lines: the log of everything, and a cache, which counts wrong passwords. */
const MORE = (/** @type {string} */ folder) => `
$wgDebugLogFile = "${folder}/debug.log";
$wgMainCacheType = CACHE_DB;
$wgExtensionDirectory = "${folder}/extensions";
`;

/** @param {string} server @param {string} secret */
export async function startMediaWiki(server, secret) {
  const folder = newFolder();
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  await install(folder, url);
  for (const name of ["extensions", "data", "cache"]) mkdirSync(join(folder, name), { recursive: true });
  symlinkSync(`${FILES}/extensions-core/ConfirmEdit`, join(folder, "extensions/ConfirmEdit"));
  symlinkSync(join(ROOT, "integrations/mediawiki/Passwave"), join(folder, "extensions/Passwave"));
  const settings = join(folder, "LocalSettings.php");
  appendFileSync(settings, MORE(folder) + program("integrations.md", "php", server, "wfLoadExtension"));
  const env = { MW_CONFIG_FILE: settings, PASSWAVE_SECRET: secret };
  const php = await startPhp({ folder, site: FILES, port, ready: "/index.php?title=Special:Version", env });
  return {
    url,
    /** Adds settings. @param {string} lines */
    configure: (lines) => appendFileSync(settings, `${lines}\n`),
    log: () => readFileSync(join(folder, "debug.log"), "utf8"),
    async stop() {
      await php.stop();
      rmSync(folder, { recursive: true });
    },
  };
}

/** @param {string} folder @param {string} url */
async function install(folder, url) {
  const database = ["--dbtype", "sqlite", "--dbname", "wiki", "--dbpath", join(folder, "data")];
  const place = ["--confpath", folder, "--server", url, "--scriptpath", ""];
  const program = [join(FILES, "maintenance/install.php"), ...database, ...place, "--pass", OWNER.password];
  await succeeds(["php", ...program, "A wiki", OWNER.name]);
}
