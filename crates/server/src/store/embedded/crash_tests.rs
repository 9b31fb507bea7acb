//! Crash tests: a process is killed repeatedly, mostly in the middle of a commit.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::writer::EmbeddedStore;
use crate::digest::digest;
use crate::store::{Entry, Spent, Store};

const KILLS: u64 = 30;
const SPENDERS: u64 = 8;

/// The store file of the process that will be killed, and the first number it spends.
const FILE: &str = "PASSWAVE_TEST_STORE";
const FIRST: &str = "PASSWAVE_TEST_FIRST";

fn numbered(number: u64) -> Entry {
    let key = digest("test", &[&number.to_le_bytes()]);
    Entry { key, mark: [1; 32], issued_at_s: 0, expires_at_s: 100 }
}

/// Spends one number after another and prints those that were spent.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "started and killed by the test below"]
async fn spends_until_it_is_killed() {
    let (Ok(file), Ok(first)) = (std::env::var(FILE), std::env::var(FIRST)) else { return };
    let store = Arc::new(EmbeddedStore::open(Path::new(&file)).unwrap());
    let next = Arc::new(AtomicU64::new(first.parse().unwrap()));
    let spenders = (0..SPENDERS).map(|_| {
        let (store, next) = (store.clone(), next.clone());
        tokio::spawn(async move {
            loop {
                let number = next.fetch_add(1, Ordering::SeqCst);
                assert_eq!(store.spend(numbered(number), 0).await.unwrap(), Spent::First);
                if writeln!(std::io::stdout(), "{number}").is_err() {
                    break;
                }
            }
        })
    });
    for spender in spenders.collect::<Vec<_>>() {
        spender.await.unwrap();
    }
}

/// The numbers that a process printed before it was killed, at least `enough`.
fn spent_before_a_kill(file: &Path, first: u64, enough: usize) -> BTreeSet<u64> {
    let name = format!("{}::spends_until_it_is_killed", module_path!());
    let name = name.split_once("::").unwrap().1;
    let mut process = Command::new(std::env::current_exe().unwrap())
        .args([name, "--exact", "--ignored", "--nocapture"])
        .env(FILE, file)
        .env(FIRST, first.to_string())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(process.stdout.take().unwrap()).lines();
    let mut numbers = lines.map_while(Result::ok).filter_map(|line| line.parse().ok());
    let mut spent: BTreeSet<u64> = numbers.by_ref().take(enough).collect();
    process.kill().unwrap();
    spent.extend(numbers);
    process.wait().unwrap();
    spent
}

#[tokio::test]
async fn nothing_is_spent_twice_after_kills_under_load() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("spent.redb");
    let mut spent = BTreeSet::new();
    for kill in 0..KILLS {
        let first = kill * 1_000_000;
        let enough = 100 + (kill * 37 % 200) as usize;
        let latest = spent_before_a_kill(&file, first, enough);
        assert!(latest.len() >= enough, "the process ended by itself");
        spent.extend(latest);
        let store = EmbeddedStore::open(&file).unwrap();
        for number in &spent {
            let again = store.spend(Entry { mark: [2; 32], ..numbered(*number) }, 0).await.unwrap();
            assert_eq!(again, Spent::Already { mark: [1; 32] }, "{number} after {kill} kills");
        }
    }
    println!("{} spent through {KILLS} kills", spent.len());
}
