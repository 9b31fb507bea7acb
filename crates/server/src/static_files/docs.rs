//! The documentation, as `cargo xtask docs` makes it, under `/docs/`.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::Router;
use axum::extract::Request;
use axum::http::header::{CACHE_CONTROL, LOCATION};
use axum::http::{HeaderValue, StatusCode, Uri};
use axum::middleware::{from_fn_with_state, map_request, map_response};
use axum::response::Response;
use axum::routing::get;
use tokio::sync::Semaphore;

use super::files::Files;
use super::pages::{index_of_folder, with_page_headers};
use crate::http::middleware::busy;
use crate::limits::MAX_FILE_REQUESTS;

/// The page that a browser is sent to.
const FIRST_PAGE: &str = "index.html";

const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; \
    form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// How long a browser shows a page without asking again.
const KEEP: HeaderValue = HeaderValue::from_static("public, max-age=600");

/// The pages of a folder.
///
/// # Errors
/// If the folder is not one that `cargo xtask docs` made; for the operator.
pub fn pages(folder: &Path) -> Result<Files, String> {
    let pages = Files::Folder(PathBuf::from(folder));
    if pages.read(FIRST_PAGE).is_some() {
        return Ok(pages);
    }
    Err(format!(
        "the documentation is missing: the folder {} has no {FIRST_PAGE}. Name with --docs the folder that \
         `cargo xtask docs` makes, or docs in a released archive",
        folder.display()
    ))
}

/// Serves the pages.
pub fn router(pages: &Files) -> Router {
    let served = || pages.service().layer(map_request(to_file));
    let places = Arc::new(Semaphore::new(MAX_FILE_REQUESTS));
    // Relative, for a proxy may have put the server under a path.
    let to_first_page = || async { (StatusCode::TEMPORARY_REDIRECT, [(LOCATION, "docs/")]) };
    let router = Router::new()
        .route("/docs", get(to_first_page))
        .route("/docs/", served())
        .route("/docs/{*path}", served())
        .layer(from_fn_with_state(places, busy::refuse))
        .layer(map_response(keep));
    with_page_headers(router, POLICY)
}

/// Only pages that exist are cached: a missing one may exist tomorrow.
async fn keep(mut response: Response) -> Response {
    if response.status().is_success() {
        response.headers_mut().insert(CACHE_CONTROL, KEEP);
    }
    response
}

/// The folder does not know the path under which it is served.
async fn to_file(request: Request) -> Request {
    let mut request = index_of_folder(request).await;
    let path = request.uri().path_and_query().map_or("/", |path| path.as_str());
    if let Some(Ok(uri)) = path.strip_prefix("/docs").map(str::parse::<Uri>) {
        *request.uri_mut() = uri;
    }
    request
}
