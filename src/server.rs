//! Talks to the site's own Passwave server.

use passwave_protocol::Refusal;
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{RequestCredentials, RequestInit, Response};

use crate::json;
use crate::session::Fault;

/// Gets `path` from the server at `base`, with these query parameters.
///
/// # Errors
/// [`Fault::Unreachable`] when there is no answer or none that can be read; [`Fault::Refused`] with
/// the server's first error code otherwise.
pub async fn get<T: DeserializeOwned>(
    base: &str,
    path: &str,
    query: &[(&str, &str)],
) -> Result<T, Fault> {
    let query: Vec<String> = query.iter().map(|(name, value)| pair(name, value)).collect();
    request(&format!("{base}{path}?{}", query.join("&")), &RequestInit::new()).await
}

/// Posts `body` as JSON to `path` of the server at `base`.
///
/// # Errors
/// As for [`get`].
pub async fn post<T: DeserializeOwned>(
    base: &str,
    path: &str,
    body: &impl Serialize,
) -> Result<T, Fault> {
    let init = RequestInit::new();
    init.set_method("POST");
    // The body goes as text/plain, the type of a string, so that no preflight is needed.
    init.set_body(&json::write(body).ok_or(Fault::Unreachable)?.into());
    request(&format!("{base}{path}"), &init).await
}

fn pair(name: &str, value: &str) -> String {
    format!("{name}={}", js_sys::encode_uri_component(value))
}

async fn request<T: DeserializeOwned>(url: &str, init: &RequestInit) -> Result<T, Fault> {
    init.set_credentials(RequestCredentials::Omit);
    let (is_ok, body) = fetch(url, init).await.map_err(|_| Fault::Unreachable)?;
    if is_ok {
        return json::read(&body).ok_or(Fault::Unreachable);
    }
    let refusal: Refusal = json::read(&body).ok_or(Fault::Unreachable)?;
    Err(Fault::Refused(refusal.error_codes.into_iter().next().unwrap_or_default()))
}

async fn fetch(url: &str, init: &RequestInit) -> Result<(bool, String), JsValue> {
    let window = web_sys::window().ok_or(JsValue::NULL)?;
    let response = JsFuture::from(window.fetch_with_str_and_init(url, init)).await?;
    let response: Response = response.dyn_into()?;
    let body = JsFuture::from(response.text()?).await?;
    Ok((response.ok(), body.as_string().unwrap_or_default()))
}
