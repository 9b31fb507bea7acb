//! Files that this program carries.

use axum::extract::State;
use axum::http::header::{
    ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY,
};
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get};
use rust_embed::{Embed, EmbeddedFile};

use crate::digest::to_hex;

#[derive(Embed)]
#[folder = "../../pkg/dist"]
struct Widget;

#[derive(Embed)]
#[folder = "../../pkg/earlier"]
struct Earlier;

#[derive(Embed)]
#[folder = "../../www/demo"]
#[prefix = "demo/"]
struct Demo;

#[derive(Embed)]
#[folder = "../../www/examples"]
#[prefix = "examples/"]
struct Examples;

/// Some of the files that this program carries.
#[derive(Clone)]
pub struct Embedded {
    get: fn(&str) -> Option<EmbeddedFile>,
    folder: String,
}

/// The widget's files.
pub(crate) fn widget() -> Embedded {
    Embedded { get: Widget::get, folder: String::new() }
}

/// The demo's pages.
pub(crate) fn pages() -> Embedded {
    let get = |path: &str| Demo::get(path).or_else(|| Examples::get(path));
    Embedded { get, folder: String::new() }
}

/// The folders of earlier versions, such as `v0.1.0`.
pub(super) fn earlier() -> impl Iterator<Item = (String, Embedded)> {
    let mut folders: Vec<String> =
        Earlier::iter().filter_map(|path| Some(path.split_once('/')?.0.to_owned())).collect();
    folders.dedup();
    folders.into_iter().map(|name| {
        let folder = format!("{name}/");
        (name, Embedded { get: Earlier::get, folder })
    })
}

impl Embedded {
    pub(super) fn service<S>(self) -> MethodRouter<S> {
        get(answer).with_state(self)
    }

    pub(super) fn read(&self, name: &str) -> Option<Vec<u8>> {
        self.file(name).map(|file| file.data.into_owned())
    }

    fn file(&self, name: &str) -> Option<EmbeddedFile> {
        (self.get)(&format!("{}{name}", self.folder))
    }

    /// The build has compressed most files with brotli and gzip; brotli is smaller.
    fn compressed(
        &self,
        path: &str,
        headers: &HeaderMap,
    ) -> Option<(EmbeddedFile, Option<&'static str>)> {
        const CODINGS: [(&str, &str); 2] = [("br", ".br"), ("gzip", ".gz")];
        let mut taken = CODINGS.into_iter().filter(|(coding, _)| accepts(headers, coding));
        taken.find_map(|(coding, ending)| {
            Some((self.file(&format!("{path}{ending}"))?, Some(coding)))
        })
    }
}

async fn answer(State(files): State<Embedded>, uri: Uri, headers: HeaderMap) -> Response {
    let path = uri.path().trim_start_matches('/');
    let Some(plain) = files.file(path) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let content_type = plain.metadata.mimetype().to_owned();
    let (file, coding) = files.compressed(path, &headers).unwrap_or((plain, None));
    let tag = format!("\"{}\"", to_hex(&file.metadata.sha256_hash()));
    let vary = (VARY, ACCEPT_ENCODING.to_string());
    if headers.get(IF_NONE_MATCH).is_some_and(|known| *known == tag) {
        return (StatusCode::NOT_MODIFIED, [(ETAG, tag), vary]).into_response();
    }
    let about = [(ETAG, tag), vary, (CONTENT_TYPE, content_type)];
    let coding = coding.map(|coding| [(CONTENT_ENCODING, coding)]);
    (coding, about, file.data).into_response()
}

/// Whether `Accept-Encoding` lists this coding with a weight above zero.
fn accepts(headers: &HeaderMap, coding: &str) -> bool {
    let named = headers.get_all(ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    named.flat_map(|value| value.split(',')).any(|item| {
        let (name, weight) = item.split_once(';').unwrap_or((item, "q=1"));
        let refused = weight.trim().trim_start_matches("q=").trim_matches(['0', '.']).is_empty();
        name.trim().eq_ignore_ascii_case(coding) && !refused
    })
}
