// A DokuWiki of its own: Debian's files, our plugin beside its own.
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { freePort } from "../../../support/free-port.mjs";
import { ROOT } from "../../../support/paths.mjs";
import { startPhp } from "../../../support/php-server.mjs";
import { newFolder } from "../../../support/temporary-folder.mjs";

export const OWNER = { name: "owner", password: "correct horse battery staple" };

/** Everybody may write pages, and new people choose their passwords. */
const SETTINGS = (/** @type {string} */ folder) => `<?php
$conf['title'] = 'A wiki';
$conf['useacl'] = 1;
$conf['superuser'] = '@admin';
$conf['autopasswd'] = 0;
$conf['savedir'] = '${folder}/data';
`;

/** @param {string} folder @param {string} site */
function install(folder, site) {
  cpSync("/usr/share/dokuwiki", site, { recursive: true, dereference: true });
  cpSync("/var/lib/dokuwiki/data", join(folder, "data"), { recursive: true, dereference: true });
  cpSync("/etc/dokuwiki", join(folder, "conf"), { recursive: true, dereference: true });
  cpSync(join(ROOT, "integrations/dokuwiki/passwave"), join(site, "lib/plugins/passwave"), { recursive: true });
  const hash = execFileSync("php", ["-r", "echo password_hash($argv[1], PASSWORD_BCRYPT);", OWNER.password]);
  const conf = {
    "local.php": SETTINGS(folder),
    "acl.auth.php": "* @ALL 8\n",
    "users.auth.php": `${OWNER.name}:${hash}:The owner:owner@site.example:admin,user\n`,
  };
  for (const [name, text] of Object.entries(conf)) {
    rmSync(join(folder, "conf", name), { force: true });
    writeFileSync(join(folder, "conf", name), text);
  }
  rmSync(join(site, "conf"), { recursive: true, force: true });
  writeFileSync(join(site, "inc/preload.php"), `<?php define('DOKU_CONF', '${folder}/conf/');`);
}

export async function startDokuWiki() {
  const folder = newFolder();
  const site = join(folder, "site");
  mkdirSync(site);
  install(folder, site);
  const port = await freePort();
  const php = await startPhp({ folder, site, port, ready: "/doku.php" });
  const read = (/** @type {string} */ name) => readFileSync(join(folder, name), "utf8");
  return {
    url: `http://127.0.0.1:${port}`,
    /** Whether somebody of this name has registered. @param {string} name */
    hasUser: (name) => read("conf/users.auth.php").includes(`\n${name}:`),
    /** @param {string} name */
    hasPage: (name) => existsSync(join(folder, `data/pages/${name}.txt`)),
    /** Settings that go before the page's. @param {string} lines */
    configure: (lines) => writeFileSync(join(folder, "conf/local.protected.php"), `<?php\n${lines}\n`),
    /** Whatever it has written in its logs. */
    log: () =>
      execFileSync("sh", ["-c", `cat data/log/*/*.log php.log 2>/dev/null || true`], { cwd: folder }).toString(),
    async stop() {
      await php.stop();
      rmSync(folder, { recursive: true });
    },
  };
}
