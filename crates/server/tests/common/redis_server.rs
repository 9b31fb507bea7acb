//! A real Redis on a free port, in a folder of its own, that keeps nothing.

use std::io::{BufRead, BufReader, ErrorKind};
use std::net::TcpListener;
use std::process::{Child, Command, Stdio};

pub struct RedisServer {
    process: Child,
    port: u16,
    folder: tempfile::TempDir,
}

impl RedisServer {
    pub fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        // Between the look and the start someone may take the port.
        let started = (0..10).find_map(|_| {
            let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
            started(port, &folder).map(|process| (process, port))
        });
        let (process, port) = started.expect("a Redis that starts");
        Self { process, port, folder }
    }

    pub fn url(&self) -> String {
        format!("redis://127.0.0.1:{}", self.port)
    }

    /// As `kill -9` does. What it knew is lost.
    pub fn kill(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }

    /// Empty, at the same address.
    pub fn start_again(&mut self) {
        self.process = started(self.port, &self.folder).expect("a Redis that starts again");
    }
}

impl Drop for RedisServer {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn started(port: u16, folder: &tempfile::TempDir) -> Option<Child> {
    let mut process = Command::new("redis-server")
        .args(["--port", &port.to_string(), "--bind", "127.0.0.1"])
        .args(["--save", "", "--appendonly", "no"])
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
