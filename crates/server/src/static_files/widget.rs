//! The widget's files, for pages of any origin.

use std::path::PathBuf;
use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE,
    REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::{Next, from_fn_with_state, map_response};
use axum::response::Response;
use tokio::sync::Semaphore;
use tower_http::services::ServeDir;

use crate::http::middleware::busy;
use crate::http::middleware::default_header::with_header;
use crate::limits::MAX_FILE_REQUESTS;

/// Files under `/v0.1.0/` and the like are immutable.
const VERSIONED: &str = concat!("/v", env!("CARGO_PKG_VERSION"));

/// The build's own manifest, with the name under which the loader requests the other files.
const BUILD_MANIFEST: &str = "integrity.json";

const PRACTICE_POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; \
    style-src 'self'; connect-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; \
    frame-ancestors 'none'";

/// The source of the widget's files.
pub enum Widget {
    /// A folder.
    Folder(PathBuf),
    /// This program.
    #[cfg(feature = "embed")]
    Embedded,
}

/// Serves the widget at the root, and under its version, where files are cached for good.
pub fn router(widget: &Widget) -> Router {
    let lasting = files(widget).layer(map_response(cache_forever));
    let latest = files(widget).layer(from_fn_with_state(this_build(widget), cache_this_build));
    let latest = with_header(latest, CACHE_CONTROL, "no-cache");
    let places = Arc::new(Semaphore::new(MAX_FILE_REQUESTS));
    let both = Router::new().nest(VERSIONED, lasting).merge(latest);
    let both = both.layer(from_fn_with_state(places, busy::refuse));
    let both = with_header(both, ACCESS_CONTROL_ALLOW_ORIGIN, "*");
    let both = with_header(both, X_CONTENT_TYPE_OPTIONS, "nosniff");
    let resource_policy = HeaderName::from_static("cross-origin-resource-policy");
    with_header(both, resource_policy, "cross-origin")
        .layer(map_response(as_utf8))
        .layer(map_response(with_page_policy))
}

/// The query with which the loader of this build requests the other files: `v=` and the build's name.
type BuildQuery = Option<Arc<str>>;

fn this_build(widget: &Widget) -> BuildQuery {
    let manifest = match widget {
        Widget::Folder(folder) => std::fs::read(folder.join(BUILD_MANIFEST)).ok()?,
        #[cfg(feature = "embed")]
        Widget::Embedded => embedded::read(BUILD_MANIFEST)?,
    };
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

fn files(widget: &Widget) -> Router {
    match widget {
        Widget::Folder(folder) => {
            let folder = ServeDir::new(folder)
                .append_index_html_on_directories(false)
                .precompressed_br()
                .precompressed_gzip();
            Router::new().fallback_service(folder)
        }
        #[cfg(feature = "embed")]
        Widget::Embedded => embedded::router(),
    }
}

#[cfg(feature = "embed")]
mod embedded {
    use axum::Router;
    use axum::http::header::{
        ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY,
    };
    use axum::http::{HeaderMap, StatusCode, Uri};
    use axum::response::{IntoResponse, Response};
    use axum::routing::get;
    use rust_embed::{Embed, EmbeddedFile};

    use crate::digest::to_hex;

    #[derive(Embed)]
    #[folder = "../../pkg/dist"]
    struct Files;

    pub(super) fn router() -> Router {
        Router::new().fallback_service(get(answer))
    }

    pub(super) fn read(name: &str) -> Option<Vec<u8>> {
        Files::get(name).map(|file| file.data.into_owned())
    }

    async fn answer(uri: Uri, headers: HeaderMap) -> Response {
        let path = uri.path().trim_start_matches('/');
        let Some(plain) = Files::get(path) else {
            return StatusCode::NOT_FOUND.into_response();
        };
        let content_type = plain.metadata.mimetype().to_owned();
        let (file, coding) = compressed(path, &headers).unwrap_or((plain, None));
        let tag = format!("\"{}\"", to_hex(&file.metadata.sha256_hash()));
        let vary = (VARY, ACCEPT_ENCODING.to_string());
        if headers.get(IF_NONE_MATCH).is_some_and(|known| *known == tag) {
            return (StatusCode::NOT_MODIFIED, [(ETAG, tag), vary]).into_response();
        }
        let about = [(ETAG, tag), vary, (CONTENT_TYPE, content_type)];
        let coding = coding.map(|coding| [(CONTENT_ENCODING, coding)]);
        (coding, about, file.data).into_response()
    }

    /// The build has compressed most files with brotli and gzip; brotli is smaller.
    fn compressed(path: &str, headers: &HeaderMap) -> Option<(EmbeddedFile, Option<&'static str>)> {
        const CODINGS: [(&str, &str); 2] = [("br", ".br"), ("gzip", ".gz")];
        let mut taken = CODINGS.into_iter().filter(|(coding, _)| accepts(headers, coding));
        taken.find_map(|(coding, ending)| {
            Some((Files::get(&format!("{path}{ending}"))?, Some(coding)))
        })
    }

    /// Whether `Accept-Encoding` lists this coding with a weight above zero.
    fn accepts(headers: &HeaderMap, coding: &str) -> bool {
        let named = headers.get_all(ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
        named.flat_map(|value| value.split(',')).any(|item| {
            let (name, weight) = item.split_once(';').unwrap_or((item, "q=1"));
            let refused =
                weight.trim().trim_start_matches("q=").trim_matches(['0', '.']).is_empty();
            name.trim().eq_ignore_ascii_case(coding) && !refused
        })
    }
}
