//! `GET /.well-known/jwks.json`: the public keys, for backends that verify tokens offline.

use axum::Json;
use axum::extract::State;
use axum::http::header::{ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL};
use axum::response::{IntoResponse, Response};
use serde_json::json;

use crate::http::state::AppState;
use crate::limits::JWKS_MAX_AGE_S;
use crate::tokens::keys::PublicKey;

/// Answers with the previous, current and next public keys of all sites.
pub(crate) async fn handle(State(state): State<AppState>) -> Response {
    let keys: Vec<PublicKey<'_>> = state.sites.public_keys().collect();
    let caching = format!("public, max-age={JWKS_MAX_AGE_S}");
    let headers = [(CACHE_CONTROL, caching), (ACCESS_CONTROL_ALLOW_ORIGIN, "*".to_owned())];
    (headers, Json(json!({ "keys": keys }))).into_response()
}
