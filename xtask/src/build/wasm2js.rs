//! The same Rust as plain JavaScript, for browsers that run no WebAssembly: a strict policy forbids it,
//! or the person has locked the phone down.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use wasm_bindgen_cli_support::Bindgen;

use super::binaryen::{NODE_ADVICE, wasm_opt};
use super::compile;
use crate::process;
use crate::workspace::{generated, node_tool};

const STRIP_TARGET_FEATURES: &str = "--strip-target-features";
/// wasm2js reads the first version of WebAssembly only.
const LOWERINGS: [&str; 3] = [
    "--llvm-memory-copy-fill-lowering",
    "--llvm-nontrapping-fptoint-lowering",
    "--signext-lowering",
];

/// Writes `plain/` beside the other generated files; the bundler makes one script of it.
pub(crate) fn run() -> Result<()> {
    let folder = generated().join("plain");
    fs::create_dir_all(&folder)?;
    let compiled = compile::run("widget-plain", "motion", &["-Ctarget-cpu=mvp"])?;
    let (bare, lowered) = (folder.join("bare.wasm"), folder.join("lowered.wasm"));
    // The standard library was compiled for newer machines than wasm2js reads, and says so; wasm-bindgen
    // would then write what wasm2js cannot read.
    process::run(&mut wasm_opt(&[STRIP_TARGET_FEATURES], &compiled, &bare), NODE_ADVICE)?;
    bind(&bare, &folder)?;
    lower(&folder.join("passwave-plain_bg.wasm"), &lowered)?;
    let mut wasm2js = node_tool("wasm2js");
    wasm2js.args(["-O3", "--quiet"]).arg(&lowered).arg("-o").arg(folder.join("wasm.js"));
    process::run(&mut wasm2js, NODE_ADVICE)
}

fn bind(bare: &Path, folder: &Path) -> Result<()> {
    Bindgen::new()
        .input_path(bare)
        .out_name("passwave-plain")
        .bundler(true)?
        .typescript(false)
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate(folder)
        .context("wasm-bindgen could not read the widget that is to become JavaScript")
}

fn lower(bound: &Path, lowered: &Path) -> Result<()> {
    let passes = [LOWERINGS.as_slice(), &["-Oz"]].concat();
    process::run(&mut wasm_opt(&passes, bound, lowered), NODE_ADVICE)
}
