//! The demo: its pages, and a sign-in form whose backend calls siteverify.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{RawQuery, State};
use axum::middleware::map_request;
use axum::response::{Html, Redirect};
use axum::routing::get;
use serde_json::{Value, json};

use crate::config::DEMO_SECRET;
use crate::static_files::files::Files;
use crate::static_files::pages::{index_of_folder, with_page_headers};
use crate::static_files::qr_code::qr_code;

const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; \
    style-src 'self'; connect-src 'self'; worker-src 'self'; img-src 'self'; \
    form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// The form fields that may contain the token: our own, and those of compatible widgets.
const TOKEN_FIELDS: [&str; 4] =
    ["passwave-response", "g-recaptcha-response", "h-captcha-response", "cf-turnstile-response"];

const PLAIN_ANSWER: &str = "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n\
    <title>Signed in?</title>\n<h1><!--verdict--></h1>\n<pre><!--answer--></pre>\n\
    <p><a href=\"/demo/\">Back</a></p>\n</html>\n";

struct Backend {
    siteverify: String,
    template: String,
    client: reqwest::Client,
}

/// The pages, and a backend that calls siteverify at `own_address`.
///
/// # Errors
/// If the HTTP client cannot be created.
pub fn router(pages: &Files, own_address: SocketAddr) -> Result<Router, reqwest::Error> {
    let template = pages.read("demo/answer.html").and_then(|page| String::from_utf8(page).ok());
    let backend = Backend {
        siteverify: format!("http://{own_address}/siteverify"),
        template: template.unwrap_or_else(|| PLAIN_ANSWER.to_owned()),
        client: reqwest::Client::builder().no_proxy().build()?,
    };
    let pages = || pages.service().layer(map_request(index_of_folder));
    let router = Router::new()
        .route("/", get(to_demo))
        .route("/demo", get(to_demo))
        .route("/demo/", pages())
        .route("/demo/{*path}", pages())
        .route("/examples", get(|| async { Redirect::temporary("/examples/") }))
        .route("/examples/", pages())
        .route("/examples/{*path}", pages())
        .route("/practice", get(to_practice))
        .route("/practice/", get(to_practice))
        .route("/demo/qr.svg", get(qr_code))
        .route("/demo/sign-in", get(to_demo).post(sign_in))
        .with_state(Arc::new(backend));
    Ok(with_page_headers(router, POLICY))
}

async fn to_demo() -> Redirect {
    Redirect::temporary("/demo/")
}

/// The practice page is one of the widget's files.
async fn to_practice(RawQuery(query): RawQuery) -> Redirect {
    let query = query.map(|query| format!("?{query}")).unwrap_or_default();
    Redirect::temporary(&format!("/practice/index.html{query}"))
}

async fn sign_in(State(backend): State<Arc<Backend>>, form: Bytes) -> Html<String> {
    let fields: Vec<(String, String)> = form_urlencoded::parse(&form).into_owned().collect();
    let is_token = |name: &str| TOKEN_FIELDS.contains(&name);
    let token = fields.iter().find(|(name, value)| is_token(name) && !value.is_empty());
    let answer = ask(&backend, token.map_or("", |(_, token)| token)).await;
    let answer = answer.unwrap_or_else(|cause| {
        tracing::error!(%cause, "the demo cannot reach siteverify");
        json!({"success": false, "error-codes": ["internal-error"]})
    });
    Html(page(&backend.template, &answer))
}

async fn ask(backend: &Backend, token: &str) -> Result<Value, reqwest::Error> {
    let form = [("secret", DEMO_SECRET), ("response", token)];
    backend.client.post(&backend.siteverify).form(&form).send().await?.json().await
}

fn page(template: &str, answer: &Value) -> String {
    let verdict = match answer["success"] {
        Value::Bool(true) => "Signed in.",
        _ => "Not signed in.",
    };
    let shown = serde_json::to_string_pretty(answer).unwrap_or_default();
    template.replace("<!--verdict-->", verdict).replace("<!--answer-->", &escaped(&shown))
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answer_is_escaped() {
        let answer = json!({"success": true, "action": "<script>alert(1)</script>"});
        let html = page(PLAIN_ANSWER, &answer);
        assert!(html.contains("Signed in.") && html.contains("&lt;script&gt;"));
        assert!(!html.contains("<script>"));
    }
}
