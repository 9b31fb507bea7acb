//! The widget's files, for pages of any origin.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE,
    REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::{Next, from_fn_with_state, map_request, map_response};
use axum::response::Response;
use tokio::sync::Semaphore;

use super::earlier::versions;
use super::files::Files;
use crate::http::middleware::busy;
use crate::http::middleware::default_header::with_header;
use crate::limits::MAX_FILE_REQUESTS;
use crate::static_files::paths_of_others;

/// Files under `/v0.1.0/` and the like are immutable.
const VERSIONED: &str = concat!("/v", env!("CARGO_PKG_VERSION"));

/// The build's own manifest, with the name under which the loader requests the other files.
const BUILD_MANIFEST: &str = "integrity.json";

const PRACTICE_POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; \
    style-src 'self'; connect-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; \
    frame-ancestors 'none'";

/// The file without which there is no widget.
const LOADER: &str = "passwave.js";

/// The files of this version, and of earlier ones by their path.
pub struct Widget {
    current: Files,
    earlier: BTreeMap<String, Files>,
}

impl Widget {
    /// The files of this version, and a folder of folders with those of earlier ones.
    ///
    /// # Errors
    /// If the widget is not there, or the other folder cannot be read; for the operator.
    pub fn new(current: Files, earlier: Option<&Path>) -> Result<Self, String> {
        current.expect(LOADER, "the files of the widget", "--assets")?;
        let earlier = versions(earlier).map_err(|cause| {
            let folder = earlier.unwrap_or(Path::new("")).display();
            format!("cannot read the files of earlier versions in {folder}: {cause}")
        })?;
        Ok(Self { current, earlier })
    }
}

/// Serves the widget at the root, and each version under its own path, where files are cached for good.
pub fn router(widget: &Widget) -> Router {
    let served = |files: &Files| Router::new().fallback_service(files.service());
    let lasting = |files: &Files| served(files).layer(map_response(cache_forever));
    let build = this_build(&widget.current);
    let latest = served(&widget.current).layer(from_fn_with_state(build, cache_this_build));
    let latest = with_header(latest, CACHE_CONTROL, "no-cache");
    let places = Arc::new(Semaphore::new(MAX_FILE_REQUESTS));
    let earlier = widget.earlier.iter().map(|(name, files)| (format!("/{name}"), files));
    let both = earlier
        .filter(|(path, _)| path != VERSIONED)
        .chain([(VERSIONED.to_owned(), &widget.current)])
        .fold(latest, |router, (path, files)| router.nest(&path, lasting(files)));
    let both = both.layer(from_fn_with_state(places, busy::refuse));
    let both = with_header(both, ACCESS_CONTROL_ALLOW_ORIGIN, "*");
    let both = with_header(both, X_CONTENT_TYPE_OPTIONS, "nosniff");
    let resource_policy = HeaderName::from_static("cross-origin-resource-policy");
    with_header(both, resource_policy, "cross-origin")
        .layer(map_response(as_utf8))
        .layer(map_response(with_page_policy))
        .layer(map_request(paths_of_others::to_own_path))
}

/// The query with which the loader of this build requests the other files: `v=` and the build's name.
type BuildQuery = Option<Arc<str>>;

fn this_build(files: &Files) -> BuildQuery {
    let manifest = files.read(BUILD_MANIFEST)?;
    let manifest: serde_json::Value = serde_json::from_slice(&manifest).ok()?;
    Some(format!("v={}", manifest["build"].as_str()?).into())
}

/// Only files of this build are cached for good, since servers of two builds may run side by side.
async fn cache_this_build(
    State(build): State<BuildQuery>,
    request: Request,
    next: Next,
) -> Response {
    let is_of_this_build = build.is_some() && request.uri().query() == build.as_deref();
    let response = next.run(request).await;
    if is_of_this_build { cache_forever(response).await } else { response }
}

/// Only files that exist are cached: a missing one may exist tomorrow.
async fn cache_forever(mut response: Response) -> Response {
    let keep = HeaderValue::from_static("public, max-age=31536000, immutable");
    if response.status().is_success() {
        response.headers_mut().insert(CACHE_CONTROL, keep);
    }
    response
}

/// Without a charset, a page in another encoding would decode the script in its own.
async fn as_utf8(mut response: Response) -> Response {
    const UTF8_SCRIPT: HeaderValue = HeaderValue::from_static("text/javascript; charset=utf-8");
    if let Some(content_type) = response.headers_mut().get_mut(CONTENT_TYPE)
        && content_type == "text/javascript"
    {
        *content_type = UTF8_SCRIPT;
    }
    response
}

/// The only page among the files is the one to practise on. It has the same policy in itself, for other servers.
async fn with_page_policy(mut response: Response) -> Response {
    let is_page = |value: &HeaderValue| value.as_bytes().starts_with(b"text/html");
    if response.headers().get(CONTENT_TYPE).is_some_and(is_page) {
        let headers = response.headers_mut();
        headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(PRACTICE_POLICY));
        headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    }
    response
}
