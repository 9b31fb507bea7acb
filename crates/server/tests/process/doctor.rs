//! `passwave doctor` without a proxy; behind proxies it is in `tests/backends/doctor.test.mjs`.

use std::fs;

use crate::fixture::{Setup, run, text};

/// Its status, and what it printed.
fn doctor(arguments: &[&str]) -> (Option<i32>, String) {
    let output = run(&[&["doctor"], arguments].concat(), b"");
    (output.status.code(), text(&output.stdout) + &text(&output.stderr))
}

#[test]
fn server_on_this_computer_is_asked_without_a_proxy() {
    let setup = Setup::new();
    let server = setup.start();
    let secret = setup.folder.path().join("secret");
    fs::write(&secret, format!("{}\n", setup.secret)).unwrap();
    let (_, said) = doctor(&[&server.url(""), "--secret-file", secret.to_str().unwrap()]);
    for line in [
        "ok     TLS: none, which browsers accept on this computer alone",
        "ok     ready: the server takes requests",
        "-      client address: not checked: this address is the server's own",
        "-      challenge: not checked: name a site with --sitekey",
        "ok     siteverify, wrong secret: is refused",
        "ok     siteverify, right secret: is accepted",
    ] {
        assert!(said.contains(line), "{line}: {said}");
    }
    assert!(!said.contains(&setup.secret));
}

#[test]
fn visitors_without_a_proxy_have_the_address_of_their_connection() {
    let setup = Setup::new();
    let written = fs::read_to_string(setup.config()).unwrap();
    let trusted = written.lines().find(|line| line.starts_with("trusted_proxies")).unwrap();
    fs::write(setup.config(), written.replace(trusted, "trusted_proxies = []")).unwrap();
    let (_, said) = doctor(&[&setup.start().url("")]);
    assert!(
        said.contains("ok     client address: 127.0.0.1, from the connection itself"),
        "{said}"
    );
}

#[test]
fn nothing_there_and_no_address_are_named() {
    let (status, said) = doctor(&["http://127.0.0.1:1"]);
    assert_eq!(status, Some(1));
    assert!(said.contains("wrong  connection: cannot connect"), "{said}");
    for wrong in
        ["check.example", "ftp://check.example", "https://user@check.example", "https://a?b"]
    {
        let (status, said) = doctor(&[wrong]);
        assert!(status == Some(2) && said.contains("https://check.example.org"), "{said}");
    }
}
