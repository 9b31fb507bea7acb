//! wasm-bindgen's test runner, of the very version that Cargo.lock names and with nothing to install.

fn main() -> anyhow::Result<()> {
    wasm_bindgen_cli::wasm_bindgen_test_runner::run_cli_with_args(std::env::args_os())
}
