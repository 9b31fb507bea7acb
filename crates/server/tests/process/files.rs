//! The files that the server serves: whether they are there, and those of earlier versions.

use std::fs;
use std::process::Command;

use passwave_test_support::server_process::ServerProcess;

use crate::fixture::{PROGRAM, Setup, client, text};

#[test]
fn serve_without_the_files_of_the_widget_fails_and_says_what_to_do() {
    let setup = Setup::new();
    for folder in ["no-such-folder", "."] {
        let output = Command::new(PROGRAM)
            .args(["serve", "--listen", "127.0.0.1:0", "--config", "passwave.toml"])
            .args(["--assets", folder])
            .current_dir(setup.folder.path())
            .output()
            .unwrap();
        let said = text(&output.stderr);
        assert!(!output.status.success(), "{said}");
        assert!(said.contains(folder) && said.contains("no passwave.js"), "{said}");
        assert!(said.contains("--assets") && said.contains("cargo xtask build"), "{said}");
    }
}

#[tokio::test]
async fn files_of_earlier_versions_go_on_being_served_after_an_upgrade() {
    let setup = Setup::new();
    let earlier = setup.folder.path().join("earlier");
    fs::create_dir_all(earlier.join("v0.0.9/strings")).unwrap();
    fs::write(earlier.join("v0.0.9/passwave.js"), "the script of 0.0.9").unwrap();
    fs::write(earlier.join("v0.0.9/strings/de.json"), "{}").unwrap();
    fs::write(earlier.join("notes.txt"), "of nobody's business").unwrap();
    let config = setup.config();
    let arguments = ["--config", config.to_str().unwrap(), "--earlier", earlier.to_str().unwrap()];
    let server = ServerProcess::start(PROGRAM, &arguments);
    let get = async |path: &str| client().get(server.url(path)).send().await.unwrap();
    for path in ["/v0.0.9/passwave.js", "/v0.0.9/strings/de.json"] {
        let file = get(path).await;
        assert_eq!(file.status(), 200, "{path}");
        assert!(file.headers()["cache-control"].to_str().unwrap().contains("immutable"), "{path}");
        assert_eq!(file.headers()["access-control-allow-origin"], "*");
    }
    assert_eq!(get("/v0.0.9/passwave.js").await.text().await.unwrap(), "the script of 0.0.9");
    let own = format!("/v{}/passwave.js", env!("CARGO_PKG_VERSION"));
    assert_eq!(get(&own).await.status(), 200);
    for path in ["/v0.0.8/passwave.js", "/v0.0.9/none.js", "/notes.txt", "/v0.0.9/../notes.txt"] {
        assert_eq!(get(path).await.status(), 404, "{path}");
    }
}
