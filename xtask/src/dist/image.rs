//! Container images from scratch: one layer with the program and the documentation.
//!
//! They are archives that `podman load` and `docker load` read.

use anyhow::Result;
use serde_json::{Value, json};

use super::archive::{Entry, gzip, tar};
use super::machine::Machine;
use super::release::Release;
use super::sums::sha256;

/// Nobody's number on the host, as other images without root use it.
const USER: u64 = 65_532;
const CONFIG: &str = "/etc/passwave/passwave.toml";
const PROGRAM: &str = "/usr/bin/passwave";
/// For `serve --docs`.
const DOCS: &str = "usr/share/doc/passwave/html";
const LAYER: &str = "application/vnd.oci.image.layer.v1.tar+gzip";
const CONFIGURATION: &str = "application/vnd.oci.image.config.v1+json";
const MANIFEST: &str = "application/vnd.oci.image.manifest.v1+json";

/// The image of a machine.
pub(super) fn archive(release: &Release, machine: Machine, program: &[u8]) -> Result<Vec<u8>> {
    let plain = tar(&root_file_system(release, program), release.commit_s)?;
    let layer = gzip(&plain)?;
    let config = serde_json::to_vec(&configuration(release, machine, &sha256(&plain)))?;
    let manifest = serde_json::to_vec(&json!({
        "schemaVersion": 2,
        "mediaType": MANIFEST,
        "config": descriptor(CONFIGURATION, &config),
        "layers": [descriptor(LAYER, &layer)],
    }))?;
    let name = format!("localhost/passwave:{}", release.version);
    let mut listed = descriptor(MANIFEST, &manifest);
    listed["annotations"] = json!({"org.opencontainers.image.ref.name": name});
    listed["platform"] = json!({"architecture": machine.debian_name(), "os": "linux"});
    let index = json!({"schemaVersion": 2, "manifests": [listed]});
    // What `docker load` of older versions reads.
    let for_docker =
        json!([{"Config": blob(&config), "RepoTags": [name], "Layers": [blob(&layer)]}]);
    let files = [
        Entry::file("oci-layout", json!({"imageLayoutVersion": "1.0.0"}).to_string()),
        Entry::file("index.json", index.to_string()),
        Entry::file("manifest.json", for_docker.to_string()),
        Entry::file(blob(&config), config),
        Entry::file(blob(&manifest), manifest),
        Entry::file(blob(&layer), layer),
    ];
    tar(&files, release.commit_s)
}

fn root_file_system(release: &Release, program: &[u8]) -> Vec<Entry> {
    let mut files = vec![
        Entry::program(PROGRAM.trim_start_matches('/'), program),
        Entry::file("etc/passwd", format!("passwave:x:{USER}:{USER}::/:/none\n")),
        Entry::file("etc/group", format!("passwave:x:{USER}:\n")),
        // A new volume takes the owner of the folder that it is put over.
        Entry::folder("etc/passwave", 0o700, USER),
        Entry::folder("var/lib/passwave", 0o700, USER),
        Entry::folder("tmp", 0o1777, 0),
    ];
    files.extend(release.docs_in(DOCS));
    files
}

fn configuration(release: &Release, machine: Machine, layer: &str) -> Value {
    const SECOND_NS: u64 = 1_000_000_000;
    json!({
        "architecture": machine.debian_name(),
        "os": "linux",
        "config": {
            "User": format!("{USER}:{USER}"),
            "Env": ["PATH=/usr/bin", "PASSWAVE_LISTEN=0.0.0.0:8787"],
            "Entrypoint": [PROGRAM],
            "Cmd": ["serve", "--config", CONFIG],
            "WorkingDir": "/etc/passwave",
            "ExposedPorts": {"8787/tcp": {}},
            "StopSignal": "SIGTERM",
            "Healthcheck": {
                "Test": ["CMD", PROGRAM, "healthcheck", "--config", CONFIG],
                "Interval": 10 * SECOND_NS,
                "Timeout": 5 * SECOND_NS,
                "StartPeriod": 5 * SECOND_NS,
                "Retries": 3,
            },
            "Labels": {
                "org.opencontainers.image.title": "passwave",
                "org.opencontainers.image.version": release.version,
                "org.opencontainers.image.licenses": "MIT OR Apache-2.0",
            },
        },
        "rootfs": {"type": "layers", "diff_ids": [format!("sha256:{layer}")]},
        "history": [{"created_by": "cargo xtask dist"}],
    })
}

fn descriptor(kind: &str, bytes: &[u8]) -> Value {
    json!({
        "mediaType": kind,
        "digest": format!("sha256:{}", sha256(bytes)),
        "size": bytes.len(),
    })
}

fn blob(bytes: &[u8]) -> String {
    format!("blobs/sha256/{}", sha256(bytes))
}
