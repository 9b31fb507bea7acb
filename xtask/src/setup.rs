//! Installs missing dependencies. Every step is idempotent and prints only when it installs something.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

use anyhow::{Context, Result, bail};

use crate::process;
use crate::workspace::{self, find_program, root, shown};

const OLDEST_NODE: u32 = 20;
const WASM: &str = "wasm32-unknown-unknown";
/// Debian's path of the JSON library that the Java examples use.
const GSON: &str = "/usr/share/java/gson.jar";
const CHROMIUM_NAMES: [&str; 4] =
    ["chromium", "google-chrome", "google-chrome-stable", "chromium-browser"];

/// Installs the dependencies of the widget's build.
pub(crate) fn for_build() -> Result<()> {
    wasm_target()?;
    node()?;
    node_modules(root())
}

/// Installs the dependencies of all tests.
pub(crate) fn for_test() -> Result<()> {
    for_browser_tests()?;
    for_backends()?;
    for_screen_reader()?;
    redis_server()
}

/// Installs the dependencies of the browser tests: the build's, the frameworks that sites use, the three engines,
/// fonts and faketime.
pub(crate) fn for_browser_tests() -> Result<()> {
    for_build()?;
    node_modules(&root().join("tests/frameworks"))?;
    node_modules(&root().join("tests/frameworks/latest"))?;
    browser()?;
    firefox()?;
    webkit()?;
    fonts()?;
    faketime()
}

/// Installs the dependencies of the client tests: the examples' languages, the proxies, and client libraries
/// from npm and PyPI. Returns the Python interpreter of their virtual environment.
pub(crate) fn for_backends() -> Result<PathBuf> {
    client_programs()?;
    node_modules(&root().join("tests/backends"))?;
    node_modules(&root().join("docs/examples/node"))?;
    client_python()
}

fn wasm_target() -> Result<()> {
    let mut sysroot = Command::new("rustc");
    let sysroot = process::output(
        sysroot.current_dir(root()).args(["--print", "target-libdir", "--target", WASM]),
        "Install Rust with rustup: see rustup.rs.",
    )?;
    if Path::new(sysroot.trim()).is_dir() {
        return Ok(());
    }
    println!("setup: adding Rust's {WASM} target");
    process::run_quietly(
        Command::new("rustup").current_dir(root()).args(["target", "add", WASM]),
        "Install Rust with rustup (see rustup.rs), or add that target with your system's package manager.",
    )
}

/// Installs Rust's target and zig, which compiles and links for any machine; returns the folder of its programs.
pub(crate) fn cross_compiler(rust_target: &str) -> Result<PathBuf> {
    const PACKAGES: [&str; 2] = ["ziglang==0.17.1", "cargo-zigbuild==0.24.1"];
    let installed =
        process::output(Command::new("rustup").args(["target", "list", "--installed"]), "")?;
    if !installed.lines().any(|line| line == rust_target) {
        println!("setup: adding Rust's {rust_target} target");
        process::run_quietly(
            Command::new("rustup").current_dir(root()).args(["target", "add", rust_target]),
            "",
        )?;
    }
    python_programs("zig", &PACKAGES)
}

/// Installs packages from Python's index into `target/NAME`; returns the folder of their programs.
pub(crate) fn python_programs(name: &str, packages: &[&str]) -> Result<PathBuf> {
    let venv = workspace::target().join(name);
    let (programs, done) = (venv.join("bin"), venv.join("installed"));
    let packages_line = packages.join(" ");
    if fs::read_to_string(&done).is_ok_and(|installed| installed == packages_line) {
        return Ok(programs);
    }
    println!("setup: pip install {packages_line}");
    let advice =
        "Python 3 with its venv module must be installed, and pip able to reach its index.";
    process::run_quietly(
        Command::new("python3").args(["-m", "venv", "--clear"]).arg(&venv),
        advice,
    )?;
    let mut pip = Command::new(programs.join("python"));
    pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]).args(packages);
    process::run_quietly(&mut pip, advice)?;
    fs::write(done, packages_line)?;
    Ok(programs)
}

fn node() -> Result<()> {
    let advice = format!(
        "Install Node.js {OLDEST_NODE} or newer together with npm, for instance `apt-get install nodejs npm` \
         or from nodejs.org."
    );
    let version = process::output(Command::new("node").arg("--version"), &advice)?;
    let major = version.trim().trim_start_matches('v').split('.').next().unwrap_or_default();
    if major.parse::<u32>().is_ok_and(|major| major >= OLDEST_NODE) {
        return Ok(());
    }
    bail!("Node.js {} is too old.\n{advice}", version.trim())
}

/// Installs the dependencies of the server benchmark: the other servers from npm, into this folder, and the load
/// generator wrk.
pub(crate) fn for_bench(folder: &Path) -> Result<()> {
    node()?;
    node_modules(folder)?;
    if find_program(&["wrk"]).is_some() {
        return Ok(());
    }
    apt_install(&["wrk"], "Install wrk 4 on PATH; on Debian: `apt-get install wrk`.")
}

/// Runs `npm ci` in a folder unless its node_modules is newer than its lock file.
pub(crate) fn node_modules(folder: &Path) -> Result<()> {
    let installed = modified(&folder.join("node_modules/.package-lock.json"));
    if installed.is_some() && installed >= modified(&folder.join("package-lock.json")) {
        return Ok(());
    }
    println!("setup: npm ci in {}", shown_folder(folder));
    // No package needs its install script; in particular none may fetch a browser.
    let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
    process::run_quietly(
        Command::new(npm).current_dir(folder).args([
            "ci",
            "--ignore-scripts",
            "--no-audit",
            "--no-fund",
        ]),
        "npm must be installed and able to reach its registry.",
    )
}

fn shown_folder(folder: &Path) -> String {
    if folder == root() { ".".to_owned() } else { shown(folder) }
}

fn modified(path: &Path) -> Option<SystemTime> {
    fs::metadata(path).and_then(|entry| entry.modified()).ok()
}

/// The paths of Chromium and its WebDriver.
pub(crate) struct Browser {
    pub(crate) chromium: PathBuf,
    pub(crate) driver: PathBuf,
}

/// Finds Chromium or Chrome; installs Chromium if neither is there and apt can.
pub(crate) fn browser() -> Result<Browser> {
    if let Some(browser) = find_browser() {
        return Ok(browser);
    }
    install_browser()?;
    find_browser().context("chromium was installed, but chromium or chromedriver is not on PATH")
}

fn find_browser() -> Option<Browser> {
    let chromium = find_program(&CHROMIUM_NAMES)?;
    Some(Browser { chromium, driver: find_program(&["chromedriver"])? })
}

fn install_browser() -> Result<()> {
    let advice = "Install Chromium (or Google Chrome) and a chromedriver of the same version, both on PATH; \
                  on Debian: `apt-get install chromium chromium-driver`.";
    apt_install(&["chromium", "chromium-driver"], advice)
}

/// Finds Firefox; installs it if it is not there and apt can.
pub(crate) fn firefox() -> Result<PathBuf> {
    const NAMES: [&str; 2] = ["firefox-esr", "firefox"];
    if let Some(firefox) = find_program(&NAMES) {
        return Ok(firefox);
    }
    let advice = "Install Firefox, on PATH as firefox or firefox-esr; on Debian: `apt-get install firefox-esr`.";
    apt_install(&["firefox-esr"], advice)?;
    find_program(&NAMES).context("firefox-esr was installed, but is not on PATH")
}

/// Finds WebKitGTK's driver and a screen for it; installs them if they are not there and apt can.
pub(crate) fn webkit() -> Result<PathBuf> {
    const DRIVER: &str = "WebKitWebDriver";
    const PACKAGES: [&str; 3] = ["webkit2gtk-driver", "libwebkit2gtk-4.1-0", "xvfb"];
    if find_program(&["Xvfb"]).is_none() || find_program(&[DRIVER]).is_none() {
        let advice = format!(
            "Install WebKitGTK with its driver, and Xvfb, on PATH; on Debian: `apt-get install {}`.",
            PACKAGES.join(" ")
        );
        apt_install(&PACKAGES, &advice)?;
    }
    find_program(&[DRIVER])
        .context("webkit2gtk-driver was installed, but WebKitWebDriver is not on PATH")
}

/// Fonts for every language whose layout is tested; without them the tests would measure placeholder boxes.
fn fonts() -> Result<()> {
    const LANGUAGES: [&str; 6] = ["ar", "hi", "ja", "ko", "zh-cn", "zh-tw"];
    const PACKAGES: [&str; 2] = ["fonts-noto-core", "fonts-noto-cjk"];
    // Systems without fontconfig (macOS, Windows) have these fonts.
    let Some(fc_list) = find_program(&["fc-list"]) else { return Ok(()) };
    let has = |language: &&str| {
        let mut list = Command::new(&fc_list);
        process::output(list.arg(format!(":lang={language}")), "")
            .is_ok_and(|fonts| !fonts.trim().is_empty())
    };
    if LANGUAGES.iter().all(has) {
        return Ok(());
    }
    let advice = format!(
        "Install fonts for Arabic, Hindi, Japanese, Korean and Chinese; on Debian: `apt-get install {}`.",
        PACKAGES.join(" ")
    );
    apt_install(&PACKAGES, &advice)
}

/// faketime lets a test advance a server's clock.
fn faketime() -> Result<()> {
    if find_program(&["faketime"]).is_some() {
        return Ok(());
    }
    apt_install(&["faketime"], "Install libfaketime; on Debian: `apt-get install faketime`.")
}

/// The servers of the shared store, and the clock that its tests set.
pub(crate) fn redis_server() -> Result<()> {
    faketime()?;
    if find_program(&["redis-server"]).is_some() {
        return Ok(());
    }
    let advice = "Install Redis 6.2 or newer with redis-server on PATH; \
                  on Debian: `apt-get install redis-server`.";
    apt_install(&["redis-server"], advice)
}

/// Installs the dependencies of the screen reader test: the browser, Orca and a virtual display.
pub(crate) fn for_screen_reader() -> Result<()> {
    const PROGRAMS: [&str; 6] =
        ["orca", "Xvfb", "xdotool", "openbox", "dbus-daemon", "speech-dispatcher"];
    const CHINESE: &str = "/usr/share/i18n/locales/zh_CN";
    browser()?;
    let complete = PROGRAMS.iter().all(|name| find_program(&[name]).is_some());
    if complete && Path::new(CHINESE).exists() {
        return Ok(());
    }
    let packages = [
        "orca",
        "xvfb",
        "xdotool",
        "openbox",
        "dbus",
        "speech-dispatcher",
        "at-spi2-core",
        "locales",
    ];
    let advice = format!(
        "Install the screen reader Orca and what it needs; on Debian: `apt-get install {}`.",
        packages.join(" ")
    );
    apt_install(&packages, &advice)
}

fn client_programs() -> Result<()> {
    let has = |program: &str| find_program(&[program]).is_some();
    let wanted = [
        ("golang-go", has("go") && has("gofmt")),
        ("php-cli", has("php")),
        ("default-jdk-headless", has("javac")),
        ("libgoogle-gson-java", Path::new(GSON).is_file()),
        ("python3-venv", can_make_venv()),
        ("nginx", has("nginx")),
        ("caddy", has("caddy")),
        ("prometheus", has("promtool")),
        ("redis-server", has("redis-server")),
        ("openssl", has("openssl")),
        ("systemd", has("systemd-analyze")),
    ];
    let missing: Vec<&str> =
        wanted.iter().filter(|(_, is_here)| !is_here).map(|(package, _)| *package).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let advice = "Install them with the names they have on your system; on Debian 12 or newer: \
                  `apt-get install` with the names above.";
    apt_install(&missing, advice)
}

pub(crate) fn can_make_venv() -> bool {
    process::output(Command::new("python3").args(["-c", "import ensurepip, venv"]), "").is_ok()
}

fn client_python() -> Result<PathBuf> {
    python_environment("tests/backends", "backends/python")
}

/// The Python of a virtual environment in the target folder that has what a folder's requirements.txt asks for.
pub(crate) fn python_environment(folder: &str, name: &str) -> Result<PathBuf> {
    let requirements = root().join(folder).join("requirements.txt");
    let venv = workspace::target().join(name);
    let python = venv.join("bin/python");
    let done = venv.join("requirements.txt");
    let asked = fs::read(&requirements).with_context(|| requirements.display().to_string())?;
    if fs::read(&done).is_ok_and(|installed| installed == asked) {
        return Ok(python);
    }
    println!("setup: pip install -r {folder}/requirements.txt");
    let advice = "Python 3.11 or newer with its venv module must be installed, and pip able to reach its index.";
    process::run_quietly(
        Command::new("python3").args(["-m", "venv", "--clear"]).arg(&venv),
        advice,
    )?;
    let mut pip = Command::new(&python);
    pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"])
        .args(["--require-hashes", "--requirement"])
        .arg(&requirements);
    process::run_quietly(&mut pip, advice)?;
    fs::write(done, asked)?;
    Ok(python)
}

/// Installs Debian's packages; says what to do where that is impossible.
pub(crate) fn apt_install(packages: &[&str], advice: &str) -> Result<()> {
    let names = packages.join(" ");
    if find_program(&["apt-get"]).is_none() || !is_root() {
        bail!("missing: {names}, which the tests need.\n{advice}");
    }
    println!("setup: apt-get install {names}");
    let apt = |arguments: &[&str]| {
        let mut command = Command::new("apt-get");
        command.env("DEBIAN_FRONTEND", "noninteractive").args(arguments);
        process::run_quietly(&mut command, advice)
    };
    apt(&["update"])?;
    apt(&[["install", "-y", "--no-install-recommends"].as_slice(), packages].concat())
}

fn is_root() -> bool {
    process::output(Command::new("id").arg("-u"), "").is_ok_and(|id| id.trim() == "0")
}
