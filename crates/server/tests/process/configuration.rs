//! `init` and `check-config`, and a configuration that cannot be used.

use std::fs;
use std::path::Path;

use crate::fixture::{Setup, run, text};

#[test]
fn init_never_overwrites_and_creates_a_private_file() {
    let setup = Setup::new();
    let before = fs::read_to_string(setup.config()).unwrap();
    let again = run(&["init", "--config", setup.config().to_str().unwrap()], b"");
    assert!(!again.status.success());
    assert!(text(&again.stderr).contains("exists already"));
    assert_eq!(fs::read_to_string(setup.config()).unwrap(), before);
    assert!(!before.contains(&setup.secret), "the secret stands in the file");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(fs::metadata(setup.config()).unwrap().permissions().mode() & 0o777, 0o600);
    }
}

#[test]
fn init_refuses_a_hostname_that_is_none_before_it_shows_a_secret() {
    let folder = tempfile::tempdir().unwrap();
    let config = folder.path().join("passwave.toml");
    let init = |host| run(&["init", "--config", config.to_str().unwrap(), "--hostname", host], b"");
    for (host, advice) in [
        ("https://shop.example", "write \"shop.example\""),
        ("shop.example:8443", "write \"shop.example\""),
        ("https://shop.example/form?x", "write \"shop.example\""),
        ("*.shop.example", "without wildcards"),
    ] {
        let refused = init(host);
        assert!(!refused.status.success() && refused.stdout.is_empty(), "{host}");
        assert!(text(&refused.stderr).contains(advice), "{}", text(&refused.stderr));
        assert!(!config.exists(), "{host}");
    }
    assert!(init("bücher.example").status.success());
    assert!(run(&["check-config", "--config", config.to_str().unwrap()], b"").status.success());
}

#[test]
fn store_in_use_is_reported_at_start() {
    let setup = Setup::new();
    let _first = setup.start();
    let config = setup.config();
    let serve = ["serve", "--listen", "127.0.0.1:0", "--config", config.to_str().unwrap()];
    let second = run(&serve, b"");
    assert!(!second.status.success());
    assert!(text(&second.stderr).contains("another passwave process is using this store"));
}

#[test]
fn invalid_configuration_is_reported() {
    let folder = tempfile::tempdir().unwrap();
    let config = folder.path().join("bad.toml");
    fs::write(&config, "listen = 'nowhere'").unwrap();
    for (file, word) in [
        (config.as_path(), "bad.toml:1: invalid socket address"),
        (Path::new("no-such.toml"), "no-such.toml"),
    ] {
        let output = run(&["serve", "--config", file.to_str().unwrap()], b"");
        assert!(!output.status.success());
        assert!(text(&output.stderr).contains(word), "{}", text(&output.stderr));
    }
}

#[test]
fn check_config_reports_lines_and_warnings() {
    let setup = Setup::new();
    let config = setup.config();
    let check = ["check-config", "--config", config.to_str().unwrap()];
    let good = run(&check, b"");
    assert!(good.status.success() && good.stderr.is_empty(), "{}", text(&good.stderr));
    assert!(text(&good.stdout).contains("good, with 1 site"));

    let written = fs::read_to_string(&config).unwrap();
    fs::write(&config, written.replace("[\"localhost\"]", "[]")).unwrap();
    let open = run(&check, b"");
    assert!(open.status.success() && text(&open.stderr).contains("no hostnames"));

    fs::write(&config, written.replace("return_way = false", "return_way = 7")).unwrap();
    let line = written.lines().position(|line| line.starts_with("return_way")).unwrap() + 1;
    let bad = run(&check, b"");
    assert_eq!(bad.status.code(), Some(1));
    let why = text(&bad.stderr);
    assert!(why.contains(&format!("passwave.toml:{line}: ")) && why.contains("boolean"), "{why}");
}
