//! The names by which the wasm and its script know each other: wasm-opt makes them short, and here the
//! script learns them. As wasm-bindgen writes them, with a hash each, they are a kilobyte of every visit.

use std::collections::HashMap;

use anyhow::{Context, Result, bail};
use serde_json::Value;

/// What wasm-opt says of the names it has changed.
pub(crate) struct NameMap {
    /// Module, name, short name.
    imports: Vec<[String; 3]>,
    /// Name, short name.
    exports: HashMap<String, String>,
}

/// wasm-opt calls the one module of imports so.
const MODULE: &str = "a";

impl NameMap {
    /// Reads what wasm-opt has printed.
    pub(crate) fn read(printed: &str) -> Result<Self> {
        let printed: Value = serde_json::from_str(printed)?;
        let list = |name: &str| printed.get(name).cloned().unwrap_or_default();
        let names = (serde_json::from_value(list("imports")), exports(list("exports")));
        let (Ok(imports), Ok(exports)) = names else {
            bail!("wasm-opt tells its short names in another way")
        };
        Ok(Self { imports, exports })
    }

    /// The script that calls the wasm, with the short names in it.
    pub(crate) fn shorten(&self, script: &str) -> Result<String> {
        let mut script = after_each(script, "wasm.", &self.exports)?;
        for [module, name, short] in &self.imports {
            replace(&mut script, &format!("{name}: function"), &format!("{short}: function"))?;
            script = script.replace(&format!("\"{module}\": import"), &format!("{MODULE}: import"));
        }
        Ok(script)
    }
}

fn exports(list: Value) -> serde_json::Result<HashMap<String, String>> {
    serde_json::from_value::<Vec<(String, String)>>(list).map(HashMap::from_iter)
}

fn replace(script: &mut String, from: &str, to: &str) -> Result<()> {
    if script.matches(from).count() != 1 {
        bail!("wasm-bindgen's script does not say `{from}` once");
    }
    *script = script.replace(from, to);
    Ok(())
}

/// The text with a short name in place of each name that stands after this sign.
fn after_each(text: &str, sign: &str, names: &HashMap<String, String>) -> Result<String> {
    let mut parts = text.split(sign);
    let mut shortened = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (name, rest) = part.split_at(part.find(ends_name).unwrap_or(part.len()));
        let short = names.get(name).with_context(|| format!("the wasm exports no {name}"))?;
        shortened.extend([sign, short, rest]);
    }
    Ok(shortened)
}

fn ends_name(letter: char) -> bool {
    !letter.is_ascii_alphanumeric() && letter != '_'
}

#[cfg(test)]
mod tests {
    use super::*;

    const PRINTED: &str = r#"{"imports": [["./core_bg.js", "__wbg_x_07", "b"]], "exports": [["push", "c"], ["pushAll", "d"]]}"#;

    #[test]
    fn both_sides_get_the_short_names() {
        let script =
            "{ __wbg_x_07: function(x) { wasm.pushAll(x, wasm.push) } } \"./core_bg.js\": import0";
        let short = NameMap::read(PRINTED).unwrap().shorten(script).unwrap();
        assert_eq!(short, "{ b: function(x) { wasm.d(x, wasm.c) } } a: import0");
    }

    #[test]
    fn a_name_that_is_missing_is_an_error() {
        let names = NameMap::read(PRINTED).unwrap();
        assert!(names.shorten("wasm.push()").is_err(), "the import is not there");
        assert!(names.shorten("__wbg_x_07: function() { wasm.pull() }").is_err());
        assert!(NameMap::read("[parsed]").is_err());
    }
}
