//! A running server reloads its configuration with SIGHUP, and `rotate-key` writes what it reloads.

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::path::Path;
use std::process::{Command, Output};

use crate::fixture::{PROGRAM, Setup, client, run, text};

fn rotate(config: &Path) -> Output {
    run(&["rotate-key", "--config", config.to_str().unwrap()], b"")
}

#[tokio::test]
async fn keys_are_rotated_while_the_server_runs() {
    let (setup, client) = (Setup::new(), client());
    let config = setup.config();
    let rotate = ["rotate-key", "--config", config.to_str().unwrap()];
    let server = setup.start();
    let early = setup.token(&server, &client).await;
    assert!(run(&rotate, b"").status.success());
    server.signal("-HUP");
    server.wait_for_log("configuration reloaded");

    let hasty = run(&rotate, b"");
    assert!(!hasty.status.success() && text(&hasty.stderr).contains("wait"));
    assert!(run(&[rotate.as_slice(), &["--at-once"]].concat(), b"").status.success());
    server.signal("-HUP");
    server.wait_for_log("configuration reloaded");
    let late = setup.token(&server, &client).await;
    for token in [early, late] {
        assert_eq!(setup.siteverify(&server, &client, &token).await["success"], true);
    }
    assert_eq!(fs::metadata(&config).unwrap().permissions().mode() & 0o777, 0o600);
    let left = fs::read_dir(setup.folder.path()).unwrap().count();
    assert_eq!(left, 2, "the configuration and the store");
}

#[tokio::test]
async fn invalid_configuration_is_not_reloaded() {
    let (setup, client) = (Setup::new(), client());
    let good = fs::read_to_string(setup.config()).unwrap();
    let server = setup.start();
    let bad = [
        ("ways = [\"wave\"", "ways = [\"jump\"", "jump"),
        ("passwave.redb", "another.redb", "store cannot change"),
    ];
    for (from, to, why) in bad {
        assert!(good.contains(from));
        fs::write(setup.config(), good.replace(from, to)).unwrap();
        server.signal("-HUP");
        assert!(server.wait_for_log("configuration not reloaded").contains(why));
        let token = setup.token(&server, &client).await;
        assert_eq!(setup.siteverify(&server, &client, &token).await["success"], true);
    }
    fs::write(setup.config(), good.replace(&setup.sitekey, "pw_renamed")).unwrap();
    server.signal("-HUP");
    server.wait_for_log("configuration reloaded");
    let renamed = client.get(server.url("/challenge?sitekey=pw_renamed")).send().await.unwrap();
    assert!(renamed.status().is_success());
}

#[test]
fn rotate_key_follows_no_link() {
    let setup = Setup::new();
    let before = fs::read_to_string(setup.config()).unwrap();
    let link = setup.folder.path().join("link.toml");
    symlink(setup.config(), &link).unwrap();
    let refused = rotate(&link);
    assert!(!refused.status.success());
    assert!(text(&refused.stderr).contains("symbolic link"), "{}", text(&refused.stderr));
    assert_eq!(fs::read_to_string(setup.config()).unwrap(), before);
}

#[test]
fn rotate_key_keeps_owner_and_group_and_gives_nobody_more_rights() {
    let setup = Setup::new();
    let own = fs::metadata(setup.config()).unwrap();
    for (before, after) in [(0o600, 0o600), (0o640, 0o640), (0o664, 0o640), (0o777, 0o640)] {
        fs::set_permissions(setup.config(), fs::Permissions::from_mode(before)).unwrap();
        let rotated =
            run(&["rotate-key", "--at-once", "--config", setup.config().to_str().unwrap()], b"");
        assert!(rotated.status.success(), "{}", text(&rotated.stderr));
        let now = fs::metadata(setup.config()).unwrap();
        assert_eq!(now.permissions().mode() & 0o777, after, "{before:o}");
        assert_eq!((now.uid(), now.gid()), (own.uid(), own.gid()));
    }
}

/// As a container has it: `docker run --volume ./passwave.toml:/etc/passwave.toml`.
#[test]
fn rotate_key_says_what_to_do_where_one_file_is_mounted() {
    let setup = Setup::new();
    let before = fs::read_to_string(setup.config()).unwrap();
    let script = "mount --bind \"$1\" \"$1\" && exec \"$0\" rotate-key --config \"$1\"";
    let refused = Command::new("unshare")
        .args(["--map-root-user", "--mount", "sh", "-c", script, PROGRAM])
        .arg(setup.config())
        .output()
        .unwrap();
    assert!(!refused.status.success());
    let why = text(&refused.stderr);
    assert!(why.contains("mount its folder instead"), "this test mounts a file: {why}");
    assert_eq!(fs::read_to_string(setup.config()).unwrap(), before);
    assert_eq!(fs::read_dir(setup.folder.path()).unwrap().count(), 1, "nothing is left behind");
}

#[test]
fn rotate_key_goes_by_the_environment_as_the_server_does() {
    let setup = Setup::new();
    let before = fs::read_to_string(setup.config()).unwrap();
    fs::write(setup.config(), before.replace("store = \"passwave.redb\"", "")).unwrap();
    let rotated = Command::new(PROGRAM)
        .args(["rotate-key", "--config", setup.config().to_str().unwrap()])
        .env("PASSWAVE_STORE", "passwave.redb")
        .output()
        .unwrap();
    assert!(rotated.status.success(), "{}", text(&rotated.stderr));
}
