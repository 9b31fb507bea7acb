//! What a page gets: the widget's files, CORS, a challenge.

use axum::http::HeaderName;
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, CONTENT_TYPE, ORIGIN,
};
use serde_json::Value;

use super::finding::Finding;
use super::visit::{Visit, only};
use crate::cli::http_client::Answer;

const HEADERS_MEND: &str =
    "let the proxy pass the server's headers on as they are, and add no CORS header of its own";
const PATH_MEND: &str = "have the proxy pass this path to the server, with its query";

pub(super) async fn look(visit: &Visit, origin: &str, sitekey: Option<&str>) -> Vec<Finding> {
    let challenge = match sitekey {
        Some(sitekey) => challenge(visit, origin, sitekey).await,
        None => Finding::unchecked(
            "challenge",
            "name a site with --sitekey, and a page of it with --origin",
        ),
    };
    vec![script(visit).await, versions(visit).await, preflight(visit, origin).await, challenge]
}

async fn script(visit: &Visit) -> Finding {
    let found = fetched(visit, "/passwave.js", &[]).await.and_then(|answer| {
        let content_type = only(&answer.headers, &CONTENT_TYPE)?;
        if !content_type.starts_with("text/javascript") {
            return Err(format!("/passwave.js is sent as {content_type}"));
        }
        match only(&answer.headers, &ACCESS_CONTROL_ALLOW_ORIGIN)? {
            "*" => Ok("any page may load it".to_owned()),
            other => Err(format!("access-control-allow-origin is {other} and not *")),
        }
    });
    finding("widget", found, HEADERS_MEND)
}

/// The files at the root and under the version are of one build.
async fn versions(visit: &Visit) -> Finding {
    const MANIFEST: &str = "/integrity.json";
    let lasting = concat!("/v", env!("CARGO_PKG_VERSION"), "/integrity.json");
    let found = async {
        let latest = build(&fetched(visit, MANIFEST, &[]).await?)?;
        match fetched(visit, lasting, &[]).await {
            Ok(same) if build(&same)? == latest => Ok(format!("build {latest}, also as {lasting}")),
            Ok(_) => Err(format!("{MANIFEST} and {lasting} are of different builds")),
            Err(_) => {
                Ok(format!("build {latest}; the server is of another version than this program"))
            }
        }
    };
    let mend =
        "serve the widget's files of the server's own release: --assets, or those in the program";
    finding("widget version", found.await, mend)
}

fn build(answer: &Answer) -> Result<String, String> {
    let manifest: Option<Value> = serde_json::from_slice(&answer.body).ok();
    let build = manifest.and_then(|manifest| manifest["build"].as_str().map(str::to_owned));
    build.ok_or_else(|| "integrity.json names no build".to_owned())
}

async fn preflight(visit: &Visit, origin: &str) -> Finding {
    let asks = HeaderName::from_static("access-control-request-method");
    let headers = [(ORIGIN, origin), (asks, "POST")];
    let answer = visit.send("OPTIONS", "/redeem", &headers, String::new()).await;
    let found = answer.map_err(|cause| cause.to_string()).and_then(|answer| {
        if !answer.status.is_success() {
            return Err(format!("OPTIONS /redeem answers {}", answer.status));
        }
        only(&answer.headers, &ACCESS_CONTROL_ALLOW_METHODS)?;
        Ok("preflights are answered".to_owned())
    });
    finding("CORS", found, "let the proxy pass OPTIONS to the server, and answer it nowhere else")
}

async fn challenge(visit: &Visit, origin: &str, sitekey: &str) -> Finding {
    const WHAT: &str = "challenge";
    let query: String = form_urlencoded::byte_serialize(sitekey.as_bytes()).collect();
    let path = format!("/challenge?sitekey={query}&way=press");
    let answer = match visit.get(&path, &[(ORIGIN, origin)]).await {
        Ok(answer) => answer,
        Err(cause) => return Finding::wrong(WHAT, cause.to_string(), PATH_MEND),
    };
    let body: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
    match body["error-codes"][0].as_str() {
        Some("origin-not-allowed") => {
            let found = format!("{origin} may not use the sitekey");
            return Finding::wrong(
                WHAT,
                found,
                "add its host to `hostnames` of the site; if it is there, the proxy drops Origin",
            );
        }
        Some(code) => {
            return Finding::wrong(WHAT, code, "docs/protocol.md says what this code means");
        }
        None if body["challenge"].is_string() => {}
        None => return Finding::wrong(WHAT, format!("answers {}", answer.status), PATH_MEND),
    }
    finding(WHAT, readable(&answer, origin), HEADERS_MEND)
}

/// The page can read the answer, and no cache keeps it.
fn readable(answer: &Answer, origin: &str) -> Result<String, String> {
    let allowed = only(&answer.headers, &ACCESS_CONTROL_ALLOW_ORIGIN)?;
    if allowed != origin {
        return Err(format!("access-control-allow-origin is {allowed} and not {origin}"));
    }
    match only(&answer.headers, &CACHE_CONTROL)? {
        "no-store" => Ok(format!("a page of {origin} gets one")),
        other => Err(format!("cache-control is {other} and not no-store")),
    }
}

async fn fetched(
    visit: &Visit,
    path: &str,
    headers: &[(HeaderName, &str)],
) -> Result<Answer, String> {
    let answer = visit.get(path, headers).await.map_err(|cause| cause.to_string())?;
    let status = answer.status;
    if status.is_success() { Ok(answer) } else { Err(format!("{path} answers {status}")) }
}

fn finding(what: &'static str, found: Result<String, String>, mend: &str) -> Finding {
    match found {
        Ok(found) => Finding::good(what, found),
        Err(found) => Finding::wrong(what, found, mend),
    }
}
