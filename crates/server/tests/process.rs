//! Runs the real program: configuration, crash, demo, command line.

mod common;
#[path = "common/redis_server.rs"]
#[allow(dead_code, reason = "these tests start it once only")]
mod redis_server;
#[cfg(unix)]
#[path = "process/tls.rs"]
mod tls;

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::Duration;

use passwave_motion::Gesture;
use passwave_protocol::{ChallengeResponse, Solver};
use passwave_recordings::synthetic::Motion;
use redis_server::RedisServer;
use serde_json::{Value, json};

const PROGRAM: &str = env!("CARGO_BIN_EXE_passwave");

/// How long something that must happen may take on a slow machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// A running server; killed when dropped.
struct Running {
    process: Child,
    address: String,
    said: Receiver<String>,
    log: Receiver<String>,
}

impl Running {
    fn start(arguments: &[&str]) -> Self {
        Self::start_logging("info", arguments)
    }

    fn start_logging(what: &str, arguments: &[&str]) -> Self {
        let mut process = Command::new(PROGRAM)
            .arg("serve")
            .args(["--listen", "127.0.0.1:0"])
            .args(arguments)
            .stdout(Stdio::piped())
            .env("RUST_LOG", what)
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let log = lines(process.stderr.take().unwrap());
        let said = lines(process.stdout.take().unwrap());
        let line = said.recv_timeout(PATIENCE).expect("a first line");
        let address = line.strip_prefix("Listening on ").expect("an address").to_owned();
        Self { process, address, said, log }
    }

    /// The next line of the log that has these words.
    fn logged(&self, words: &str) -> String {
        loop {
            let line = self.log.recv_timeout(PATIENCE).expect("the words in the log");
            if line.contains(words) {
                return line;
            }
        }
    }

    #[cfg(unix)]
    fn signal(&self, name: &str) {
        let id = self.process.id().to_string();
        assert!(Command::new("kill").args([name, &id]).status().unwrap().success());
    }

    fn at(&self, path: &str) -> String {
        format!("{}{path}", self.address)
    }

    /// As `kill -9` does.
    fn kill(mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Lines as they come, read on a thread so that the writer never waits.
fn lines(output: impl Read + Send + 'static) -> Receiver<String> {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        for line in BufReader::new(output).lines().map_while(Result::ok) {
            // Nobody may be interested any more.
            let _ = sender.send(line);
        }
    });
    receiver
}

fn run(arguments: &[&str], input: &[u8]) -> Output {
    let mut process = Command::new(PROGRAM)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    process.stdin.take().unwrap().write_all(input).unwrap();
    process.wait_with_output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// What `passwave init` printed after `name:`.
fn printed(output: &Output, name: &str) -> String {
    let text = text(&output.stdout);
    let line = text.lines().find_map(|line| line.strip_prefix(name)).expect("the line");
    line.trim().to_owned()
}

struct Setup {
    folder: tempfile::TempDir,
    sitekey: String,
    secret: String,
}

impl Setup {
    /// As an operator begins, only that pressing costs no work.
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let config = folder.path().join("passwave.toml");
        let output = run(&["init", "--config", config.to_str().unwrap()], b"");
        assert!(output.status.success(), "{}", text(&output.stderr));
        let light_work = "\n[sites.work.press]\npuzzles = 1\nbits = 1\n";
        fs::write(&config, fs::read_to_string(&config).unwrap() + light_work).unwrap();
        let (sitekey, secret) = (printed(&output, "sitekey:"), printed(&output, "secret:"));
        Self { folder, sitekey, secret }
    }

    fn config(&self) -> PathBuf {
        self.folder.path().join("passwave.toml")
    }

    fn start(&self) -> Running {
        Running::start(&["--config", self.config().to_str().unwrap()])
    }

    async fn token(&self, server: &Running, client: &reqwest::Client) -> String {
        let path = format!("/challenge?sitekey={}&way=press", self.sitekey);
        let challenge = client.get(server.at(&path)).send().await.unwrap();
        redeemed(server, client, &challenge.json().await.unwrap(), None).await
    }

    async fn siteverify(&self, server: &Running, client: &reqwest::Client, token: &str) -> Value {
        let form = [("secret", self.secret.as_str()), ("response", token)];
        let call = client.post(server.at("/siteverify")).form(&form);
        call.send().await.unwrap().json().await.unwrap()
    }
}

/// Does the work and trades the proof for a token.
async fn redeemed(
    server: &Running,
    client: &reqwest::Client,
    challenge: &ChallengeResponse,
    evidence: Option<String>,
) -> String {
    let mut solver = Solver::new(&challenge.id, challenge.work, 0);
    while !solver.step(64).is_done() {}
    let mut proof = json!({"challenge": challenge.challenge, "work": solver.solution()});
    if let Some(evidence) = evidence {
        proof["evidence"] = evidence.into();
    }
    let redeem = client.post(server.at("/redeem")).header("origin", "http://localhost:9999");
    let answer: Value = redeem.json(&proof).send().await.unwrap().json().await.unwrap();
    answer["token"].as_str().unwrap_or_else(|| panic!("{answer}")).to_owned()
}

fn client() -> reqwest::Client {
    reqwest::Client::builder().no_proxy().build().unwrap()
}

#[tokio::test]
async fn what_was_spent_stays_spent_when_the_server_is_killed() {
    let (setup, client) = (Setup::new(), client());
    let server = setup.start();
    let [spent, kept] = [setup.token(&server, &client).await, setup.token(&server, &client).await];
    assert_eq!(setup.siteverify(&server, &client, &spent).await["success"], true);
    server.kill();

    let server = setup.start();
    let again = setup.siteverify(&server, &client, &spent).await;
    assert_eq!(again["error-codes"], json!(["timeout-or-duplicate"]));
    assert_eq!(setup.siteverify(&server, &client, &kept).await["success"], true);
}

#[test]
fn init_never_overwrites_and_keeps_the_keys_private() {
    let setup = Setup::new();
    let before = fs::read_to_string(setup.config()).unwrap();
    let again = run(&["init", "--config", setup.config().to_str().unwrap()], b"");
    assert!(!again.status.success());
    assert!(text(&again.stderr).contains("is there already"));
    assert_eq!(fs::read_to_string(setup.config()).unwrap(), before);
    assert!(!before.contains(&setup.secret), "the secret stands in the file");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(fs::metadata(setup.config()).unwrap().permissions().mode() & 0o777, 0o600);
    }
}

#[test]
fn a_second_server_on_the_same_store_is_told_so() {
    let setup = Setup::new();
    let _first = setup.start();
    let config = setup.config();
    let serve = ["serve", "--listen", "127.0.0.1:0", "--config", config.to_str().unwrap()];
    let second = run(&serve, b"");
    assert!(!second.status.success());
    assert!(text(&second.stderr).contains("another passwave is using this store"));
}

#[test]
fn a_bad_configuration_is_explained() {
    let folder = tempfile::tempdir().unwrap();
    let config = folder.path().join("bad.toml");
    fs::write(&config, "listen = 'nowhere'").unwrap();
    for (file, word) in [
        (config.as_path(), "bad.toml:1: invalid socket address"),
        (Path::new("no-such.toml"), "no-such.toml"),
    ] {
        let output = run(&["serve", "--config", file.to_str().unwrap()], b"");
        assert!(!output.status.success());
        assert!(text(&output.stderr).contains(word), "{}", text(&output.stderr));
    }
}

#[cfg(unix)]
#[tokio::test]
async fn a_server_that_is_asked_to_stop_stops_though_a_client_stays_connected() {
    let (setup, client) = (Setup::new(), client());
    let mut server = setup.start();
    assert!(client.get(server.at("/healthz")).send().await.unwrap().status().is_success());
    server.signal("-TERM");
    assert!(server.process.wait().unwrap().success());
}

#[test]
fn check_config_finds_the_line_and_warns() {
    let setup = Setup::new();
    let config = setup.config();
    let check = ["check-config", "--config", config.to_str().unwrap()];
    let good = run(&check, b"");
    assert!(good.status.success() && good.stderr.is_empty(), "{}", text(&good.stderr));
    assert!(text(&good.stdout).contains("good, with 1 site"));

    let written = fs::read_to_string(&config).unwrap();
    fs::write(&config, written.replace("[\"localhost\"]", "[]")).unwrap();
    let open = run(&check, b"");
    assert!(open.status.success() && text(&open.stderr).contains("no hostnames"));

    fs::write(&config, written.replace("return_way = false", "return_way = 7")).unwrap();
    let line = written.lines().position(|line| line.starts_with("return_way")).unwrap() + 1;
    let bad = run(&check, b"");
    assert_eq!(bad.status.code(), Some(1));
    let why = text(&bad.stderr);
    assert!(why.contains(&format!("passwave.toml:{line}: ")) && why.contains("boolean"), "{why}");
}

#[cfg(unix)]
#[tokio::test]
async fn keys_change_in_the_file_and_a_running_server_goes_along() {
    use std::os::unix::fs::PermissionsExt;
    let (setup, client) = (Setup::new(), client());
    let config = setup.config();
    let rotate = ["rotate-key", "--config", config.to_str().unwrap()];
    let server = setup.start();
    let early = setup.token(&server, &client).await;
    assert!(run(&rotate, b"").status.success());
    server.signal("-HUP");
    server.logged("read again");

    let hasty = run(&rotate, b"");
    assert!(!hasty.status.success() && text(&hasty.stderr).contains("wait"));
    assert!(run(&[rotate.as_slice(), &["--at-once"]].concat(), b"").status.success());
    server.signal("-HUP");
    server.logged("read again");
    let late = setup.token(&server, &client).await;
    for token in [early, late] {
        assert_eq!(setup.siteverify(&server, &client, &token).await["success"], true);
    }
    assert_eq!(fs::metadata(&config).unwrap().permissions().mode() & 0o777, 0o600);
    let left = fs::read_dir(setup.folder.path()).unwrap().count();
    assert_eq!(left, 4, "the configuration, the store and its two write-ahead logs");
}

#[cfg(unix)]
#[tokio::test]
async fn a_bad_configuration_is_not_taken_over() {
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
        assert!(server.logged("stays as it was").contains(why));
        let token = setup.token(&server, &client).await;
        assert_eq!(setup.siteverify(&server, &client, &token).await["success"], true);
    }
    fs::write(setup.config(), good.replace(&setup.sitekey, "pw_renamed")).unwrap();
    server.signal("-HUP");
    server.logged("read again");
    let renamed = client.get(server.at("/challenge?sitekey=pw_renamed")).send().await.unwrap();
    assert!(renamed.status().is_success());
}

#[tokio::test]
async fn two_servers_on_one_redis_let_a_token_pass_once() {
    let (redis, setup, client) = (RedisServer::start(), Setup::new(), client());
    let written = fs::read_to_string(setup.config()).unwrap();
    fs::write(setup.config(), written.replace("passwave.redb", &redis.url())).unwrap();
    let (one, other) = (setup.start(), setup.start());
    let [first, second] = [setup.token(&one, &client).await, setup.token(&other, &client).await];
    for (token, servers) in [(first, [&one, &other]), (second, [&one, &one])] {
        assert_eq!(setup.siteverify(servers[0], &client, &token).await["success"], true);
        let again = setup.siteverify(servers[1], &client, &token).await;
        assert_eq!(again["error-codes"], json!(["timeout-or-duplicate"]));
    }
}

#[test]
fn a_redis_that_is_not_there_stops_the_start_with_a_reason() {
    let (mut redis, setup) = (RedisServer::start(), Setup::new());
    let written = fs::read_to_string(setup.config()).unwrap();
    let url = redis.url().replace("//", "//:a-password@");
    fs::write(setup.config(), written.replace("passwave.redb", &url)).unwrap();
    redis.kill();
    let config = setup.config();
    let serve = ["serve", "--listen", "127.0.0.1:0", "--config", config.to_str().unwrap()];
    let output = run(&serve, b"");
    assert!(!output.status.success());
    let why = text(&output.stderr);
    assert!(why.contains("the Redis store cannot be used"), "{why}");
    assert!(!why.contains("a-password"), "{why}");
}

#[cfg(unix)]
#[tokio::test]
async fn a_server_that_drains_takes_requests_until_a_second_signal() {
    let (setup, client) = (Setup::new(), client());
    let written = fs::read_to_string(setup.config()).unwrap();
    let more = "drain_s = 600\nlog = \"json\"\nadmin = \"127.0.0.1:0\"\n";
    fs::write(setup.config(), format!("{more}{written}")).unwrap();
    let mut server = setup.start();
    server.signal("-TERM");
    let line: Value = serde_json::from_str(&server.logged("stopping")).unwrap();
    assert_eq!((&line["message"], &line["level"]), (&json!("stopping"), &json!("INFO")));
    let ready = client.get(server.at("/readyz")).send().await.unwrap();
    assert_eq!(ready.status(), 503);
    let token = setup.token(&server, &client).await;
    assert_eq!(setup.siteverify(&server, &client, &token).await["success"], true);
    server.signal("-TERM");
    assert!(server.process.wait().unwrap().success());
}

#[tokio::test]
async fn the_operators_pages_are_on_an_address_of_their_own() {
    let (setup, client) = (Setup::new(), client());
    let written = fs::read_to_string(setup.config()).unwrap();
    fs::write(setup.config(), format!("admin = \"127.0.0.1:0\"\n{written}")).unwrap();
    let server = setup.start();
    let line = server.said.recv_timeout(PATIENCE).expect("a second line");
    let status = line.trim().strip_prefix("Status on ").expect("an address");
    let page = client.get(status).send().await.unwrap().text().await.unwrap();
    assert!(page.contains("<h1>"), "{page}");
}

#[cfg(unix)]
#[tokio::test]
async fn the_log_never_holds_what_is_to_be_kept_secret() {
    let (setup, client) = (Setup::new(), client());
    let config = setup.config();
    let server = Running::start_logging("trace", &["--config", config.to_str().unwrap()]);
    let token = setup.token(&server, &client).await;
    let query = format!("/siteverify?secret={}&response={token}", setup.secret);
    for _ in 0..2 {
        assert!(client.get(server.at(&query)).send().await.unwrap().status().is_success());
    }
    client.get(server.at("/challenge?sitekey=nobody&cdata=private")).send().await.unwrap();
    client.post(server.at("/redeem")).body("{\"challenge\":\"private\"").send().await.unwrap();
    server.signal("-TERM");
    let log: Vec<String> = server.log.iter().collect();
    assert!(log.iter().any(|line| line.contains("stopping")), "{log:#?}");
    let file = fs::read_to_string(&config).unwrap();
    let keys = file.lines().filter_map(|line| line.strip_prefix("current = "));
    let secrets = keys.map(|key| key.trim_matches('"')).chain([setup.secret.as_str(), &token]);
    for secret in secrets.chain(["private", "secret="]) {
        assert!(log.iter().all(|line| !line.contains(secret)), "{secret}: {log:#?}");
    }
}

#[tokio::test]
async fn the_demos_backend_really_calls_siteverify() {
    let folder = tempfile::tempdir().unwrap();
    let server = Running::start(&["--demo", "--pages", folder.path().to_str().unwrap()]);
    let form = [("name", "Ada"), ("password", "x"), ("passwave-response", "made up")];
    let answer = client().post(server.at("/demo/sign-in")).form(&form).send().await.unwrap();
    let page = answer.text().await.unwrap();
    assert!(page.contains("Not signed in.") && page.contains("invalid-input-response"), "{page}");
    let empty = client().post(server.at("/demo/sign-in")).send().await.unwrap();
    assert!(empty.text().await.unwrap().contains("missing-input-response"));
}

#[tokio::test]
async fn a_wave_signs_in_at_the_demo_once() {
    let folder = tempfile::tempdir().unwrap();
    let server = Running::start(&["--demo", "--pages", folder.path().to_str().unwrap()]);
    let challenge = client().get(server.at("/challenge?sitekey=demo")).send().await.unwrap();
    let wave = common::accepted(Motion::WaveLr, Gesture::Wave, 1);
    let token = redeemed(&server, &client(), &challenge.json().await.unwrap(), Some(wave)).await;
    let form = [("name", "Ada"), ("password", "x"), ("passwave-response", &token)];
    for words in [["Signed in.", "localhost"], ["Not signed in.", "timeout-or-duplicate"]] {
        let answer = client().post(server.at("/demo/sign-in")).form(&form).send().await.unwrap();
        let page = answer.text().await.unwrap();
        assert!(words.iter().all(|word| page.contains(word)), "{words:?} {page}");
    }
}

#[test]
fn bench_measures_each_call_with_the_configured_store_and_leaves_nothing() {
    let setup = Setup::new();
    let before = fs::read_dir(setup.folder.path()).unwrap().count();
    let config = setup.config();
    let bench = ["bench", "--verifications", "20", "--config", config.to_str().unwrap()];
    let output = run(&bench, b"");
    assert!(output.status.success(), "{}", text(&output.stderr));
    let table = text(&output.stdout);
    for row in ["challenge", "redeem", "siteverify", "its work was not done", "is no wave"] {
        let line = table.lines().find(|line| line.contains(row)).expect(row);
        let figure: f64 = line.split_whitespace().last().unwrap().parse().unwrap();
        assert!(figure > 0.0, "{line}");
    }
    assert!(table.contains("from start to ready"), "{table}");
    assert_eq!(fs::read_dir(setup.folder.path()).unwrap().count(), before);
}

/// Of its own; how much of the program's file is in memory depends on how it was built.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_server_that_waits_holds_less_than_20_mib() {
    let (setup, client) = (Setup::new(), client());
    let server = setup.start();
    let token = setup.token(&server, &client).await;
    assert_eq!(setup.siteverify(&server, &client, &token).await["success"], true);
    let status = fs::read_to_string(format!("/proc/{}/status", server.process.id())).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("RssAnon:")).expect("RssAnon");
    let own_kib: u64 = line.trim().trim_end_matches(" kB").parse().unwrap();
    assert!((1..20 * 1024).contains(&own_kib), "{own_kib} KiB");
}

fn recording(id: &str, samples: usize) -> String {
    let column = |value: f64| vec![value; samples];
    let t_ms: Vec<f64> = (0..samples).map(|nth| nth as f64 * 20.0).collect();
    json!({"id": id, "set": "made", "person": "made:1", "label": "still", "grav": true,
        "t_ms": t_ms, "ax": column(0.0), "ay": column(0.0), "az": column(9.8)})
    .to_string()
}

fn gzipped(text: &str) -> Vec<u8> {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(text.as_bytes()).unwrap();
    packed.finish().unwrap()
}

#[test]
fn judge_prints_one_json_line_a_session_from_files_and_standard_input() {
    let folder = tempfile::tempdir().unwrap();
    let lines = format!("{}\n{}\n", recording("short", 100), recording("long", 1500));
    let [plain, packed] = ["plain.ndjson", "packed"].map(|name| folder.path().join(name));
    fs::write(&plain, &lines).unwrap();
    fs::write(&packed, gzipped(&lines)).unwrap();
    let judge = ["judge", "--ask", "wave"];
    let from_file = run(&[judge.as_slice(), &[plain.to_str().unwrap()]].concat(), b"");
    assert!(from_file.status.success());
    let sessions: Vec<Value> =
        text(&from_file.stdout).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let ids: Vec<_> = sessions.iter().map(|session| session["id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["short", "long", "long", "long"]);
    assert!(sessions.iter().all(|session| session["accepted"] == false));
    let from_packed = run(&[judge.as_slice(), &[packed.to_str().unwrap()]].concat(), b"");
    assert_eq!(from_packed.stdout, from_file.stdout);
    assert_eq!(run(&judge, lines.as_bytes()).stdout, from_file.stdout);
    assert_eq!(run(&judge, &gzipped(&lines)).stdout, from_file.stdout);
}

#[test]
fn judge_reports_a_bad_line_and_judges_the_rest() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("bad.ndjson");
    let lines = format!("{}\nnonsense\n{}\n", recording("a", 100), recording("b", 100));
    fs::write(&file, lines).unwrap();
    let missing = folder.path().join("missing");
    let files = [file.to_str().unwrap(), missing.to_str().unwrap()];
    let output = run(&[["judge", "--ask=circle"].as_slice(), &files].concat(), b"");
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(text(&output.stdout).lines().count(), 2);
    let errors = text(&output.stderr);
    assert!(errors.contains("bad.ndjson:2:") && errors.contains("missing"), "{errors}");
}

#[test]
fn judge_refuses_what_cannot_be_asked() {
    for arguments in
        [["judge", "--ask=press", "--limit-s=1"], ["judge", "--ask=wave", "--limit-s=0"]]
    {
        let output = run(&arguments, b"");
        assert_eq!(output.status.code(), Some(2));
        assert!(!output.stderr.is_empty());
    }
}

#[test]
fn judge_ends_quietly_when_nobody_reads_on() {
    let mut process = Command::new(PROGRAM)
        .args(["judge", "--ask", "wave", "--every-s", "0.05"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(process.stdout.take());
    let lines = format!("{}\n", recording("a", 600)).repeat(2);
    // The program may stop reading before all is written.
    let _ = process.stdin.take().unwrap().write_all(lines.as_bytes());
    let mut errors = String::new();
    process.stderr.take().unwrap().read_to_string(&mut errors).unwrap();
    assert_eq!((process.wait().unwrap().code(), errors.as_str()), (Some(0), ""));
}
