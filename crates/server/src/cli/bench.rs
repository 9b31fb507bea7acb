//! `passwave bench`: what a server can do on this very machine, with the store it is to have.

use std::collections::VecDeque;
use std::error::Error;
use std::future::Future;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use clap::Args;
use passwave_motion::{Channels, Frame, Gesture, Window};
use passwave_protocol::{ChallengeResponse, RedeemRequest, Solver, Way, evidence};
use reqwest::Client;
use serde_json::Value;
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::task::JoinSet;
use tower::ServiceExt;

use super::failure::failed;
use super::serve::opened_store;
use crate::clock::Clock;
use crate::config::{BENCH_SECRET, BENCH_SITEKEY, Config, StoreLocation};
use crate::http::accept;
use crate::http::router::router;
use crate::http::state::{AppState, ReloadableState};

type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

/// `passwave bench`.
#[derive(Args)]
pub(super) struct Bench {
    /// Measure with the store of this configuration: its Redis, or a new file beside its file
    #[arg(long)]
    config: Option<PathBuf>,
    /// How many verifications
    #[arg(long, default_value_t = 2000, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    verifications: u32,
    /// How many connections at once
    #[arg(long, default_value_t = 32, value_parser = clap::value_parser!(u32).range(1..=1024))]
    connections: u32,
}

/// A server of its own, and who talks to it.
struct Bed {
    base: String,
    client: Client,
    router: Router,
    connections: u32,
}

/// How long each call took, and all of them together.
struct Times {
    each: Vec<Duration>,
    all: Duration,
}

impl Bench {
    pub(super) fn run(self) -> ExitCode {
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
        let done = runtime.map_err(Into::into).and_then(|runtime| runtime.block_on(self.measure()));
        match done {
            Ok(()) => ExitCode::SUCCESS,
            Err(cause) => failed(cause),
        }
    }

    async fn measure(self) -> Outcome<()> {
        let (store, folder) = self.store()?;
        let config = Config::bench(store)?;
        println!("Store: {}", store_name(&config, folder.as_ref().map(TempDir::path)));
        println!(
            "{} verifications by pressing over {} connections; client and server share this machine.",
            self.verifications, self.connections
        );
        println!();
        let (store, _temporary) = opened_store(&config).await.map_err(|cause| cause.to_string())?;
        let router = router(ReloadableState::new(AppState::new(config, store, Clock::system())));
        let bed = Bed::new(router, self.connections).await?;
        bed.measure_calls(self.verifications).await?;
        println!();
        bed.measure_refusals(self.verifications.min(1000)).await?;
        println!();
        tokio::task::spawn_blocking(measure_start).await?
    }

    /// A live file belongs to its server; a new one in its folder is on the same disk.
    fn store(&self) -> Outcome<(Option<StoreLocation>, Option<TempDir>)> {
        let Some(file) = &self.config else { return Ok((None, None)) };
        match Config::load(file)?.store {
            Some(StoreLocation::File(file)) => {
                let beside = file.parent().filter(|folder| !folder.as_os_str().is_empty());
                let folder = tempfile::Builder::new()
                    .prefix("passwave-bench-")
                    .tempdir_in(beside.unwrap_or(Path::new(".")))?;
                let place = StoreLocation::File(folder.path().join("passwave.redb"));
                Ok((Some(place), Some(folder)))
            }
            other => Ok((other, None)),
        }
    }
}

/// The demo in a process of its own, from the command to the line that says it listens.
fn measure_start() -> Outcome<()> {
    let mut command = Command::new(std::env::current_exe()?);
    command.args(["serve", "--demo", "--listen", "127.0.0.1:0"]);
    command.stdout(Stdio::piped()).stderr(Stdio::null());
    let began = Instant::now();
    let mut server = command.spawn()?;
    let mut first_line = String::new();
    let read = server.stdout.take().map(|out| BufReader::new(out).read_line(&mut first_line));
    let ready_ms = began.elapsed().as_secs_f64() * 1000.0;
    let memory = resident_mib(server.id());
    server.kill()?;
    server.wait()?;
    read.transpose()?.filter(|bytes| *bytes > 0).ok_or("a server for the demo did not start")?;
    println!("{:<34} {ready_ms:>12.0} ms", "from start to ready");
    if let Some(mib) = memory {
        println!("{:<34} {mib:>12.1} MiB", "memory of a server that waits");
    }
    Ok(())
}

/// What of a process is in memory, on systems that tell it this way.
fn resident_mib(process: u32) -> Option<f64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kib: f64 = line.trim().strip_suffix(" kB")?.parse().ok()?;
    Some(kib / 1024.0)
}

fn store_name(config: &Config, folder: Option<&Path>) -> String {
    match (&config.store, folder) {
        (Some(StoreLocation::Redis { .. }), _) => "the configured Redis".to_owned(),
        (_, Some(folder)) => format!("a new file in {}", folder.display()),
        (_, None) => format!("a new file in {}", std::env::temp_dir().display()),
    }
}

impl Bed {
    async fn new(router: Router, connections: u32) -> Outcome<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let base = format!("http://{}", listener.local_addr()?);
        tokio::spawn(accept::serve(listener, None, router.clone(), std::future::pending()));
        let client = Client::builder().no_proxy().build()?;
        Ok(Self { base, client, router, connections })
    }

    async fn measure_calls(&self, verifications: u32) -> Outcome<()> {
        println!("{:<12} {:>10} {:>10} {:>10}", "", "per second", "median ms", "99 % ms");
        let ways = vec![Way::Press; verifications as usize];
        let (challenges, times) = self.all_at_once(ways, Caller::challenge).await?;
        times.print("challenge");
        let proofs = tokio::task::spawn_blocking(move || {
            challenges.iter().map(|challenge| solved(challenge, None)).collect::<Vec<_>>()
        });
        let (tokens, times) = self.all_at_once(proofs.await?, Caller::redeem).await?;
        times.print("redeem");
        let (_, times) = self.all_at_once(tokens, Caller::siteverify).await?;
        times.print("siteverify");
        Ok(())
    }

    /// Does it for all of `items`, as many at once as there are connections.
    async fn all_at_once<T, R, F>(
        &self,
        items: Vec<T>,
        call: fn(Caller, T) -> F,
    ) -> Outcome<(Vec<R>, Times)>
    where
        T: Send + 'static,
        R: Send + 'static,
        F: Future<Output = Outcome<R>> + Send + 'static,
    {
        let items = Arc::new(Mutex::new(VecDeque::from(items)));
        let began = Instant::now();
        let mut callers = JoinSet::new();
        for _ in 0..self.connections {
            let caller = Caller { base: self.base.clone(), client: self.client.clone() };
            callers.spawn(caller.work_off(items.clone(), call));
        }
        let (mut results, mut each) = (Vec::new(), Vec::new());
        for outcome in callers.join_all().await {
            for (result, time) in outcome? {
                results.push(result);
                each.push(time);
            }
        }
        each.sort_unstable();
        Ok((results, Times { each, all: began.elapsed() }))
    }

    /// One after another and without HTTP, so that the time is about what a core spends.
    async fn measure_refusals(&self, times: u32) -> Outcome<()> {
        println!("{:<34} {:>12}", "a redeem that is refused", "ms of a core");
        let caller = Caller { base: self.base.clone(), client: self.client.clone() };
        let task = caller.clone().challenge(Way::Press).await?;
        let good = solved(&task, None);
        let unsigned = RedeemRequest { challenge: format!("{}x", good.challenge), ..good.clone() };
        let undone = RedeemRequest { work: vec![0; good.work.len()], ..good.clone() };
        self.measure_refusal("its challenge is not ours", times, |_| unsigned.clone()).await?;
        self.measure_refusal("its work was not done", times, |_| undone.clone()).await?;
        let mut waves = Vec::new();
        for _ in 0..times {
            let task = caller.clone().challenge(Way::Wave).await?;
            waves.push(solved(&task, Some(trembling())));
        }
        let wave = |nth: usize| waves[nth].clone();
        self.measure_refusal("its movement is no wave", times, wave).await
    }

    async fn measure_refusal(
        &self,
        what: &str,
        times: u32,
        proof: impl Fn(usize) -> RedeemRequest,
    ) -> Outcome<()> {
        let mut spent = Duration::ZERO;
        for nth in 0..times as usize {
            let body = Body::from(serde_json::to_string(&proof(nth))?);
            let request = Request::post("/redeem").body(body)?;
            let began = Instant::now();
            let response = self.router.clone().oneshot(request).await?;
            spent += began.elapsed();
            if response.status().is_success() {
                return Err(format!("a redeem was to be refused, because {what}").into());
            }
        }
        println!("{what:<34} {:>12.3}", spent.as_secs_f64() * 1000.0 / f64::from(times));
        Ok(())
    }
}

/// One of those who call at once.
#[derive(Clone)]
struct Caller {
    base: String,
    client: Client,
}

impl Caller {
    async fn work_off<T, R, F: Future<Output = Outcome<R>>>(
        self,
        items: Arc<Mutex<VecDeque<T>>>,
        call: fn(Caller, T) -> F,
    ) -> Outcome<Vec<(R, Duration)>> {
        let next = || items.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
        let mut done = Vec::new();
        while let Some(item) = next() {
            let began = Instant::now();
            done.push((call(self.clone(), item).await?, began.elapsed()));
        }
        Ok(done)
    }

    async fn challenge(self, way: Way) -> Outcome<ChallengeResponse> {
        let url = format!("{}/challenge?sitekey={BENCH_SITEKEY}&way={}", self.base, way.name());
        Ok(self.client.get(url).send().await?.error_for_status()?.json().await?)
    }

    async fn redeem(self, proof: RedeemRequest) -> Outcome<String> {
        let call = self.client.post(format!("{}/redeem", self.base)).json(&proof);
        let answer: Value = call.send().await?.error_for_status()?.json().await?;
        Ok(answer["token"].as_str().ok_or("redeem gave no token")?.to_owned())
    }

    async fn siteverify(self, token: String) -> Outcome<()> {
        let form = [("secret", BENCH_SECRET), ("response", token.as_str())];
        let call = self.client.post(format!("{}/siteverify", self.base));
        let answer: Value = call.form(&form).send().await?.json().await?;
        let is_good = answer["success"] == true;
        if is_good { Ok(()) } else { Err("siteverify refused a good token".into()) }
    }
}

fn solved(challenge: &ChallengeResponse, evidence: Option<String>) -> RedeemRequest {
    let mut solver = Solver::new(&challenge.id, challenge.work, 0);
    while !solver.step(64).is_done() {}
    let work = solver.solution().unwrap_or_default().to_vec();
    RedeemRequest { challenge: challenge.challenge.clone(), evidence, work, report: None }
}

/// Seven seconds of a hand that does something else, as long as evidence may be.
fn trembling() -> String {
    let frames: Vec<Frame> = (0..350_i16)
        .map(|nth| {
            let sway = (nth * 37) % 23 - 11;
            Frame { acceleration: [sway, 11 - sway, 98 + sway], rotation: [sway, -sway, nth % 7] }
        })
        .collect();
    let channels = Channels { gravity: true, rotation: true };
    evidence::encode(Gesture::Wave, &Window { channels, frames: &frames })
}

impl Times {
    fn print(&self, what: &str) {
        let per_second = self.each.len() as f64 / self.all.as_secs_f64();
        let part = |share: f64| {
            let at = (self.each.len() as f64 * share) as usize;
            self.each.get(at).map_or(0.0, |time| time.as_secs_f64() * 1000.0)
        };
        println!("{what:<12} {per_second:>10.0} {:>10.1} {:>10.1}", part(0.5), part(0.99));
    }
}
