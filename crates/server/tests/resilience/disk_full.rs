//! The disk of the store is full for a while.

use std::io;

use passwave_test_support::small_disk::SmallDisk;
use tokio::time::{Duration, Instant, sleep};

use crate::client::Client;
use crate::server::Site;

/// Far more than anything here takes.
const PATIENCE: Duration = Duration::from_secs(60);

async fn code(client: &mut Client, token: &str) -> String {
    client.siteverify(token).await.unwrap().code().to_owned()
}

async fn is_ready(client: &mut Client) -> io::Result<bool> {
    Ok(client.get("/readyz").await?.status == 200)
}

/// Shows fresh tokens until one is not checked for the server's own fault; returns those that passed.
async fn passed_until_it_fails(site: &Site, client: &mut Client) -> Vec<String> {
    let mut passed = Vec::new();
    let began = Instant::now();
    loop {
        let token = site.minted_token();
        match code(client, &token).await.as_str() {
            "" => passed.push(token),
            code => {
                assert_eq!(code, "internal-error");
                return passed;
            }
        }
        assert!(began.elapsed() < PATIENCE, "the disk is never full");
    }
}

/// The same until `/readyz` says so too: a second after a failure the server tries again, and a small write may still
/// fit.
async fn passed_until_it_is_not_ready(site: &Site, client: &mut Client) -> Vec<String> {
    let began = Instant::now();
    let mut passed = passed_until_it_fails(site, client).await;
    while is_ready(client).await.unwrap() {
        assert!(began.elapsed() < PATIENCE, "it is always ready");
        passed.extend(passed_until_it_fails(site, client).await);
    }
    passed
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn server_goes_on_by_itself_after_a_full_disk_and_forgets_nothing() {
    let disk = SmallDisk::mount();
    let site = Site::on(disk.path().join("spent.redb").to_str().unwrap());
    let mut server = site.start();
    let mut client = Client::connect(server.address()).await.unwrap();
    let early = site.minted_token();
    assert_eq!(code(&mut client, &early).await, "");
    disk.fill();
    let passed = passed_until_it_is_not_ready(&site, &mut client).await;
    disk.empty();
    let began = Instant::now();
    while !is_ready(&mut client).await.unwrap() {
        assert!(began.elapsed() < PATIENCE, "it never goes on");
        sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(code(&mut client, &site.minted_token()).await, "");
    for token in passed.iter().chain([&early]) {
        assert_eq!(code(&mut client, token).await, "timeout-or-duplicate");
    }
    assert!(server.is_running());
    drop(server);
}
