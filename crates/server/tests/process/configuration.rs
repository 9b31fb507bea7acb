//! `init` and `check-config`, and a configuration that cannot be used.

use std::fs;
use std::path::{Path, PathBuf};

use passwave_test_support::server_process::ServerProcess;
use passwave_test_support::small_disk::SmallDisk;

use crate::fixture::{PROGRAM, Setup, run, text};

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
fn commands_without_their_configuration_tell_how_to_name_one() {
    let missing = "nowhere/passwave.toml";
    for command in
        [&["serve"][..], &["check-config"], &["site", "list"], &["site", "add"], &["rotate-key"]]
    {
        let refused = run(&[command, &["--config", missing]].concat(), b"");
        let said = text(&refused.stderr);
        assert!(!refused.status.success(), "{command:?}");
        for word in [missing, "--config", "passwave init"] {
            assert!(said.contains(word), "{command:?}: {said}");
        }
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

/// A configuration as `init` writes it, on a file system that lasts, and what `check-config` says of it.
fn fresh() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let config = folder.path().join("passwave.toml");
    assert!(run(&["init", "--config", config.to_str().unwrap()], b"").status.success());
    (folder, config)
}

fn check(config: &Path, more: &[&str]) -> (Option<i32>, String) {
    let arguments = ["check-config", "--config", config.to_str().unwrap()];
    let output = run(&[&arguments, more].concat(), b"");
    (output.status.code(), text(&output.stderr))
}

fn line_of(config: &Path, part: &str) -> String {
    let written = fs::read_to_string(config).unwrap();
    let line = written.lines().position(|line| line.contains(part)).unwrap() + 1;
    format!("{}:{line}: ", config.display())
}

#[test]
fn check_config_reports_lines_and_warnings() {
    let (_folder, config) = fresh();
    let good = run(&["check-config", "--strict", "--config", config.to_str().unwrap()], b"");
    assert!(good.status.success() && good.stderr.is_empty(), "{}", text(&good.stderr));
    assert!(text(&good.stdout).contains("good, with 1 site"));

    let written = fs::read_to_string(&config).unwrap();
    fs::write(&config, written.replace("[\"localhost\"]", "[]")).unwrap();
    let place = line_of(&config, "hostnames = []");
    for (more, status) in [([].as_slice(), 0), (&["--strict"], 3)] {
        let (code, said) = check(&config, more);
        assert!(code == Some(status) && said.starts_with(&format!("warning: {place}")), "{said}");
        assert!(said.contains("hostnames: empty") && said.lines().count() == 1, "{said}");
    }

    fs::write(&config, written.replace("return_way = false", "return_way = 7")).unwrap();
    for more in [[].as_slice(), &["--strict"]] {
        let (code, said) = check(&config, more);
        assert_eq!(code, Some(1));
        let place = line_of(&config, "return_way = 7");
        assert!(said.contains(&place) && said.contains("boolean"), "{said}");
    }
}

#[cfg(unix)]
#[test]
fn file_with_secrets_that_others_can_read_or_change_is_a_warning() {
    use std::os::unix::fs::PermissionsExt;
    let (folder, config) = fresh();
    let secret = folder.path().join("secret.txt");
    fs::write(&secret, "a-secret-of-twenty-characters").unwrap();
    let written = fs::read_to_string(&config).unwrap();
    fs::write(&config, written.replace("survey =", "secret_file = 'secret.txt'\nsurvey ="))
        .unwrap();
    let set = |file: &Path, mode| {
        fs::set_permissions(file, fs::Permissions::from_mode(mode)).unwrap();
    };
    for private in [0o600, 0o640, 0o400] {
        set(&config, private);
        set(&secret, private);
        assert_eq!(check(&config, &["--strict"]), (Some(0), String::new()), "{private:o}");
    }
    for open in [0o644, 0o604, 0o620, 0o602, 0o777] {
        set(&config, open);
        let said = check(&config, &[]).1;
        let begin = format!("warning: {}: ", config.display());
        assert!(said.starts_with(&begin) && said.contains("chmod"), "{open:o}: {said}");
        set(&config, 0o600);
        set(&secret, open);
        let said = check(&config, &[]).1;
        let place = line_of(&config, "secret_file");
        assert!(said.starts_with(&format!("warning: {place}site ")), "{open:o}: {said}");
        assert!(said.contains("secret.txt") && said.contains("chmod"), "{open:o}: {said}");
        set(&secret, 0o600);
    }
    for (mode, is_open) in [(0o777, true), (0o757, true), (0o1777, false), (0o770, false)] {
        set(folder.path(), mode);
        let said = check(&config, &[]).1;
        assert_eq!(said.contains("put other files into its folder"), is_open, "{mode:o}: {said}");
    }
    set(&config, 0o644);
    let serve = ["--config", config.to_str().unwrap()];
    ServerProcess::start(PROGRAM, &serve).wait_for_log("chmod");
}

#[cfg(target_os = "linux")]
#[test]
fn store_in_memory_is_a_warning() {
    let (disk, (_folder, config)) = (SmallDisk::mount(), fresh());
    let store = disk.path().join("passwave.redb");
    let written = fs::read_to_string(&config).unwrap();
    fs::write(&config, written.replace("passwave.redb", store.to_str().unwrap())).unwrap();
    let said = check(&config, &[]).1;
    let place = line_of(&config, "passwave.redb");
    assert!(said.starts_with(&format!("warning: {place}store: ")), "{said}");
    assert!(said.contains("lost with a restart"), "{said}");
}
