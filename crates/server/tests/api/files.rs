//! The widget's files and the demo's pages.

use std::fs;
use std::net::SocketAddr;

use axum::Router;
use axum::body::Body;
use axum::http::{Method, StatusCode};
use futures_util::future::join_all;
use passwave_server::static_files::demo;
use passwave_server::static_files::files::Files;
use passwave_server::static_files::widget::{self, Widget};
use tempfile::TempDir;

use crate::fixture::{Reply, reply, request};

const PRACTICE_PAGE: &str = include_str!("../../../../www/practice/index.html");

fn site() -> (TempDir, Router) {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    file("dist/passwave.js", "/* é */");
    file("dist/passwave_bg.wasm", "\0asm");
    file("dist/integrity.json", r#"{"build": "abc123"}"#);
    file("dist/strings/zh-CN.json", "{}");
    for service in ["recaptcha", "hcaptcha", "turnstile"] {
        file(&format!("dist/compat/{service}.js"), service);
    }
    file("dist/practice/index.html", PRACTICE_PAGE);
    file("www/demo/index.html", "<p>demo");
    file("www/demo/answer.html", "<p><!--verdict--><pre><!--answer--></pre>");
    file("www/examples/form.html", "<p>form");
    file("www/src/private.js", "secret");
    file("outside.txt", "secret");
    let nobody: SocketAddr = "127.0.0.1:1".parse().unwrap();
    let pages = demo::router(&Files::Folder(folder.path().join("www")), nobody).unwrap();
    let widget = Widget::new(Files::Folder(folder.path().join("dist")), None).unwrap();
    (folder, widget::router(&widget).merge(pages))
}

async fn get(router: &Router, path: &str) -> Reply {
    reply(router.clone(), request(Method::GET, path, None, None, Body::empty())).await
}

#[tokio::test]
async fn requests_beyond_what_the_disk_is_asked_at_once_are_told_to_come_back() {
    let (_folder, router) = site();
    let replies = join_all((0..1000).map(|_| get(&router, "/passwave.js"))).await;
    let (served, busy): (Vec<_>, Vec<_>) =
        replies.iter().partition(|reply| reply.status == StatusCode::OK);
    assert!(!served.is_empty() && !busy.is_empty(), "{} served", served.len());
    for reply in busy {
        assert_eq!(reply.status, StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(reply.headers["retry-after"], "5");
    }
    assert_eq!(get(&router, "/passwave.js").await.status, StatusCode::OK);
}

#[tokio::test]
async fn widget_is_served_cross_origin_with_content_types() {
    let (_folder, router) = site();
    let types = [
        ("/passwave.js", "text/javascript; charset=utf-8"),
        ("/passwave_bg.wasm", "application/wasm"),
        ("/strings/zh-CN.json", "application/json"),
    ];
    for (path, content_type) in types {
        let reply = get(&router, path).await;
        assert_eq!(reply.status, StatusCode::OK, "{path}");
        assert_eq!(reply.headers["content-type"], content_type);
        assert_eq!(reply.headers["access-control-allow-origin"], "*");
        assert_eq!(reply.headers["cross-origin-resource-policy"], "cross-origin");
        assert_eq!(reply.headers["x-content-type-options"], "nosniff");
        assert_eq!(reply.headers["cache-control"], "no-cache");
    }
}

#[tokio::test]
async fn scripts_of_other_services_are_served_under_their_own_paths() {
    let (_folder, router) = site();
    for (path, script) in [
        ("/recaptcha/api.js?render=explicit&hl=de", "recaptcha"),
        ("/recaptcha/enterprise.js?render=pw_shop", "recaptcha"),
        ("/1/api.js", "hcaptcha"),
        ("/turnstile/v0/api.js?onload=start", "turnstile"),
    ] {
        let reply = get(&router, path).await;
        assert_eq!((reply.status, reply.text.as_str()), (StatusCode::OK, script), "{path}");
        assert_eq!(reply.headers["content-type"], "text/javascript; charset=utf-8");
    }
    assert_eq!(get(&router, "/2/api.js").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn files_under_their_version_are_kept_for_good_and_missing_ones_are_not() {
    let (_folder, router) = site();
    let version = concat!("/v", env!("CARGO_PKG_VERSION"));
    let found = get(&router, &format!("{version}/passwave.js")).await;
    assert_eq!(found.status, StatusCode::OK);
    assert!(found.headers["cache-control"].to_str().unwrap().contains("immutable"));
    let missing = get(&router, &format!("{version}/nothing.js")).await;
    assert_eq!(missing.status, StatusCode::NOT_FOUND);
    assert!(!format!("{:?}", missing.headers).contains("immutable"));
}

#[tokio::test]
async fn only_files_of_this_build_are_cached_for_good() {
    let (_folder, router) = site();
    let cached = async |path: &str| {
        let reply = get(&router, path).await;
        (reply.status, reply.headers["cache-control"].to_str().unwrap().contains("immutable"))
    };
    assert_eq!(cached("/passwave_bg.wasm?v=abc123").await, (StatusCode::OK, true));
    assert_eq!(cached("/passwave_bg.wasm?v=def456").await, (StatusCode::OK, false));
    assert_eq!(cached("/passwave_bg.wasm").await, (StatusCode::OK, false));
    assert_eq!(cached("/nothing.wasm?v=abc123").await, (StatusCode::NOT_FOUND, false));
}

#[tokio::test]
async fn no_other_file_is_served() {
    let (_folder, router) = site();
    for path in [
        "/../outside.txt",
        "/%2e%2e/outside.txt",
        "/demo/../src/private.js",
        "/demo/%2e%2e/src/private.js",
        "/demo/..%2fsrc/private.js",
        "/src/private.js",
        "/",
    ] {
        let reply = get(&router, path).await;
        assert!(!reply.text.contains("secret"), "{path}");
        assert_ne!(reply.status, StatusCode::OK, "{path}");
    }
}

#[tokio::test]
async fn demo_redirects_and_has_a_strict_policy() {
    let (_folder, router) = site();
    for path in ["/", "/demo", "/demo/sign-in"] {
        let reply = get(&router, path).await;
        assert_eq!(reply.status, StatusCode::TEMPORARY_REDIRECT, "{path}");
        assert_eq!(reply.headers["location"], "/demo/");
    }
    for path in ["/demo/", "/examples/form.html"] {
        let reply = get(&router, path).await;
        assert_eq!(reply.status, StatusCode::OK, "{path}");
        let policy = reply.headers["content-security-policy"].to_str().unwrap();
        assert!(policy.starts_with("default-src 'none'; script-src 'self' 'wasm-unsafe-eval'"));
        assert!(!policy.contains("unsafe-inline") && !policy.contains("blob:"));
        assert_eq!(reply.headers["referrer-policy"], "same-origin");
    }
}

#[tokio::test]
async fn practice_page_has_a_policy_of_its_own() {
    let (_folder, router) = site();
    let version = concat!("/v", env!("CARGO_PKG_VERSION"));
    for path in ["/practice/index.html".to_owned(), format!("{version}/practice/index.html")] {
        let reply = get(&router, &path).await;
        assert_eq!(reply.status, StatusCode::OK, "{path}");
        let policy = reply.headers["content-security-policy"].to_str().unwrap();
        let (in_page, rest) = policy.split_once("; frame-ancestors").unwrap();
        assert_eq!(rest, " 'none'");
        let meta = format!("http-equiv=\"Content-Security-Policy\" content=\"{in_page}\"");
        assert!(reply.text.contains(&meta), "the page and its header differ: {policy}");
        assert!(policy.starts_with("default-src 'none'") && !policy.contains("unsafe-inline"));
        assert_eq!(reply.headers["referrer-policy"], "no-referrer");
    }
    let script = get(&router, "/passwave.js").await;
    assert!(!script.headers.contains_key("content-security-policy"));
}

#[tokio::test]
async fn demo_sign_in_fails_when_siteverify_is_unreachable() {
    let (_folder, router) = site();
    let form = Some("application/x-www-form-urlencoded");
    let body = Body::from("name=Ada&password=x&passwave-response=token");
    let reply = reply(router, request(Method::POST, "/demo/sign-in", None, form, body)).await;
    assert_eq!(reply.status, StatusCode::OK);
    assert!(reply.text.contains("<p>Not signed in.") && reply.text.contains("internal-error"));
}
