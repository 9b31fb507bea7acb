//! A real Redis on a free port, in a folder of its own.

use std::io::{BufRead, BufReader, ErrorKind};
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

pub struct RedisServer {
    process: Child,
    port: u16,
    launch: Launch,
}

/// What it was started with.
struct Launch {
    folder: tempfile::TempDir,
    arguments: Vec<String>,
    environment: Vec<(&'static str, PathBuf)>,
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
        let common = [port_option].into_iter().chain(more.iter().copied());
        Self::launch(tempfile::tempdir().unwrap(), common, Vec::new())
    }

    /// One whose clock the test sets, by Debian's libfaketime.
    #[allow(dead_code, reason = "only some of the programs that share this file need it")]
    pub fn start_with_clock() -> (Self, ServerClock) {
        let folder = tempfile::tempdir().unwrap();
        let clock = ServerClock(folder.path().join("clock"));
        clock.set_ahead(0);
        let environment = vec![
            ("LD_PRELOAD", faketime_and_allocator()),
            ("FAKETIME_TIMESTAMP_FILE", clock.0.clone()),
            ("FAKETIME_NO_CACHE", "1".into()),
            ("FAKETIME_DONT_FAKE_MONOTONIC", "1".into()),
        ];
        (Self::launch(folder, ["--port"], environment), clock)
    }

    /// A Sentinel that watches a master by the name `shop` and takes it for gone after a second; so many
    /// Sentinels have to agree.
    #[allow(dead_code, reason = "only some of the programs that share this file need it")]
    pub fn start_sentinel(master: &RedisServer, quorum: usize) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("sentinel.conf");
        let port = master.port;
        let text = format!(
            "sentinel monitor shop 127.0.0.1 {port} {quorum}
            sentinel down-after-milliseconds shop 1000
            sentinel failover-timeout shop 5000\n"
        );
        std::fs::write(&file, text).unwrap();
        let file = file.to_str().unwrap().to_owned();
        Self::launch(folder, [&file, "--sentinel", "--port"], Vec::new())
    }

    /// The port goes behind the first argument that is an option for one.
    fn launch<'a>(
        folder: tempfile::TempDir,
        arguments: impl IntoIterator<Item = &'a str>,
        environment: Vec<(&'static str, PathBuf)>,
    ) -> Self {
        let arguments = arguments.into_iter().map(str::to_owned).collect();
        let launch = Launch { folder, arguments, environment };
        // Between the look and the start someone may take the port.
        let started = (0..10).find_map(|_| {
            let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
            launch.started(port).map(|process| (process, port))
        });
        let (process, port) = started.expect("a Redis that starts");
        Self { process, port, launch }
    }

    pub fn url(&self) -> String {
        format!("redis://127.0.0.1:{}", self.port)
    }

    #[allow(dead_code, reason = "only some of the programs that share this file need it")]
    pub fn port(&self) -> u16 {
        self.port
    }

    /// One that has the data of another.
    #[allow(dead_code, reason = "only some of the programs that share this file need it")]
    pub fn start_replica(of: &RedisServer) -> Self {
        Self::start_with("--port", &["--replicaof", "127.0.0.1", &of.port.to_string()])
    }

    #[allow(dead_code, reason = "only some of the programs that share this file need it")]
    pub fn connection(&self) -> redis::Connection {
        redis::Client::open(self.url()).unwrap().get_connection().unwrap()
    }

    /// As `kill -9` does. What it did not keep is lost.
    pub fn kill(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }

    /// With what it kept, at the same address.
    pub fn start_again(&mut self) {
        self.process = self.launch.started(self.port).expect("a Redis that starts again");
    }
}

impl Drop for RedisServer {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// How far a server's clock is ahead.
#[allow(dead_code, reason = "only some of the programs that share this file need it")]
pub struct ServerClock(PathBuf);

#[allow(dead_code, reason = "only some of the programs that share this file need it")]
impl ServerClock {
    pub fn set_ahead(&self, seconds: u64) {
        // At once, so that the server never reads half of it.
        let next = self.0.with_extension("next");
        std::fs::write(&next, format!("+{seconds}s\n")).unwrap();
        std::fs::rename(next, &self.0).unwrap();
    }
}

#[allow(dead_code, reason = "only some of the programs that share this file need it")]
fn faketime_and_allocator() -> PathBuf {
    let folders = std::fs::read_dir("/usr/lib").unwrap();
    let mut files = folders.map(|folder| folder.unwrap().path().join("faketime/libfaketime.so.1"));
    let library = files.find(|file| file.exists()).expect("install Debian's faketime");
    // Redis' own allocator, jemalloc, asks for the time before libfaketime is ready.
    format!("{} libc.so.6", library.display()).into()
}

/// The program, or the one in its place that `PASSWAVE_REDIS_SERVER` names, such as Valkey's.
fn program() -> String {
    std::env::var("PASSWAVE_REDIS_SERVER").unwrap_or_else(|_| "redis-server".to_owned())
}

impl Launch {
    fn started(&self, port: u16) -> Option<Child> {
        let is_port = |argument: &&String| argument.ends_with("port");
        let at = self.arguments.iter().take_while(|argument| !is_port(argument)).count() + 1;
        let mut process = Command::new(program())
            .args(&self.arguments[..at])
            .arg(port.to_string())
            .args(&self.arguments[at..])
            .args(["--bind", "127.0.0.1", "--save", ""])
            .arg("--dir")
            .arg(self.folder.path())
            .envs(self.environment.iter().map(|(name, value)| (name, value)))
            .stdout(Stdio::piped())
            .spawn()
            .unwrap_or_else(|cause| match cause.kind() {
                ErrorKind::NotFound => panic!("install Debian's redis-server"),
                _ => panic!("redis-server: {cause}"),
            });
        let lines = BufReader::new(process.stdout.as_mut().unwrap()).lines();
        let is_ready =
            |line: &String| line.contains("Ready to accept") || line.contains("Sentinel ID is");
        if lines.map_while(Result::ok).any(|line| is_ready(&line)) {
            return Some(process);
        }
        let _ = process.wait();
        None
    }
}
