//! `cargo xtask build`: compiles and bundles the widget into pkg/dist.

mod binaryen;
pub(crate) mod compile;
mod minify_names;
mod wasm2js;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use wasm_bindgen_cli_support::Bindgen;

use binaryen::{NODE_ADVICE, wasm_opt};
use minify_names::NameMap;

use crate::process;
use crate::size;
use crate::workspace::{self, dist, files_ending, generated, node_tool, root};

/// wasm-opt passes; each was measured to make the compressed file smaller.
const SIZE_PASSES: [&str; 6] =
    ["--flatten", "--rereloop", "-Oz", "-Oz", "--converge", "--strip-target-features"];
/// The modules of WebAssembly, and the features of the root crate that each is made with: the whole widget, and the one
/// without a recogniser, for visits that ask for no gesture.
const MODULES: [(&str, &str); 2] = [("passwave-core", "motion"), ("passwave-press", "")];
const SHORT_NAMES: &str = "--minify-imports-and-exports-and-modules";

/// Builds the widget and prints its size.
pub(crate) fn run() -> Result<()> {
    let started = std::time::Instant::now();
    for (name, features) in MODULES {
        bind(&compile::run("widget", features, &[])?, name)?;
        optimise(name)?;
    }
    wasm2js::run()?;
    bundle_scripts()?;
    bundle_strings("www/strings", "strings")?;
    split_off_panel_strings()?;
    bundle_practice()?;
    write_type_declarations()?;
    compress(size::shipped()?)?;
    copy_licences()?;
    size::print()?;
    println!("built {} in {:.1} s", workspace::shown(&dist()), started.elapsed().as_secs_f64());
    Ok(())
}

/// Builds the widget unless there is an earlier build.
pub(crate) fn run_if_missing() -> Result<()> {
    if dist().join("passwave.js").is_file() { Ok(()) } else { run() }
}

/// Runs wasm-bindgen, which generates the JavaScript that calls the wasm.
fn bind(compiled: &Path, name: &str) -> Result<()> {
    Bindgen::new()
        .input_path(compiled)
        .out_name(name)
        .web(true)?
        .omit_default_module_path(true)
        .typescript(true)
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate(generated())
        .context("wasm-bindgen could not read the compiled widget")
}

/// Lets wasm-opt make the wasm smaller, unless it has done so to the very same input, and tells the
/// script the short names that came of it.
fn optimise(name: &str) -> Result<()> {
    let (bound, seen, printed) = (
        generated().join(format!("{name}_bg.wasm")),
        generated().join(format!("{name}-optimised-from.wasm")),
        generated().join(format!("{name}-short-names.json")),
    );
    let shipped = dist().join(format!("{name}.wasm"));
    fs::create_dir_all(dist())?;
    let input = fs::read(&bound)?;
    if !shipped.exists() || !printed.exists() || !fs::read(&seen).is_ok_and(|seen| seen == input) {
        process::run(&mut wasm_opt(&SIZE_PASSES, &bound, &shipped), NODE_ADVICE)?;
        // By itself, for it prints the names each time that it runs, and the others run in turns.
        let names =
            process::output(&mut wasm_opt(&[SHORT_NAMES], &shipped, &shipped), NODE_ADVICE)?;
        fs::write(&printed, names)?;
        fs::write(seen, input).context("cannot write into target/widget")?;
    }
    shorten_names(name, &NameMap::read(&fs::read_to_string(printed)?)?)
}

fn shorten_names(name: &str, names: &NameMap) -> Result<()> {
    let script = generated().join(format!("{name}.js"));
    fs::write(&script, names.shorten(&fs::read_to_string(&script)?)?)
        .context("cannot write into target/widget")
}

fn bundle_scripts() -> Result<()> {
    let mut node = Command::new("node");
    node.current_dir(root())
        .arg(root().join("xtask/src/build/bundle.mjs"))
        .arg(root().join("www/src"))
        .arg(generated())
        .arg(dist());
    process::run(&mut node, NODE_ADVICE)
}

/// Copies the practice page; its script is bundled with the others.
fn bundle_practice() -> Result<()> {
    let (from, to) = (root().join("www/practice"), dist().join("practice"));
    fs::create_dir_all(&to)?;
    for name in ["index.html", "practice.css", "icon.svg"] {
        fs::copy(from.join(name), to.join(name)).with_context(|| format!("cannot copy {name}"))?;
    }
    bundle_strings("www/practice/strings", "practice/strings")
}

/// Writes one minified file per language.
fn bundle_strings(from: &str, to: &str) -> Result<()> {
    let folder = dist().join(to);
    fs::create_dir_all(&folder)?;
    for stale in files_ending(&folder, ".json")? {
        fs::remove_file(stale)?;
    }
    for source in files_ending(&root().join(from), ".json")? {
        let name = source.file_name().context("a file without a name")?;
        let shown = workspace::shown(&source);
        let strings: serde_json::Value = serde_json::from_str(&fs::read_to_string(&source)?)
            .with_context(|| format!("{shown} is not JSON"))?;
        fs::write(folder.join(name), strings.to_string())?;
    }
    Ok(())
}

/// How the keys of the strings begin that few people need: options, data notice, survey, long work, a page that is not
/// set up.
const PANEL_KEYS: [&str; 11] = [
    "hintSlide",
    "promptSlide",
    "setting",
    "notice",
    "remember",
    "cannotRemember",
    "survey",
    "smaller",
    "wait",
    "languageName",
    "notSetUp",
];

/// Moves what only the panels say into files of their own, since few people open them.
fn split_off_panel_strings() -> Result<()> {
    let folder = dist().join("strings");
    let panels = folder.join("panels");
    fs::create_dir_all(&panels)?;
    for file in files_ending(&folder, ".json")? {
        let name = file.file_name().context("a file without a name")?;
        let all: serde_json::Map<String, serde_json::Value> =
            serde_json::from_str(&fs::read_to_string(&file)?)?;
        let is_of_panels = |key: &str| PANEL_KEYS.iter().any(|start| key.starts_with(start));
        let (of_panels, others): (serde_json::Map<_, _>, serde_json::Map<_, _>) =
            all.into_iter().partition(|(key, _)| is_of_panels(key));
        fs::write(panels.join(name), serde_json::Value::from(of_panels).to_string())?;
        fs::write(&file, serde_json::Value::from(others).to_string())?;
    }
    Ok(())
}

/// Writes the TypeScript declarations of the package.
fn write_type_declarations() -> Result<()> {
    let types = dist().join("types");
    if types.exists() {
        fs::remove_dir_all(&types)?;
    }
    process::run(node_tool("tsc").args(["--project", "tsconfig.types.json"]), NODE_ADVICE)?;
    fs::copy(generated().join("passwave-core.d.ts"), types.join("passwave-core.d.ts"))?;
    for file in files_ending(&types, ".d.ts")? {
        let text = fs::read_to_string(&file)?
            // In the package the wasm's types are in the same folder.
            .replace("\"passwave-core\"", "\"./passwave-core.js\"")
            // Only the newest TypeScript libraries declare it.
            .replace("    [Symbol.dispose](): void;\n", "");
        fs::write(file, text)?;
    }
    Ok(())
}

/// Writes a gzip and a brotli copy of each file, for servers to send as they are.
pub(crate) fn compress(files: Vec<PathBuf>) -> Result<()> {
    let mut node = Command::new("node");
    node.arg(root().join("xtask/src/build/compress.mjs")).args(files);
    process::run(&mut node, "")
}

fn copy_licences() -> Result<()> {
    for licence in ["LICENSE-MIT", "LICENSE-APACHE"] {
        let from = root().join(licence);
        fs::copy(&from, root().join("pkg").join(licence))
            .with_context(|| format!("cannot copy {licence}"))?;
    }
    Ok(())
}
