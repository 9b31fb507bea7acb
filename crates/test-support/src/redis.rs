//! A real Redis on a free port, with a folder of its own.

use std::io::{BufRead, BufReader, ErrorKind};
use std::path::PathBuf;
use std::process::{self, Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

/// A running Redis; killed when dropped.
pub struct RedisServer {
    process: Child,
    port: u16,
    launch: Launch,
}

/// How it was started.
struct Launch {
    folder: tempfile::TempDir,
    arguments: Vec<String>,
    environment: Vec<(&'static str, PathBuf)>,
}

impl RedisServer {
    /// One that persists nothing.
    #[must_use]
    pub fn start() -> Self {
        Self::start_with("--port", &[])
    }

    /// One that syncs every write to disk before it answers.
    #[must_use]
    pub fn start_keeping() -> Self {
        Self::start_with("--port", &["--appendonly", "yes", "--appendfsync", "always"])
    }

    /// One with more arguments; `port_option` is `--port` or `--tls-port`.
    ///
    /// # Panics
    /// If it does not start.
    #[must_use]
    pub fn start_with(port_option: &str, more: &[&str]) -> Self {
        let common = [port_option].into_iter().chain(more.iter().copied());
        Self::launch(tempfile::tempdir().unwrap(), common, Vec::new())
    }

    /// One whose clock the test sets, with Debian's libfaketime.
    ///
    /// # Panics
    /// If it does not start.
    #[must_use]
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

    /// A Sentinel that watches a master by the name `shop` and takes it for gone after a second; `quorum` Sentinels
    /// have to agree.
    ///
    /// # Panics
    /// If it does not start.
    #[must_use]
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
        let started = (0..10).find_map(|_| {
            let port = own_port();
            launch.start(port).map(|process| (process, port))
        });
        let (process, port) = started.expect("a Redis that starts");
        Self { process, port, launch }
    }

    /// Its address without TLS.
    #[must_use]
    pub fn url(&self) -> String {
        format!("redis://127.0.0.1:{}", self.port)
    }

    /// Its port.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }

    /// A replica of another one.
    ///
    /// # Panics
    /// If it does not start.
    #[must_use]
    pub fn start_replica(of: &RedisServer) -> Self {
        Self::start_with("--port", &["--replicaof", "127.0.0.1", &of.port.to_string()])
    }

    /// A connection to it.
    ///
    /// # Panics
    /// If it cannot be reached.
    #[must_use]
    pub fn connection(&self) -> redis::Connection {
        let client = redis::Client::open(self.url()).expect("its address");
        client.get_connection().expect("a connection")
    }

    /// Kills it as `kill -9` does; what it did not persist is lost.
    ///
    /// # Panics
    /// If it cannot be killed.
    pub fn kill(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }

    /// Restarts it at the same address, with what it persisted.
    ///
    /// # Panics
    /// If it does not start.
    pub fn restart(&mut self) {
        self.process = self.launch.start(self.port).expect("a Redis that starts again");
    }
}

impl Drop for RedisServer {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The clock of a Redis.
pub struct ServerClock(PathBuf);

impl ServerClock {
    /// Sets how far it is ahead.
    ///
    /// # Panics
    /// If it cannot be set.
    pub fn set_ahead(&self, seconds: u64) {
        // Atomically, so that the server never reads half of it.
        let next = self.0.with_extension("next");
        std::fs::write(&next, format!("+{seconds}s\n")).unwrap();
        std::fs::rename(next, &self.0).unwrap();
    }
}

fn faketime_and_allocator() -> PathBuf {
    let folders = std::fs::read_dir("/usr/lib").unwrap();
    let mut files = folders.map(|folder| folder.unwrap().path().join("faketime/libfaketime.so.1"));
    let library = files.find(|file| file.exists()).expect("install Debian's faketime");
    // Redis' own allocator, jemalloc, asks for the time before libfaketime is ready.
    format!("{} libc.so.6", library.display()).into()
}

/// A port below those that the system gives away by itself: nobody is given it while Redis is away for a moment.
fn own_port() -> u16 {
    const FIRST: u32 = 11_000;
    const COUNT: u32 = 20_000;
    const OF_A_PROCESS: u32 = 64;
    static GIVEN: AtomicU32 = AtomicU32::new(0);
    let given = GIVEN.fetch_add(1, Ordering::Relaxed);
    let nth = process::id().wrapping_mul(OF_A_PROCESS).wrapping_add(given) % COUNT;
    u16::try_from(FIRST + nth).expect("a port")
}

/// `redis-server`, or the program that `PASSWAVE_REDIS_SERVER` names, such as Valkey's.
fn program() -> String {
    std::env::var("PASSWAVE_REDIS_SERVER").unwrap_or_else(|_| "redis-server".to_owned())
}

impl Launch {
    /// None if the port was taken.
    fn start(&self, port: u16) -> Option<Child> {
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
