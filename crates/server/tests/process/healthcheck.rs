//! `passwave healthcheck`.

use std::fs;
use std::net::TcpListener;

use passwave_test_support::server_process::ServerProcess;

use crate::demo::PAGES;
use crate::fixture::{PROGRAM, Setup, run, text};

/// Its status, and what it said.
fn healthcheck(arguments: &[&str]) -> (Option<i32>, String) {
    let output = run(&[&["healthcheck"], arguments].concat(), b"");
    assert!(output.stdout.is_empty(), "{}", text(&output.stdout));
    (output.status.code(), text(&output.stderr))
}

/// The configuration says where this server listens.
fn write_address(setup: &Setup, server: &ServerProcess) {
    let written = fs::read_to_string(setup.config()).unwrap();
    let address = server.address().to_string();
    assert!(written.contains("127.0.0.1:8787"));
    fs::write(setup.config(), written.replace("127.0.0.1:8787", &address)).unwrap();
}

#[test]
fn healthcheck_asks_the_configured_address() {
    let setup = Setup::new();
    let server = setup.start();
    write_address(&setup, &server);
    let config = setup.config();
    let by_file = ["--config", config.to_str().unwrap()];
    assert_eq!(healthcheck(&by_file), (Some(0), String::new()));
    let address = server.address().to_string();
    assert_eq!(healthcheck(&["--listen", &address]), (Some(0), String::new()));

    // What the running server has not taken over does not make it ill.
    let written = fs::read_to_string(&config).unwrap();
    fs::write(&config, written.replace("return_way = false", "return_way = 7")).unwrap();
    assert_eq!(healthcheck(&by_file), (Some(0), String::new()));

    drop(server);
    let (status, said) = healthcheck(&by_file);
    assert_eq!(status, Some(1));
    assert!(said.contains(&format!("http://{address}/readyz: cannot connect")), "{said}");
}

#[cfg(unix)]
#[test]
fn draining_server_is_alive_but_not_ready() {
    let setup = Setup::new();
    let written = fs::read_to_string(setup.config()).unwrap();
    fs::write(setup.config(), format!("drain_s = 600\n{written}")).unwrap();
    let server = setup.start();
    write_address(&setup, &server);
    server.signal("-TERM");
    server.wait_for_log("stopping");
    let config = setup.config();
    let arguments = ["--config", config.to_str().unwrap()];
    let (status, said) = healthcheck(&arguments);
    assert!(status == Some(1) && said.contains("503 Service Unavailable"), "{said}");
    assert_eq!(healthcheck(&[&arguments[..], &["--live"]].concat()), (Some(0), String::new()));
}

#[test]
fn something_else_at_the_address_is_not_healthy() {
    let other = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = other.local_addr().unwrap().to_string();
    let closing = std::thread::spawn(move || drop(other.accept()));
    let (status, said) = healthcheck(&["--listen", &address]);
    assert!(status == Some(1) && said.contains("no HTTP answer"), "{said}");
    closing.join().unwrap();
    let (status, said) = healthcheck(&["--listen", "127.0.0.1:0"]);
    assert!(status == Some(1) && said.contains("--listen"), "{said}");
    let (status, said) = healthcheck(&["--config", "no-such.toml"]);
    assert!(status == Some(1) && said.contains("no-such.toml"), "{said}");
}

#[test]
fn healthcheck_needs_no_configuration_where_the_environment_has_all() {
    let server = ServerProcess::start(PROGRAM, &["--demo", "--pages", PAGES]);
    let address = server.address().to_string();
    let mut command = std::process::Command::new(PROGRAM);
    let output = command.arg("healthcheck").env("PASSWAVE_LISTEN", address).output().unwrap();
    assert!(output.status.success(), "{}", text(&output.stderr));
}
