//! Binaryen's wasm-opt, from node_modules.

use std::path::Path;
use std::process::Command;

use crate::workspace::node_tool;

/// The WebAssembly features that rustc emits; wasm-opt must enable them to read the module.
const WASM_FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];
/// Advice when a tool from node_modules fails.
pub(crate) const NODE_ADVICE: &str = "If node_modules is damaged, delete it and run this again.";

/// `wasm-opt` with these passes.
pub(crate) fn wasm_opt(passes: &[&str], from: &Path, to: &Path) -> Command {
    let mut wasm_opt = node_tool("wasm-opt");
    wasm_opt.args(passes).args(WASM_FEATURES).arg(from).arg("-o").arg(to);
    wasm_opt
}
