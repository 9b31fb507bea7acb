//! A running server reloads its configuration with SIGHUP.

use std::fs;

use crate::fixture::{Setup, client, run, text};

#[cfg(unix)]
#[tokio::test]
async fn keys_are_rotated_while_the_server_runs() {
    use std::os::unix::fs::PermissionsExt;
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

#[cfg(unix)]
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
