//! What the log says of pages that are refused.

use crate::fixture::{Setup, client};

#[tokio::test]
async fn refused_host_and_unknown_sitekey_are_logged_once_a_minute() {
    let (setup, client) = (Setup::new(), client());
    let server = setup.start();
    let ask = async |sitekey: &str, origin: &str| {
        let path = format!("/challenge?sitekey={sitekey}");
        client.get(server.url(&path)).header("origin", origin).send().await.unwrap();
    };
    for _ in 0..3 {
        ask(&setup.sitekey, "https://forgotten.example").await;
    }
    ask(&setup.secret, "https://shop.example").await;
    let first = server.wait_for_log("refused");
    assert!(first.contains("forgotten.example"), "{first}");
    let second = server.wait_for_log("refused");
    assert!(second.contains("names a sitekey that no site has"), "{second}");
    assert!(second.contains("shop.example") && !second.contains(&setup.secret), "{second}");
}

#[tokio::test]
async fn log_names_the_host_to_add() {
    let (setup, client) = (Setup::new(), client());
    let server = setup.start();
    let path = format!("/challenge?sitekey={}", setup.sitekey);
    client.get(server.url(&path)).header("origin", "http://10.0.0.7:3000").send().await.unwrap();
    let line = server.wait_for_log("refused");
    for part in ["add \"10.0.0.7\" to the hostnames", &setup.sitekey, "WARN"] {
        assert!(line.contains(part), "{line}");
    }
}
