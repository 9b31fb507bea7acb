// A desktop that nobody sees: a display, the accessibility bus, a voice without sound, and the screen reader Orca.
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { spawn } from "../support/child-process.mjs";

const HERE = dirname(fileURLToPath(import.meta.url));
const START_LIMIT_MS = 30_000;
const LOOK_AGAIN_MS = 50;
const A11Y_BUS_LAUNCHERS = ["/usr/libexec/at-spi-bus-launcher", "/usr/lib/at-spi2-core/at-spi-bus-launcher"];

const BROWSER_ARGUMENTS = [
  "--no-sandbox",
  "--test-type",
  "--force-renderer-accessibility",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-dev-shm-usage",
  "--disable-gpu",
  "--no-first-run",
];

/** @param {number} ms */
export const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Waits until something is so.
 * @template Result
 * @param {string} what @param {() => Result | undefined | false} look @param {number} [limit_ms]
 */
export async function until(what, look, limit_ms = START_LIMIT_MS) {
  for (const end = Date.now() + limit_ms; Date.now() < end; await pause(LOOK_AGAIN_MS)) {
    const found = look();
    if (found) return found;
  }
  throw new Error(`${what}: not within ${limit_ms} ms`);
}

/** @template Result @param {() => Result} action */
export function attempt(action) {
  try {
    return action();
  } catch {
    return undefined;
  }
}

/**
 * What Orca reads from its user's folder: nothing but what the person cares to hear. Whether it says in which mode it
 * reads depends on where it was before.
 */
const ORCA_CUSTOMIZATIONS = `
import orca.orca
settings = orca.orca.settings
settings.enableBraille = False
settings.enableKeyEcho = False
settings.sayAllOnLoad = False
settings.enableSoundIcons = False

import orca.messages
orca.messages.MODE_BROWSE = ""
orca.messages.MODE_FOCUS = ""
`;

export class Desktop {
  /** @type {import("node:child_process").ChildProcess[]} */
  #programs = [];
  #folder;
  #environment;
  /** @type {import("playwright-core").Browser | undefined} */
  #browser;

  /** @param {string} folder @param {NodeJS.ProcessEnv} environment */
  constructor(folder, environment) {
    this.#folder = folder;
    this.#environment = environment;
    this.heard_log = join(folder, "heard.jsonl");
  }

  /** @param {string} locale whose words Orca uses, such as zh_CN */
  static async start(locale) {
    const folder = mkdtempSync(join(tmpdir(), "passwave-screen-reader-"));
    const desktop = new Desktop(folder, environment(folder));
    writeFileSync(desktop.heard_log, "");
    try {
      await desktop.#display();
      await desktop.#buses();
      await desktop.#voice();
      await desktop.#orca(locale);
      await desktop.#openBrowser();
      return desktop;
    } catch (error) {
      await desktop.stop();
      throw error;
    }
  }

  async #display() {
    const xvfb = spawn("Xvfb", ["-displayfd", "3", "-screen", "0", "1000x800x24", "-nolisten", "tcp", "-noreset"], {
      stdio: ["ignore", "ignore", "ignore", "pipe"],
    });
    this.#programs.push(xvfb);
    const numbers = createInterface(/** @type {import("node:stream").Readable} */ (xvfb.stdio[3]));
    const [number] = await once(numbers, "line", { signal: AbortSignal.timeout(START_LIMIT_MS) });
    this.#environment.DISPLAY = `:${number}`;
  }

  async #buses() {
    const socket = join(this.#folder, "run/bus");
    this.#spawn("dbus-daemon", ["--session", "--nofork", "--nopidfile", `--address=unix:path=${socket}`]);
    await until("the session bus", () => existsSync(socket));
    this.#environment.DBUS_SESSION_BUS_ADDRESS = `unix:path=${socket}`;
    this.#spawn("openbox", ["--sm-disable"]);
    const launcher = A11Y_BUS_LAUNCHERS.find(existsSync) ?? "at-spi-bus-launcher";
    this.#spawn(launcher, ["--launch-immediately", "--a11y=1", "--screen-reader=1"]);
    await until("the accessibility bus", () => this.#asks("org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus.GetAddress"));
  }

  async #voice() {
    const folder = join(this.#folder, "voice");
    const socket = join(this.#folder, "run/voice.sock");
    mkdirSync(join(folder, "modules"), { recursive: true });
    const lines = [
      `AddModule "silent" "${join(HERE, "silent-speech-module.mjs")}" "${this.heard_log}"`,
      "DefaultModule silent",
      "DefaultLanguage en",
    ];
    writeFileSync(
      join(folder, "speechd.conf"),
      [`LogDir "${folder}"`, "LogLevel 3", "Timeout 0", ...lines, ""].join("\n"),
    );
    this.#environment.SPEECHD_ADDRESS = `unix_socket:${socket}`;
    const places = ["--config-dir", folder, "--module-dir", join(folder, "modules"), "--log-dir", folder];
    const ways = ["--communication-method", "unix_socket", "--socket-path", socket, "--pid-file", join(folder, "pid")];
    this.#spawn("speech-dispatcher", ["--run-single", "--timeout", "0", ...ways, ...places]);
    await until("Speech Dispatcher", () => existsSync(socket));
  }

  /** @param {string} locale */
  async #orca(locale) {
    const folder = join(this.#folder, "data/orca");
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "orca-customizations.py"), ORCA_CUSTOMIZATIONS);
    this.#spawn("orca", [], language(this.#folder, locale));
    await until("Orca's first words", () => readFileSync(this.heard_log, "utf8").includes("ended"));
  }

  async #openBrowser() {
    const env = /** @type {Record<string, string>} */ (this.#environment);
    const executablePath = process.env.PASSWAVE_CHROMIUM ?? "/usr/bin/chromium";
    this.#browser = await chromium.launch({ executablePath, headless: false, args: BROWSER_ARGUMENTS, env });
  }

  /**
   * A window of the browser, with nothing kept from others.
   * @param {import("playwright-core").BrowserContextOptions} options
   */
  async window(options) {
    const page = await this.#browser?.newPage(options);
    if (!page) throw new Error("the browser has not started");
    return page;
  }

  /** @param {string} destination @param {string} path @param {string} method */
  #asks(destination, path, method) {
    const call = ["--session", "--print-reply=literal", `--dest=${destination}`, path, method];
    return attempt(() =>
      execFileSync("dbus-send", call, {
        env: this.#environment,
        encoding: "utf8",
        stdio: ["ignore", "pipe", "ignore"],
      }),
    );
  }

  /** @param {string} program @param {string[]} options @param {NodeJS.ProcessEnv} [more] */
  #spawn(program, options, more = {}) {
    const log = openSync(join(this.#folder, "programs.log"), "a");
    const env = { ...this.#environment, ...more };
    this.#programs.push(spawn(program, options, { env, stdio: ["ignore", log, log], detached: true }));
  }

  /** What xdotool does: real key presses on the display. @param {string[]} options */
  xdotool(...options) {
    return execFileSync("xdotool", options, { env: this.#environment, encoding: "utf8" }).trim();
  }

  async stop() {
    await this.#browser?.close();
    for (const { pid } of this.#programs.reverse()) kill(pid);
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 10, retryDelay: LOOK_AGAIN_MS });
  }
}

/** Ends a program and what it started; one that has ended already is no fault. @param {number | undefined} pid */
function kill(pid) {
  for (const target of pid ? [-pid, pid] : []) {
    try {
      process.kill(target, "SIGKILL");
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== "ESRCH") throw error;
    }
  }
}

/**
 * Orca does not start where it finds another, and whoever runs this may be listening to one: it looks for it with this
 * program.
 */
const NOBODY_ELSE = "#!/bin/sh\nexit 1\n";

/**
 * A home of its own, so that neither reads nor changes anything of the person at the machine.
 * @param {string} folder
 */
function environment(folder) {
  for (const name of ["home", "run", "data", "config", "cache", "bin"]) mkdirSync(join(folder, name), { mode: 0o700 });
  writeFileSync(join(folder, "bin/pgrep"), NOBODY_ELSE, { mode: 0o700 });
  return {
    PATH: `${join(folder, "bin")}:${process.env.PATH}`,
    HOME: join(folder, "home"),
    XDG_RUNTIME_DIR: join(folder, "run"),
    XDG_DATA_HOME: join(folder, "data"),
    XDG_CONFIG_HOME: join(folder, "config"),
    XDG_CACHE_HOME: join(folder, "cache"),
    XDG_SESSION_TYPE: "x11",
    GDK_BACKEND: "x11",
    LC_ALL: "C.UTF-8",
    ACCESSIBILITY_ENABLED: "1",
    HEAR_LOG: join(folder, "heard.jsonl"),
  };
}

/**
 * Orca's own words come from its catalogue, which wants a real locale.
 * @param {string} folder @param {string} locale
 */
function language(folder, locale) {
  if (locale === "en_US") return {};
  const locales = join(folder, "locales");
  mkdirSync(locales);
  execFileSync("localedef", ["-i", locale, "-f", "UTF-8", join(locales, `${locale}.utf8`)], { stdio: "ignore" });
  return { LC_ALL: `${locale}.UTF-8`, LANGUAGE: locale, LOCPATH: locales };
}
