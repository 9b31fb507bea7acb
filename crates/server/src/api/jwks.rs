//! `GET /.well-known/jwks.json`: the public keys, for backends that check tokens by themselves.

use axum::Json;
use axum::extract::State;
use axum::http::header::{ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL};
use axum::response::{IntoResponse, Response};
use serde_json::json;

use crate::http::state::AppState;
use crate::limits::JWKS_MAX_AGE_S;
use crate::tokens::keys::PublicKey;

/// Answers with the previous, current and next keys of all sites.
pub async fn answer(State(app): State<AppState>) -> Response {
    let keys: Vec<PublicKey<'_>> = app.sites.public_keys().collect();
    let caching = format!("public, max-age={JWKS_MAX_AGE_S}");
    let headers = [(CACHE_CONTROL, caching), (ACCESS_CONTROL_ALLOW_ORIGIN, "*".to_owned())];
    (headers, Json(json!({ "keys": keys }))).into_response()
}
