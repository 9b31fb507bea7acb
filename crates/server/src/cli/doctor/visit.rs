//! Requests to the server that is looked at.

use std::net::IpAddr;
use std::str::FromStr;

use axum::http::{HeaderMap, HeaderName, Request, Uri};

use crate::cli::http_client::{Answer, ClientError, HttpClient};

/// The server's address, with a path if it has one, without a slash at its end.
#[derive(Clone)]
pub(super) struct BaseUrl {
    text: String,
    uri: Uri,
}

/// The server, and how to ask it.
pub(super) struct Visit {
    pub(super) base: BaseUrl,
    pub(super) client: HttpClient,
    /// Whether nobody on the way can read what is sent.
    pub(super) is_private: bool,
}

impl FromStr for BaseUrl {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let advice = || "write an address such as https://check.example.org".to_owned();
        let text = text.trim_end_matches('/').to_owned();
        let uri: Uri = text.parse().map_err(|_| advice())?;
        let is_http = matches!(uri.scheme_str(), Some("https" | "http"));
        let is_plain = uri.query().is_none()
            && uri.authority().is_some_and(|host| !host.as_str().contains('@'));
        if is_http && is_plain { Ok(Self { text, uri }) } else { Err(advice()) }
    }
}

impl BaseUrl {
    pub(super) fn has_tls(&self) -> bool {
        self.uri.scheme_str() == Some("https")
    }

    /// Whether it is this computer, as browsers know it by its name.
    pub(super) fn is_local(&self) -> bool {
        let host = self.uri.host().unwrap_or_default().trim_matches(['[', ']']);
        host == "localhost" || host.parse().is_ok_and(|address: IpAddr| address.is_loopback())
    }

    pub(super) fn origin(&self) -> String {
        let authority = self.uri.authority().map(ToString::to_string).unwrap_or_default();
        format!("{}://{authority}", self.uri.scheme_str().unwrap_or_default())
    }

    pub(super) fn with(&self, path: &str) -> String {
        format!("{}{path}", self.text)
    }
}

impl Visit {
    pub(super) async fn get(
        &self,
        path: &str,
        headers: &[(HeaderName, &str)],
    ) -> Result<Answer, ClientError> {
        self.send("GET", path, headers, String::new()).await
    }

    pub(super) async fn send(
        &self,
        method: &str,
        path: &str,
        headers: &[(HeaderName, &str)],
        body: String,
    ) -> Result<Answer, ClientError> {
        let request = Request::builder().method(method).uri(self.base.with(path));
        let add = |request: axum::http::request::Builder, (name, value): &(HeaderName, &str)| {
            request.header(name, *value)
        };
        let request = headers.iter().fold(request, add).body(body);
        self.client.send(request.map_err(|_| ClientError::Request)?).await
    }
}

/// The one value of a header, or what is wrong with it.
pub(super) fn only<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Result<&'a str, String> {
    let values: Vec<_> = headers.get_all(name).iter().collect();
    match values.as_slice() {
        [] => Err(format!("the answer has no {name}")),
        [one] => one.to_str().map_err(|_| format!("the answer's {name} is no text")),
        _ => Err(format!("the answer has {name} {} times", values.len())),
    }
}
