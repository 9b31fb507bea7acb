//! "Was that easy?"

use axum::http::StatusCode;
use passwave_server::ops;
use serde_json::{Value, json};

use crate::fixture::{Fixture, OTHER, Reply, SECRET, SHOP, config_text, reply, request};

fn asking() -> Fixture {
    Fixture::with(&config_text().replacen("hostnames", "survey = true\nhostnames", 1))
}

async fn say(server: &Fixture, verified: &Value, easy: bool) -> Reply {
    let body = json!({"token": verified["token"], "renew": verified["renew"], "easy": easy});
    server.post("/survey", Some(SHOP), &body).await
}

async fn counted(server: &Fixture) -> String {
    let look = request("GET".parse().unwrap(), "/metrics", None, None, "".into());
    reply(ops::router::router(server.live()), look).await.text
}

#[tokio::test]
async fn survey_counts_once_per_verification() {
    let server = asking();
    for nth in 0..20 {
        let verified = server.verified().await;
        assert_eq!(verified["survey"], true);
        let fields = [("secret", SECRET), ("response", verified["token"].as_str().unwrap())];
        assert_eq!(server.siteverify(&fields).await["success"], true);
        for _ in 0..3 {
            let said = say(&server, &verified, nth % 2 == 0).await;
            assert_eq!((said.status, said.text.as_str()), (StatusCode::NO_CONTENT, ""));
        }
    }
    let counted = counted(&server).await;
    for line in ["passwave_survey_total{easy=\"yes\"} 10", "passwave_survey_total{easy=\"no\"} 10"]
    {
        assert!(counted.contains(line), "{counted}");
    }
}

#[tokio::test]
async fn survey_needs_a_verification() {
    let server = asking();
    let [one, other] = [server.verified().await, server.verified().await];
    let mixed = json!({"token": one["token"], "renew": other["renew"]});
    assert_eq!(say(&server, &mixed, true).await.code(), "invalid-renewal");
    let made_up = json!({"token": one["token"], "renew": "x"});
    assert_eq!(say(&server, &made_up, true).await.code(), "invalid-renewal");
    let body = json!({"token": one["token"], "renew": one["renew"], "easy": true});
    assert_eq!(server.post("/survey", Some(OTHER), &body).await.code(), "origin-not-allowed");
    let shapeless = json!({"token": one["token"], "renew": one["renew"], "easy": "very"});
    assert_eq!(server.post("/survey", Some(SHOP), &shapeless).await.code(), "bad-request");
    server.pass(7200);
    assert_eq!(say(&server, &one, true).await.code(), "renewal-over");
}

#[tokio::test]
async fn survey_is_refused_where_the_site_has_none() {
    let server = Fixture::new();
    let verified = server.verified().await;
    assert!(verified.get("survey").is_none());
    assert_eq!(say(&server, &verified, true).await.code(), "bad-request");
}
