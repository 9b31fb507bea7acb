//! `passwave site`, and what `init` and `serve` say to someone new.

use std::fs;

use passwave_test_support::server_process::ServerProcess;
use serde_json::{Value, json};

use crate::fixture::{Setup, client, printed, run, text};

/// What a command on this site's configuration prints, if it succeeds.
fn site(setup: &Setup, arguments: &[&str]) -> Result<String, String> {
    let config = setup.config();
    let arguments = [&["site"], arguments, &["--config", config.to_str().unwrap()]].concat();
    let output = run(&arguments, b"");
    let [out, err] = [&output.stdout, &output.stderr].map(|bytes| text(bytes));
    if output.status.success() { Ok(out) } else { Err(out + &err) }
}

fn after(name: &str, said: &str) -> String {
    let line = said.lines().find_map(|line| line.strip_prefix(name)).expect("the line");
    line.trim().to_owned()
}

async fn verdict(server: &ServerProcess, secret: &str, token: &str) -> Value {
    let call = client().post(server.url("/siteverify"));
    let answer = call.form(&[("secret", secret), ("response", token)]).send().await.unwrap();
    answer.json::<Value>().await.unwrap()
}

async fn challenge_status(server: &ServerProcess, sitekey: &str) -> u16 {
    let path = format!("/challenge?sitekey={sitekey}&way=press");
    client().get(server.url(&path)).send().await.unwrap().status().as_u16()
}

#[tokio::test]
async fn site_is_added_to_the_running_server_and_removed_again() {
    let setup = Setup::new();
    let server = setup.start();
    let before = fs::read_to_string(setup.config()).unwrap();
    let hosts = ["add", "--hostname", "shop.example", "--hostname", "www.shop.example"];
    let said = site(&setup, &[&hosts[..], &["--reload"]].concat()).unwrap();
    server.wait_for_log("configuration reloaded");
    let (sitekey, secret) = (after("sitekey:", &said), after("secret:", &said));
    assert!(said.contains(&format!("<pass-wave sitekey=\"{sitekey}\"")), "{said}");
    assert_eq!(challenge_status(&server, &sitekey).await, 200);
    let unknown = verdict(&server, &secret, "no-token").await;
    assert_eq!(unknown["error-codes"], json!(["invalid-input-response"]));

    let written = fs::read_to_string(setup.config()).unwrap();
    assert!(written.starts_with(before.trim_end()), "all that was there is as it was");
    assert!(!written.contains(&secret));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(fs::metadata(setup.config()).unwrap().permissions().mode() & 0o777, 0o600);
    }
    let list = site(&setup, &["list"]).unwrap();
    let line = format!("{sitekey}  shop.example, www.shop.example  1 secret");
    assert!(list.lines().any(|listed| listed == line) && list.lines().count() == 2, "{list}");

    site(&setup, &["remove", &sitekey, "--reload"]).unwrap();
    server.wait_for_log("configuration reloaded");
    assert_eq!(challenge_status(&server, &sitekey).await, 400);
    assert_eq!(challenge_status(&server, &setup.sitekey).await, 200);
    let written = fs::read_to_string(setup.config()).unwrap();
    assert_eq!(written.trim_end(), before.trim_end());
    for (sitekey, why) in [(setup.sitekey.as_str(), "only site"), (&sitekey, "there is no site")] {
        let refused = site(&setup, &["remove", sitekey]).unwrap_err();
        assert!(refused.contains(why), "{refused}");
    }
    assert!(!server.kill().contains(&secret));
}

#[tokio::test]
async fn old_secret_is_accepted_until_the_change_is_finished() {
    let (setup, client) = (Setup::new(), client());
    let server = setup.start();
    let said = site(&setup, &["rotate-secret", &setup.sitekey, "--reload"]).unwrap();
    server.wait_for_log("configuration reloaded");
    let new = after("secret:", &said);
    for secret in [&setup.secret, &new] {
        let token = setup.token(&server, &client).await;
        assert_eq!(verdict(&server, secret, &token).await["success"], true);
    }
    assert!(site(&setup, &["list"]).unwrap().contains("2 secrets"));
    let again = site(&setup, &["rotate-secret", &setup.sitekey]).unwrap_err();
    assert!(again.contains("--finish") && !again.contains("secret:"), "{again}");
    assert!(!fs::read_to_string(setup.config()).unwrap().contains(&new));

    site(&setup, &["rotate-secret", &setup.sitekey, "--finish", "--reload"]).unwrap();
    server.wait_for_log("configuration reloaded");
    let token = setup.token(&server, &client).await;
    let refused = verdict(&server, &setup.secret, &token).await;
    assert_eq!(refused["error-codes"], json!(["invalid-input-secret"]));
    assert_eq!(verdict(&server, &new, &token).await["success"], true);
    let again = site(&setup, &["rotate-secret", &setup.sitekey, "--finish"]).unwrap_err();
    assert!(again.contains("one secret only"), "{again}");
    let log = server.kill();
    assert!(!log.contains(&new) && !log.contains(&setup.secret));
}

#[test]
fn secret_in_clear_goes_when_the_change_is_finished() {
    let setup = Setup::new();
    let written = fs::read_to_string(setup.config()).unwrap();
    let line = written.lines().find(|line| line.starts_with("secret_sha256")).unwrap();
    let clear = "secret = 'a-secret-that-stands-in-clear'";
    fs::write(setup.config(), written.replace(line, clear)).unwrap();
    site(&setup, &["rotate-secret", &setup.sitekey]).unwrap();
    assert!(fs::read_to_string(setup.config()).unwrap().contains(clear));
    site(&setup, &["rotate-secret", &setup.sitekey, "--finish"]).unwrap();
    assert!(!fs::read_to_string(setup.config()).unwrap().contains("in-clear"));
    assert!(site(&setup, &["list"]).unwrap().contains("1 secret"));
}

#[test]
fn reload_without_a_server_says_that_the_file_is_changed_and_what_to_do() {
    let setup = Setup::new();
    let said = site(&setup, &["add", "--hostname", "shop.example", "--reload"]).unwrap_err();
    assert!(said.contains("is changed, but no running server") && said.contains("--pid"), "{said}");
    assert!(said.contains("secret:"), "the secret is shown only this once: {said}");
    assert_eq!(site(&setup, &["list"]).unwrap().lines().count(), 2);
    let said = site(&setup, &["remove", &setup.sitekey, "--reload", "--pid", "2147483647"]);
    assert!(said.unwrap_err().contains("process 2147483647 cannot be told"));
}

#[test]
fn digest_in_a_list_that_is_none_is_named_with_its_line() {
    let setup = Setup::new();
    let written = fs::read_to_string(setup.config()).unwrap();
    let at = written.lines().position(|line| line.starts_with("secret_sha256")).unwrap();
    let line = written.lines().nth(at).unwrap();
    fs::write(setup.config(), written.replace(line, "secret_sha256 = ['00']")).unwrap();
    let refused = site(&setup, &["list"]).unwrap_err();
    let place = format!("passwave.toml:{}: secret_sha256 must be 64 hex digits", at + 1);
    assert!(refused.contains(&place), "{refused}");
}

#[test]
fn init_prints_what_the_page_and_the_backend_need() {
    let folder = tempfile::tempdir().unwrap();
    let config = folder.path().join("passwave.toml");
    let init = ["init", "--config", config.to_str().unwrap(), "--url"];
    let refused = run(&[&init[..], &["check.example"]].concat(), b"");
    assert!(!refused.status.success() && !config.exists());
    let output = run(&[&init[..], &["https://check.example/"]].concat(), b"");
    let (said, sitekey) = (text(&output.stdout), printed(&output, "sitekey:"));
    let page = format!(
        "  <script src=\"https://check.example/passwave.js\" async></script>\n  \
         <pass-wave sitekey=\"{sitekey}\" required></pass-wave>\n"
    );
    assert!(said.contains(&page), "{said}");
    assert!(said.contains("curl https://check.example/siteverify"), "{said}");
}

#[test]
fn serve_without_a_configuration_says_what_to_do() {
    let output = run(&["serve"], b"");
    assert!(!output.status.success());
    let said = text(&output.stderr);
    assert_eq!(said.lines().count(), 3, "{said}");
    for advice in ["passwave init", "passwave serve --config", "passwave serve --demo"] {
        assert!(said.contains(advice), "{said}");
    }
    let output = run(&["serve", "--config", "no-such.toml"], b"");
    let said = text(&output.stderr);
    assert!(said.contains("`passwave init --config no-such.toml` writes one"), "{said}");
}

#[test]
fn shells_and_man_know_all_commands() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = text(&run(&["completions", shell], b"").stdout);
        assert!(script.contains("rotate-secret") && script.contains("reload"), "{shell}");
    }
    let folder = tempfile::tempdir().unwrap();
    assert!(run(&["man", "--folder", folder.path().to_str().unwrap()], b"").status.success());
    let main = text(&run(&["man"], b"").stdout);
    for command in ["serve", "init", "site", "doctor", "healthcheck"] {
        assert!(main.contains(&format!("passwave\\-{command}(1)")), "{command}: {main}");
        let page =
            std::fs::read_to_string(folder.path().join(format!("passwave-{command}.1"))).unwrap();
        assert!(page.contains(".SH EXAMPLES") && !page.contains(".SH EXTRA"), "{command}: {page}");
    }
    assert!(main.contains(".SH EXAMPLES"), "{main}");
}
