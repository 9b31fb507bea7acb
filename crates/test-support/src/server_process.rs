//! The server program in a process of its own.

use std::io::{BufRead, BufReader, Read};
use std::net::SocketAddr;
use std::process::{Child, ChildStderr, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::Duration;

/// How long something that must happen may take on a slow machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// A folder that stands in for the built widget, which most tests need not have.
pub const WIDGET: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/widget");

const SERVE: [&str; 3] = ["serve", "--listen", "127.0.0.1:0"];

/// A running `passwave serve`; killed when dropped.
pub struct ServerProcess {
    process: Child,
    url: String,
    output: Receiver<String>,
    log: Receiver<String>,
    _unread_log: Option<ChildStderr>,
}

/// What becomes of the standard error of a process.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Log {
    /// It is read.
    Read,
    /// Nobody reads it: once its pipe is full, whoever writes to it blocks.
    Unread,
    /// Its pipe is closed: whoever writes to it gets an error.
    Closed,
}

impl ServerProcess {
    /// Starts `passwave serve` on a free port. `program` is the test's `env!("CARGO_BIN_EXE_passwave")`.
    #[must_use]
    pub fn start(program: &str, arguments: &[&str]) -> Self {
        Self::start_with_log_level("info", program, arguments)
    }

    /// As [`Self::start`], with another log level.
    #[must_use]
    pub fn start_with_log_level(level: &str, program: &str, arguments: &[&str]) -> Self {
        Self::start_with_log(Log::Read, level, program, arguments)
    }

    /// As [`Self::start_with_log_level`], with a log that is read or not.
    #[must_use]
    pub fn start_with_log(log: Log, level: &str, program: &str, arguments: &[&str]) -> Self {
        let mut command = Command::new(program);
        Self::spawn(command.args(SERVE).args(arguments).env("RUST_LOG", level), log)
    }

    /// As [`Self::start`], in a shell that first does `setup`, such as `ulimit -n 1024`.
    #[must_use]
    pub fn start_after(setup: &str, program: &str, arguments: &[&str]) -> Self {
        let script = format!("{setup}; exec \"$0\" \"$@\"");
        let mut shell = Command::new("sh");
        Self::spawn(shell.args(["-c", &script, program]).args(SERVE).args(arguments), Log::Read)
    }

    fn spawn(command: &mut Command, log_kind: Log) -> Self {
        let mut process = command
            .env("PASSWAVE_ASSETS", WIDGET)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("a program that can be started");
        let mut unread_log = process.stderr.take();
        let log = match log_kind {
            Log::Read => lines(unread_log.take().expect("its standard error")),
            Log::Unread | Log::Closed => mpsc::channel().1,
        };
        if log_kind == Log::Closed {
            unread_log = None;
        }
        let output = lines(process.stdout.take().expect("its standard output"));
        let Ok(line) = output.recv_timeout(PATIENCE) else {
            let _ = process.kill();
            panic!("the server did not start: {:#?}", log.iter().collect::<Vec<_>>());
        };
        let url = line.strip_prefix("Listening on ").expect("its address").to_owned();
        Self { process, url, output, log, _unread_log: unread_log }
    }

    /// The address of a path on this server.
    #[must_use]
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.url)
    }

    /// Where it listens.
    ///
    /// # Panics
    /// If it printed no address.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        let (_, address) = self.url.split_once("://").expect("a scheme");
        address.parse().expect("an address")
    }

    /// The next line of its standard output.
    ///
    /// # Panics
    /// If none comes.
    #[must_use]
    pub fn next_output_line(&self) -> String {
        self.output.recv_timeout(PATIENCE).expect("a further line")
    }

    /// Waits for a line of the log that contains these words.
    ///
    /// # Panics
    /// If none comes.
    pub fn wait_for_log(&self, words: &str) -> String {
        loop {
            let line = self.log.recv_timeout(PATIENCE).expect("the words in the log");
            if line.contains(words) {
                return line;
            }
        }
    }

    /// The rest of the log, up to the end of the process.
    pub fn rest_of_log(&self) -> impl Iterator<Item = String> {
        self.log.iter()
    }

    /// Sends a signal, for example `-TERM`.
    ///
    /// # Panics
    /// If it cannot be sent.
    #[cfg(unix)]
    pub fn signal(&self, name: &str) {
        let id = self.process.id().to_string();
        let sent = Command::new("kill").args([name, &id]).status();
        assert!(sent.expect("the program kill").success());
    }

    /// Waits for the end of the process.
    ///
    /// # Panics
    /// If it cannot be waited for.
    pub fn wait(&mut self) -> ExitStatus {
        self.process.wait().expect("a process to wait for")
    }

    /// Kills it as `kill -9` does, and returns the rest of the log.
    #[must_use]
    pub fn kill(mut self) -> String {
        self.stop();
        self.log.iter().collect::<Vec<_>>().join("\n")
    }

    fn stop(&mut self) {
        // It may have ended already.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }

    /// Whether the process is still there.
    ///
    /// # Panics
    /// If the operating system does not tell.
    pub fn is_running(&mut self) -> bool {
        self.process.try_wait().expect("its state").is_none()
    }

    /// A line of `/proc/<process>/status`, such as `VmRSS` or `RssAnon`, in KiB.
    ///
    /// # Panics
    /// If there is no such line.
    #[cfg(target_os = "linux")]
    #[must_use]
    pub fn memory_kib(&self, line: &str) -> u64 {
        let file = format!("/proc/{}/status", self.process.id());
        let status = std::fs::read_to_string(file).expect("the state of the process");
        let value = status.lines().find_map(|text| text.strip_prefix(line)).expect("the line");
        value.trim_matches([':', ' ', '\t']).trim_end_matches(" kB").parse().expect("a number")
    }
}

impl Drop for ServerProcess {
    fn drop(&mut self) {
        self.stop();
    }
}

/// Lines as they come, read on a thread so that the writer never blocks.
fn lines(output: impl Read + Send + 'static) -> Receiver<String> {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        for line in BufReader::new(output).lines().map_while(Result::ok) {
            // The receiver may be gone.
            let _ = sender.send(line);
        }
    });
    receiver
}
