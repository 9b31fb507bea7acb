//! The list of what a release is made of, in CycloneDX.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result};
use serde_json::{Value, json};

use super::machine::Machine;
use super::release::Release;
use crate::process;
use crate::workspace::{cargo, root};

const WASM: &str = "wasm32-unknown-unknown";
/// The npm packages whose code is in the widget.
const IN_WIDGET: [&str; 1] = ["@noble/hashes"];

/// The crates of the server on these machines and of the widget, and the npm packages in the widget.
pub(super) fn describe(release: &Release, machines: &[Machine]) -> Result<Vec<u8>> {
    let mut components = BTreeMap::new();
    for machine in machines {
        components.extend(crates("passwave-server", machine.rust_target())?);
    }
    components.extend(crates("passwave", WASM)?);
    components.extend(npm_packages()?);
    let own = format!("pkg:generic/passwave@{}", release.version);
    let bom = json!({
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": own,
                "name": "passwave",
                "version": release.version,
                "licenses": [{"expression": "MIT OR Apache-2.0"}],
            },
        },
        "components": components.into_values().collect::<Vec<_>>(),
    });
    let mut text = serde_json::to_vec_pretty(&bom)?;
    text.push(b'\n');
    Ok(text)
}

/// The crates that a crate is compiled from for a target, itself included, by their address.
fn crates(of: &str, target: &str) -> Result<BTreeMap<String, Value>> {
    let mut metadata = cargo("metadata");
    metadata.args(["--format-version", "1", "--locked", "--filter-platform", target]);
    let metadata: Value = serde_json::from_str(&process::output(&mut metadata, "")?)?;
    let packages = by_id(&metadata["packages"]);
    let nodes = by_id(&metadata["resolve"]["nodes"]);
    let own = packages.iter().find(|(_, package)| package["name"] == of);
    let (own, _) = own.with_context(|| format!("there is no crate {of}"))?;
    let mut found = BTreeMap::new();
    for id in reachable(own, &nodes) {
        let package = packages.get(id).with_context(|| format!("cargo does not describe {id}"))?;
        let component = component("cargo", package)?;
        found.insert(component["purl"].to_string(), component);
    }
    Ok(found)
}

fn by_id(list: &Value) -> BTreeMap<&str, &Value> {
    let items = list.as_array().into_iter().flatten();
    items.filter_map(|item| Some((item["id"].as_str()?, item))).collect()
}

/// All that a crate needs to be compiled, without what its tests need.
fn reachable<'a>(own: &'a str, nodes: &BTreeMap<&'a str, &'a Value>) -> BTreeSet<&'a str> {
    let mut found = BTreeSet::from([own]);
    let mut next = vec![own];
    while let Some(id) = next.pop() {
        let dependencies = nodes.get(id).and_then(|node| node["deps"].as_array());
        for dependency in dependencies.into_iter().flatten() {
            let kinds = dependency["dep_kinds"].as_array().into_iter().flatten();
            let is_shipped = kinds.into_iter().any(|kind| kind["kind"] != "dev");
            if let Some(id) = dependency["pkg"].as_str().filter(|_| is_shipped)
                && found.insert(id)
            {
                next.push(id);
            }
        }
    }
    found
}

fn npm_packages() -> Result<BTreeMap<String, Value>> {
    let lock = root().join("package-lock.json");
    let lock: Value = serde_json::from_str(&std::fs::read_to_string(lock)?)?;
    let mut found = BTreeMap::new();
    for name in IN_WIDGET {
        let mut package = lock["packages"][format!("node_modules/{name}")].clone();
        package["name"] = name.into();
        let component = component("npm", &package)?;
        found.insert(component["purl"].to_string(), component);
    }
    Ok(found)
}

fn component(registry: &str, package: &Value) -> Result<Value> {
    let text = |name: &str| package[name].as_str();
    let (name, version) =
        text("name").zip(text("version")).context("a package without a name or version")?;
    let purl = format!("pkg:{registry}/{}@{version}", name.replace('@', "%40"));
    let mut component =
        json!({"type": "library", "bom-ref": purl, "name": name, "version": version, "purl": purl});
    if let Some(license) = text("license") {
        // Some crates still write `MIT/Apache-2.0`.
        component["licenses"] = json!([{"expression": license.replace('/', " OR ")}]);
    }
    Ok(component)
}
