//! The documentation under `/docs/`.

use std::fs;

use passwave_test_support::server_process::ServerProcess;
use reqwest::redirect::Policy;
use reqwest::{Client, Response};

use crate::fixture::{PROGRAM, Setup, run, text};

/// A server with two pages and a compressed copy.
fn server_with_docs(setup: &Setup) -> ServerProcess {
    let docs = setup.folder.path().join("docs");
    fs::create_dir_all(docs.join("zh-CN")).unwrap();
    fs::write(docs.join("index.html"), "<h1>Documentation</h1>").unwrap();
    fs::write(docs.join("index.html.br"), "compressed").unwrap();
    fs::write(docs.join("zh-CN/index.html"), "<h1>文档</h1>").unwrap();
    let config = setup.config();
    let arguments = ["--config", config.to_str().unwrap(), "--docs", docs.to_str().unwrap()];
    ServerProcess::start(PROGRAM, &arguments)
}

async fn get(server: &ServerProcess, path: &str, encoding: &str) -> Response {
    let client = Client::builder().no_proxy().redirect(Policy::none()).build().unwrap();
    client.get(server.url(path)).header("accept-encoding", encoding).send().await.unwrap()
}

#[tokio::test]
async fn pages_are_served_with_a_strict_policy_cached_and_compressed() {
    let setup = Setup::new();
    let server = server_with_docs(&setup);
    for (path, words) in [("/docs/", "Documentation"), ("/docs/zh-CN/", "文档")] {
        let page = get(&server, path, "identity").await;
        assert_eq!(page.status(), 200, "{path}");
        let header = |name: &str| page.headers()[name].to_str().unwrap().to_owned();
        assert!(header("content-security-policy").contains("default-src 'none'"), "{path}");
        assert!(!header("content-security-policy").contains("unsafe"), "{path}");
        assert_eq!(header("cache-control"), "public, max-age=600");
        assert!(page.text().await.unwrap().contains(words), "{path}");
    }
    let compressed = get(&server, "/docs/index.html", "br").await;
    assert_eq!(compressed.headers()["content-encoding"], "br");
    let bare = get(&server, "/docs", "identity").await;
    assert_eq!(bare.headers()["location"], "docs/", "also right under a path of a proxy's");
}

#[tokio::test]
async fn what_is_no_page_is_not_found_and_not_cached() {
    let setup = Setup::new();
    let server = server_with_docs(&setup);
    for path in ["/docs/none.html", "/docs/none/", "/docs/%2e%2e/passwave.toml", "/docsindex.html"]
    {
        let answer = get(&server, path, "identity").await;
        assert_eq!(answer.status(), 404, "{path}");
        let cache = answer.headers().get("cache-control");
        assert!(cache.is_none_or(|cache| !cache.to_str().unwrap().contains("max-age")), "{path}");
    }
}

#[test]
fn folder_without_documentation_is_refused_at_the_start() {
    let setup = Setup::new();
    let (config, folder) = (setup.config(), setup.folder.path().to_str().unwrap());
    let site = ["serve", "--listen", "127.0.0.1:0", "--config", config.to_str().unwrap()];
    let output = run(&[&site[..], &["--docs", folder]].concat(), b"");
    let said = text(&output.stderr);
    assert!(!output.status.success(), "{said}");
    assert!(said.contains("no index.html") && said.contains("cargo xtask docs"), "{said}");
}
