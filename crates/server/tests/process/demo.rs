//! The demo, whose backend calls siteverify.

use passwave_motion::Gesture;
use passwave_recordings::synthetic::Motion;
use passwave_test_support::evidence::accepted;
use passwave_test_support::server_process::ServerProcess;

use crate::fixture::{PROGRAM, client, redeemed};

pub(crate) const PAGES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../www");

#[tokio::test]
async fn demo_backend_calls_siteverify() {
    let server = ServerProcess::start(PROGRAM, &["--demo", "--pages", PAGES]);
    let form = [("name", "Ada"), ("password", "x"), ("passwave-response", "made up")];
    let answer = client().post(server.url("/demo/sign-in")).form(&form).send().await.unwrap();
    let page = answer.text().await.unwrap();
    assert!(page.contains("Not signed in.") && page.contains("invalid-input-response"), "{page}");
    let empty = client().post(server.url("/demo/sign-in")).send().await.unwrap();
    assert!(empty.text().await.unwrap().contains("missing-input-response"));
}

#[tokio::test]
async fn demo_accepts_a_wave_once() {
    let server = ServerProcess::start(PROGRAM, &["--demo", "--pages", PAGES]);
    let challenge = client().get(server.url("/challenge?sitekey=demo")).send().await.unwrap();
    let wave = accepted(Motion::WaveLr, Gesture::Wave, 1);
    let token = redeemed(&server, &client(), &challenge.json().await.unwrap(), Some(wave)).await;
    let form = [("name", "Ada"), ("password", "x"), ("passwave-response", &token)];
    for words in [["Signed in.", "localhost"], ["Not signed in.", "timeout-or-duplicate"]] {
        let answer = client().post(server.url("/demo/sign-in")).form(&form).send().await.unwrap();
        let page = answer.text().await.unwrap();
        assert!(words.iter().all(|word| page.contains(word)), "{words:?} {page}");
    }
}
