//! Explains in JSON that a request missed an endpoint, such as `//siteverify` or `/siteverify/`.
//!
//! Backends read the answer of siteverify as JSON; an empty or an HTML page would only end in a parser's error.

use axum::Json;
use axum::extract::Request;
use axum::http::header::{ACCESS_CONTROL_ALLOW_ORIGIN, ALLOW, CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use passwave_protocol::ErrorCode;
use serde::Serialize;

use crate::api::siteverify;

/// The endpoints: the last part of the path up to its first dot, the method and the whole path.
const ENDPOINTS: [(&str, &str, &str); 9] = [
    ("siteverify", "POST", "/siteverify"),
    ("challenge", "GET", "/challenge"),
    ("redeem", "POST", "/redeem"),
    ("renew", "POST", "/renew"),
    ("survey", "POST", "/survey"),
    ("jwks", "GET", "/.well-known/jwks.json"),
    ("self-test", "GET", "/self-test"),
    ("healthz", "GET", "/healthz"),
    ("readyz", "GET", "/readyz"),
];

const ANY_ORIGIN: HeaderValue = HeaderValue::from_static("*");

/// What the widget calls.
const WIDGET_ENDPOINTS: [&str; 4] = ["/challenge", "/redeem", "/renew", "/survey"];

/// In the form of siteverify.
#[derive(Serialize)]
struct Explanation {
    success: bool,
    #[serde(rename = "error-codes")]
    error_codes: [&'static str; 1],
    message: String,
}

/// Adds the explanation to a response that has none.
pub(crate) async fn explain(request: Request, next: Next) -> Response {
    // Cloning either allocates nothing.
    let (method, uri) = (request.method().clone(), request.uri().clone());
    let response = next.run(request).await;
    if response.headers().contains_key(CONTENT_TYPE) {
        return response;
    }
    match response.status() {
        StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED => {
            missed(&method, uri.path()).map_or(response, wrong_address)
        }
        StatusCode::REQUEST_TIMEOUT => {
            let message = "the request took too long".to_owned();
            explained(StatusCode::REQUEST_TIMEOUT, ErrorCode::InternalError, message)
        }
        _ => response,
    }
}

/// A request that missed an endpoint.
struct Miss {
    call: &'static str,
    address: &'static str,
    /// Whether only the method is wrong.
    has_address: bool,
    /// Whether pages call it, and not a site's backend: then any page may read why it missed.
    is_for_pages: bool,
}

/// The endpoint that was meant. A request for a file has missed none.
fn missed(method: &Method, path: &str) -> Option<Miss> {
    let name = path.rsplit('/').find(|part| !part.is_empty()).unwrap_or_default();
    let name = name.split('.').next().unwrap_or_default();
    let found = ENDPOINTS.iter().find(|(endpoint, ..)| endpoint.eq_ignore_ascii_case(name));
    let is_file = *method == Method::GET || *method == Method::HEAD;
    let (_, call, address) = *found.or((!is_file).then_some(&ENDPOINTS[0]))?;
    let has_address = path == address || siteverify::PATHS.contains(&path);
    let is_for_pages = WIDGET_ENDPOINTS.contains(&address);
    Some(Miss { call, address, has_address, is_for_pages })
}

/// The server of the files answers 405 to whatever is no GET, so the status is told anew.
fn wrong_address(Miss { call, address, has_address, is_for_pages }: Miss) -> Response {
    let code = ErrorCode::BadRequest;
    let mut response = if has_address {
        let message = format!("the method is not allowed: call {call} {address}");
        ([(ALLOW, call)], explained(StatusCode::METHOD_NOT_ALLOWED, code, message)).into_response()
    } else {
        let message =
            format!("there is no such address: call {call} {address}, exactly as it stands here");
        explained(StatusCode::NOT_FOUND, code, message)
    };
    if is_for_pages {
        response.headers_mut().insert(ACCESS_CONTROL_ALLOW_ORIGIN, ANY_ORIGIN);
    }
    response
}

fn explained(status: StatusCode, code: ErrorCode, message: String) -> Response {
    let body = Json(Explanation { success: false, error_codes: [code.as_str()], message });
    (status, [(CACHE_CONTROL, "no-store")], body).into_response()
}

#[cfg(test)]
mod tests {
    use axum::Router;
    use axum::body::{Body, to_bytes};
    use axum::middleware::from_fn;
    use axum::routing::post;
    use tower::ServiceExt;

    use super::*;

    #[tokio::test]
    async fn request_that_took_too_long_is_answered_in_json() {
        let slow = post(async || StatusCode::REQUEST_TIMEOUT);
        let router = Router::new().route("/siteverify", slow).layer(from_fn(explain));
        let request = Request::post("/siteverify").body(Body::empty()).unwrap();
        let response = router.oneshot(request).await.unwrap();
        assert_eq!(response.status(), StatusCode::REQUEST_TIMEOUT);
        let body = to_bytes(response.into_body(), 1 << 16).await.unwrap();
        let answer: serde_json::Value = serde_json::from_slice(&body).unwrap();
        assert_eq!(answer["error-codes"], serde_json::json!(["internal-error"]));
        assert_eq!(answer["success"], false);
    }
}
