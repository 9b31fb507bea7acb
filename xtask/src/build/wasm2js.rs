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
    let compiled = compile::run("widget-plain", &["-Ctarget-cpu=mvp"])?;
    let (bare, lowered) = (folder.join("bare.wasm"), folder.join("lowered.wasm"));
    fs::write(&bare, without_target_features(&fs::read(compiled)?)?)?;
    bind(&bare, &folder)?;
    lower(&folder.join("passwave-plain_bg.wasm"), &lowered)?;
    let mut wasm2js = node_tool("wasm2js");
    wasm2js.args(["-O3", "--quiet"]).arg(&lowered).arg("-o").arg(folder.join("wasm.js"));
    process::run(&mut wasm2js, NODE_ADVICE)
}

/// The standard library was compiled for newer machines than we ask for, and says so; wasm-bindgen
/// would then write what wasm2js cannot read.
fn without_target_features(wasm: &[u8]) -> Result<Vec<u8>> {
    let (header, mut rest) = wasm.split_at_checked(8).context("this is no WebAssembly")?;
    let mut kept = header.to_vec();
    while !rest.is_empty() {
        let (section, after) = first_section(rest).context("the WebAssembly ends too early")?;
        if !section.is_target_features() {
            kept.extend_from_slice(section.whole);
        }
        rest = after;
    }
    Ok(kept)
}

struct Section<'a> {
    whole: &'a [u8],
    content: &'a [u8],
}

impl Section<'_> {
    fn is_target_features(&self) -> bool {
        const NAME: &[u8] = b"target_features";
        let is_custom = self.whole.first() == Some(&0);
        is_custom && self.content.get(1..=NAME.len()) == Some(NAME)
    }
}

/// A section is its kind, the length of its content, and its content.
fn first_section(wasm: &[u8]) -> Option<(Section<'_>, &[u8])> {
    let (length, digits) = leb128(wasm.get(1..)?)?;
    let content_at = 1 + digits;
    let (whole, after) = wasm.split_at_checked(content_at + length)?;
    Some((Section { whole, content: &whole[content_at..] }, after))
}

/// A number of seven bits a byte, and how many bytes it took.
fn leb128(bytes: &[u8]) -> Option<(usize, usize)> {
    let digits = bytes.iter().position(|byte| byte & 0x80 == 0)? + 1;
    let number =
        bytes[..digits].iter().rev().fold(0, |sum, byte| sum << 7 | usize::from(byte & 0x7f));
    Some((number, digits))
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

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: [u8; 8] = *b"\0asm\x01\0\0\0";

    fn custom(name: &str) -> Vec<u8> {
        let content = [&[name.len() as u8], name.as_bytes(), &[7, 7]].concat();
        [&[0, content.len() as u8], content.as_slice()].concat()
    }

    #[test]
    fn only_the_target_features_are_dropped() {
        let (kept, types) = (custom("producers"), vec![1, 0x82, 0x00, 5, 5]);
        let wasm = [&HEADER, kept.as_slice(), &custom("target_features"), &types].concat();
        let expected = [&HEADER, kept.as_slice(), &types].concat();
        assert_eq!(without_target_features(&wasm).unwrap(), expected);
    }

    #[test]
    fn what_ends_too_early_is_an_error() {
        assert!(without_target_features(b"\0asm").is_err());
        assert!(without_target_features(&[&HEADER[..], &[0, 9, 1]].concat()).is_err());
    }
}
