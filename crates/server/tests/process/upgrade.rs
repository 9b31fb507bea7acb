//! Another program in the place of the running one, as docs/upgrading.md describes it.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::process::Command;

use passwave_protocol::ChallengeResponse;
use passwave_test_support::server_process::ServerProcess;
use serde_json::json;

use crate::fixture::{PROGRAM, Setup, client, redeemed};

/// By a process of its own: while this one writes a file, whatever another test starts at that moment has it open too
/// for an instant, and no program is started that somebody has open to write to it.
fn copy_program(to: &Path) {
    assert!(Command::new("cp").arg(PROGRAM).arg(to).status().unwrap().success());
}

#[tokio::test]
async fn program_is_replaced_while_it_runs_and_nothing_is_lost() {
    let (setup, client) = (Setup::new(), client());
    let [program, new] = ["passwave", "passwave.new"].map(|name| setup.folder.path().join(name));
    copy_program(&program);
    let config = setup.config();
    let start = || {
        let arguments = ["--config", config.to_str().unwrap()];
        ServerProcess::start(program.to_str().unwrap(), &arguments)
    };
    let mut server = start();
    let [spent, kept] = [setup.token(&server, &client).await, setup.token(&server, &client).await];
    assert_eq!(setup.siteverify(&server, &client, &spent).await["success"], true);
    let path = format!("/challenge?sitekey={}&way=press", setup.sitekey);
    let fetched = client.get(server.url(&path)).send().await.unwrap();
    let fetched: ChallengeResponse = fetched.json().await.unwrap();

    let old = fs::metadata(&program).unwrap().ino();
    copy_program(&new);
    fs::rename(&new, &program).unwrap();
    assert_ne!(fs::metadata(&program).unwrap().ino(), old);
    let running = setup.token(&server, &client).await;
    assert_eq!(setup.siteverify(&server, &client, &running).await["success"], true);
    server.signal("-TERM");
    assert!(server.wait().success());

    let server = start();
    let again = setup.siteverify(&server, &client, &spent).await;
    assert_eq!(again["error-codes"], json!(["timeout-or-duplicate"]));
    assert_eq!(setup.siteverify(&server, &client, &kept).await["success"], true);
    let token = redeemed(&server, &client, &fetched, None).await;
    assert_eq!(setup.siteverify(&server, &client, &token).await["success"], true);
}
