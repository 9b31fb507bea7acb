// A WordPress of its own: Debian's files, a fresh database, PHP's own web server.
import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Database } from "./database.mjs";
import { freePort } from "../../../support/free-port.mjs";
import { phpLog, startPhp } from "../../../support/php-server.mjs";

const FILES = process.env.PASSWAVE_WORDPRESS ?? "/usr/share/wordpress";
const LANGUAGES = /(^|-)(de_DE|zh_CN)(-|\.)/;
const THEMES = ["twentytwentyone", "twentytwentythree"];
const HERE = fileURLToPath(new URL(".", import.meta.url));

export const ADMIN = { name: "owner", password: "correct horse battery staple", email: "owner@site.example" };

/** What PHP must not have said while the tests ran. */
const COMPLAINTS = /^.*PHP (?:Warning|Notice|Deprecated|Fatal error|Parse error).*$/gm;

export class WordPress {
  #server;

  /**
   * @param {string} folder @param {string} url @param {Database} database
   * @param {{ stop(): Promise<void> }} server
   */
  constructor(folder, url, database, server) {
    this.folder = folder;
    this.url = url;
    this.database = database;
    this.#server = server;
  }

  /** Installed, with one post and no plugin. */
  static async start() {
    const folder = mkdtempSync(join(tmpdir(), "pw-wp-"));
    const database = await Database.start(folder);
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    copyFiles(join(folder, "site"));
    writeFileSync(join(folder, "site/wp-config.php"), configuration(folder, database.socket));
    const wordpress = new WordPress(folder, url, database, await serve(folder, port));
    wordpress.configure({});
    await wordpress.#install();
    return wordpress;
  }

  async #install() {
    const { name, password, email } = ADMIN;
    const fields = { weblog_title: "A site", user_name: name, admin_password: password, admin_password2: password };
    const body = new URLSearchParams({ ...fields, admin_email: email, blog_public: "0", language: "", pw_weak: "on" });
    const answer = await fetch(`${this.url}/wp-admin/install.php?step=2`, { method: "POST", body });
    const html = await answer.text();
    if (!html.includes("install-success")) throw new Error(`WordPress is not installed:\n${html}`);
    // Avatars come from another site: without a network a page would be loading for as long as its name is looked up.
    this.php(`
      update_option('users_can_register', 1);
      update_option('comment_previously_approved', 0);
      update_option('show_avatars', 0);`);
  }

  /** Constants of wp-config.php. @param {Record<string, string | boolean>} constants */
  configure(constants) {
    const lines = Object.entries(constants).map(([name, value]) => `define('${name}', ${JSON.stringify(value)});`);
    writeFileSync(join(this.folder, "constants.php"), `<?php\n${lines.join("\n")}\n`);
  }

  /**
   * Runs PHP inside this WordPress and returns what it prints.
   * @param {string} code @param {string} [before] what runs before WordPress is there
   */
  php(code, before = "") {
    const host = new URL(this.url).host;
    const request = `$_SERVER['HTTP_HOST'] = '${host}'; $_SERVER['REQUEST_METHOD'] = 'GET';`;
    const program = `${before} ${request} require '${this.folder}/site/wp-load.php'; ${code}`;
    return execFileSync("php", [...phpLog(this.folder), "-r", program], { encoding: "utf8", stdio: "pipe" });
  }

  /** Unpacks the plugin's zip where WordPress looks for plugins. @param {string} zip */
  unpack(zip) {
    this.php(`
      require_once ABSPATH . 'wp-admin/includes/file.php'; WP_Filesystem();
      $done = unzip_file('${zip}', WP_PLUGIN_DIR); if (is_wp_error($done)) { die($done->get_error_message()); }
      require_once ABSPATH . 'wp-admin/includes/plugin.php'; activate_plugin('passwave/passwave.php');`);
  }

  /** What the must-use plugin of the tests has seen: one JSON object a line. @returns {any[]} */
  seen() {
    const file = join(this.folder, "seen.jsonl");
    const lines = existsSync(file) ? readFileSync(file, "utf8").trim().split("\n").filter(Boolean) : [];
    return lines.map((line) => JSON.parse(line));
  }

  /** How often it has asked siteverify. */
  calls() {
    return this.seen().filter(({ what }) => what === "siteverify").length;
  }

  /** All logs. */
  log() {
    const file = join(this.folder, "php.log");
    return existsSync(file) ? readFileSync(file, "utf8") : "";
  }

  /** What PHP complained about, whoever's code it was. */
  complaints() {
    return this.log().match(COMPLAINTS) ?? [];
  }

  async stop() {
    await this.#server.stop();
    await this.database.stop();
    rmSync(this.folder, { recursive: true });
  }
}

/** @param {string} site */
function copyFiles(site) {
  if (!existsSync(join(FILES, "wp-load.php"))) throw new Error(`there is no WordPress in ${FILES}`);
  mkdirSync(join(site, "wp-content/languages"), { recursive: true });
  const own = readdirSync(FILES).filter((name) => /^(wp-(?!content|config\.php).*|index\.php|xmlrpc\.php)$/.test(name));
  for (const name of own) cpSync(join(FILES, name), join(site, name), { recursive: true, dereference: true });
  for (const theme of THEMES) copyContent(site, `themes/${theme}`);
  for (const name of readdirSync(join(FILES, "wp-content/languages"))) {
    if (LANGUAGES.test(name)) copyContent(site, `languages/${name}`);
  }
  for (const name of ["plugins", "mu-plugins", "uploads"]) mkdirSync(join(site, "wp-content", name));
  cpSync(join(HERE, "observer.php"), join(site, "wp-content/mu-plugins/observer.php"));
}

/** @param {string} site @param {string} path */
const copyContent = (site, path) =>
  cpSync(join(FILES, "wp-content", path), join(site, "wp-content", path), { recursive: true, dereference: true });

/** @param {string} folder @param {string} socket */
function configuration(folder, socket) {
  const keys = ["AUTH", "SECURE_AUTH", "LOGGED_IN", "NONCE"].flatMap((name) => [`${name}_KEY`, `${name}_SALT`]);
  const secrets = keys.map((name) => `define('${name}', '${randomBytes(24).toString("hex")}');`);
  return `<?php
define('DB_NAME', 'wordpress');
define('DB_USER', 'root');
define('DB_PASSWORD', '');
define('DB_HOST', 'localhost:${socket}');
define('DB_CHARSET', 'utf8mb4');
${secrets.join("\n")}
define('WP_DEBUG', true);
define('WP_DEBUG_DISPLAY', false);
define('WP_DEBUG_LOG', '${folder}/php.log');
define('WP_HTTP_BLOCK_EXTERNAL', true);
define('WP_ENVIRONMENT_TYPE', 'local');
define('DISABLE_WP_CRON', true);
define('AUTOMATIC_UPDATER_DISABLED', true);
define('FS_METHOD', 'direct');
define('OBSERVED', '${folder}/seen.jsonl');
require '${folder}/constants.php';
$table_prefix = 'wp_';
if (!defined('ABSPATH')) { define('ABSPATH', __DIR__ . '/'); }
require_once ABSPATH . 'wp-settings.php';
`;
}

/** @param {string} folder @param {number} port */
function serve(folder, port) {
  writeFileSync(join(folder, "constants.php"), "<?php\n");
  const options = ["-d", "opcache.enable_cli=1", "-d", "opcache.revalidate_freq=0"];
  return startPhp({ folder, site: join(folder, "site"), port, ready: "/wp-includes/version.php", options });
}
