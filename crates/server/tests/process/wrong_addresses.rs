//! Requests that miss an endpoint: clients that expect JSON get JSON, which names the right address.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::fixture::{Setup, client};

#[tokio::test]
async fn near_miss_of_an_endpoint_is_answered_in_json() {
    let setup = Setup::new();
    let server = setup.start();
    let client = client();
    let cases = [
        (Method::POST, "//siteverify", 404, "/siteverify"),
        (Method::POST, "/siteverify/", 404, "/siteverify"),
        (Method::GET, "/siteverify/", 404, "/siteverify"),
        (Method::POST, "/SiteVerify", 404, "/siteverify"),
        (Method::POST, "/api/siteverify", 404, "/siteverify"),
        (Method::POST, "/turnstile/v0/siteverify/", 404, "/siteverify"),
        (Method::POST, "/siteverify.php", 404, "/siteverify"),
        (Method::PUT, "/siteverify", 405, "/siteverify"),
        (Method::DELETE, "/recaptcha/api/siteverify", 405, "/siteverify"),
        (Method::GET, "//challenge?sitekey=x", 404, "/challenge"),
        (Method::POST, "/challenge", 405, "/challenge"),
        (Method::POST, "/redeem/", 404, "/redeem"),
        (Method::GET, "/redeem", 405, "/redeem"),
        (Method::GET, "/renew", 405, "/renew"),
        (Method::POST, "/renew//", 404, "/renew"),
        (Method::POST, "/Survey", 404, "/survey"),
        (Method::GET, "/.well-known/jwks.json/", 404, "/.well-known/jwks.json"),
        (Method::GET, "/jwks.json", 404, "/.well-known/jwks.json"),
        (Method::POST, "/healthz", 405, "/healthz"),
        (Method::GET, "/readyz/", 404, "/readyz"),
        (Method::POST, "/verify", 404, "/siteverify"),
        (Method::POST, "/", 404, "/siteverify"),
    ];
    for (method, path, status, right) in cases {
        let call = client.request(method.clone(), server.url(path)).form(&[("secret", "x")]);
        let answer = call.send().await.unwrap();
        assert_eq!(answer.status(), status, "{method} {path}");
        assert_eq!(answer.headers()["content-type"], "application/json", "{method} {path}");
        assert_eq!(answer.headers()["cache-control"], "no-store", "{method} {path}");
        let is_for_pages = ["/challenge", "/redeem", "/renew", "/survey"].contains(&right);
        let readers = answer.headers().get("access-control-allow-origin");
        assert_eq!(readers.is_some_and(|value| value == "*"), is_for_pages, "{method} {path}");
        let answer: Value = answer.json().await.unwrap();
        assert_eq!(answer["success"], false, "{method} {path}");
        assert_eq!(answer["error-codes"], json!(["bad-request"]), "{method} {path}");
        let message = answer["message"].as_str().unwrap();
        assert!(message.contains(&format!(" {right}")), "{method} {path}: {message}");
    }
}

#[tokio::test]
async fn missing_file_is_not_found() {
    let setup = Setup::new();
    let server = setup.start();
    let missing = client().get(server.url("/no-such-script.js")).send().await.unwrap();
    assert_eq!(missing.status(), StatusCode::NOT_FOUND);
    assert!(missing.text().await.unwrap().is_empty());
}
