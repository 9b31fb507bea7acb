//! A real Redis on a free port, in a folder of its own.

use std::io::{BufRead, BufReader, ErrorKind};
use std::net::TcpListener;
use std::process::{Child, Command, Stdio};

pub struct RedisServer {
    process: Child,
    port: u16,
    folder: tempfile::TempDir,
    arguments: Vec<String>,
}

impl RedisServer {
    /// One that keeps nothing.
    pub fn start() -> Self {
        Self::start_with("--port", &[])
    }

    /// One that has everything on its disk before it answers.
    #[allow(dead_code, reason = "only some of the programs that share this file need it")]
    pub fn start_keeping() -> Self {
        Self::start_with("--port", &["--appendonly", "yes", "--appendfsync", "always"])
    }

    /// Listens on what `port_option` is the option for, with more arguments.
    pub fn start_with(port_option: &str, more: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let arguments: Vec<String> =
            std::iter::once(&port_option).chain(more).map(|part| (*part).to_owned()).collect();
        // Between the look and the start someone may take the port.
        let started = (0..10).find_map(|_| {
            let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
            started(port, &folder, &arguments).map(|process| (process, port))
        });
        let (process, port) = started.expect("a Redis that starts");
        Self { process, port, folder, arguments }
    }

    pub fn url(&self) -> String {
        format!("redis://127.0.0.1:{}", self.port)
    }

    #[allow(dead_code, reason = "only some of the programs that share this file need it")]
    pub fn port(&self) -> u16 {
        self.port
    }

    /// As `kill -9` does. What it did not keep is lost.
    pub fn kill(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }

    /// With what it kept, at the same address.
    pub fn start_again(&mut self) {
        let again = started(self.port, &self.folder, &self.arguments);
        self.process = again.expect("a Redis that starts again");
    }
}

impl Drop for RedisServer {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The first argument is the option for the port.
fn started(port: u16, folder: &tempfile::TempDir, arguments: &[String]) -> Option<Child> {
    let mut process = Command::new("redis-server")
        .args([&arguments[0], &port.to_string()])
        .args(&arguments[1..])
        .args(["--bind", "127.0.0.1", "--save", ""])
        .arg("--dir")
        .arg(folder.path())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap_or_else(|cause| match cause.kind() {
            ErrorKind::NotFound => panic!("install Debian's redis-server"),
            _ => panic!("redis-server: {cause}"),
        });
    let lines = BufReader::new(process.stdout.as_mut().unwrap()).lines();
    let ready = lines.map_while(Result::ok).any(|line| line.contains("Ready to accept"));
    if ready {
        return Some(process);
    }
    let _ = process.wait();
    None
}
