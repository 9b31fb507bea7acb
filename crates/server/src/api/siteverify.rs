//! `POST /siteverify`: tells a site's backend whether a token is valid, once.
//!
//! Every well-formed HTTP request is answered with status 200, because clients of other services raise an
//! exception on any other status. Their requests vary: a form, JSON, multipart or a query, with or without a
//! charset, and with `None` or an empty string for a missing value.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::Once;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{FromRequest, Multipart, Request, State};
use axum::http::header::{CONTENT_TYPE, RETRY_AFTER};
use axum::response::{IntoResponse, Response};
use passwave_protocol::limits::{MAX_IDEMPOTENCY_KEY_CHARS, RENEW_LIFETIME_S, TOKEN_LIFETIME_S};
use passwave_protocol::{ErrorCode, Way};
use serde::Serialize;
use serde_json::Value;

use crate::clock::iso_8601;
use crate::digest::{Digest32, digest, random_bytes};
use crate::http::error::internal;
use crate::http::state::AppState;
use crate::limits::{MIN_IDEMPOTENCY_KEY_CHARS, RETRY_AFTER_FAILURE_S};
use crate::store::{Entry, Spent};
use crate::tokens::claims::TokenClaims;
use crate::tokens::issue::family_key;
use crate::tokens::jwt;
use crate::tokens::kind::TokenKind;
use crate::tokens::test_keys;

/// The paths of siteverify: its own, and those that libraries of other services append to their base address.
pub(crate) const PATHS: [&str; 3] =
    ["/siteverify", "/recaptcha/api/siteverify", "/turnstile/v0/siteverify"];

/// Turnstile's own address: its clients read the list of codes in a success too, where others refuse whoever has one.
const LISTS_CODES_OF_SUCCESS: &str = "/turnstile/v0/siteverify";

/// The fields of a request, by name.
pub type Fields = HashMap<String, String>;

/// The fields that siteverify reads.
struct SiteverifyRequest {
    secret: String,
    response: String,
    sitekey: Option<String>,
    idempotency_key: Option<String>,
}

/// The response in the format of other services.
#[derive(Default, Serialize)]
struct SiteverifyAnswer {
    success: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    challenge_ts: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    verified_at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    hostname: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    action: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cdata: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    score: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    way: Option<Way>,
    #[serde(rename = "error-codes", skip_serializing_if = "Option::is_none")]
    error_codes: Option<Vec<&'static str>>,
}

/// One or more error codes, the most important first.
struct Errors(ErrorCode, Vec<ErrorCode>);

impl From<ErrorCode> for Errors {
    fn from(code: ErrorCode) -> Self {
        Self(code, Vec::new())
    }
}

/// Answers whether the token is valid, and spends it.
pub(crate) async fn handle(State(state): State<AppState>, request: Request) -> Response {
    let client_ip = state.rate_limiter.client(&request).map(|client| client.address);
    let lists_codes = request.uri().path() == LISTS_CODES_OF_SUCCESS;
    let mut result = verify(&state, request).await;
    let retry_after_s = retry_after_s(&state, client_ip, &mut result);
    state.metrics.record_siteverify(result.as_ref().map(|_| ()).map_err(|Errors(first, _)| *first));
    let answer = match result {
        Ok(claims) => SiteverifyAnswer {
            error_codes: lists_codes.then(Vec::new),
            ..SiteverifyAnswer::from(claims)
        },
        Err(errors) => SiteverifyAnswer::from(errors),
    };
    let mut response = Json(answer).into_response();
    if let Some(seconds) = retry_after_s {
        response.headers_mut().insert(RETRY_AFTER, seconds.into());
    }
    response
}

async fn verify(state: &AppState, request: Request) -> Result<TokenClaims, Errors> {
    let request = parse(read_fields(request).await?)?;
    let now_s = state.clock.now_s();
    if state.test_keys {
        return Ok(verify_test_token(&request, now_s)?);
    }
    let site = state.sites.by_secret(&request.secret).ok_or(ErrorCode::InvalidInputSecret)?;
    if request.sitekey.as_ref().is_some_and(|sitekey| *sitekey != site.sitekey) {
        return Err(ErrorCode::SitekeySecretMismatch.into());
    }
    let (keys, audience) = (&site.token_keys, &site.sitekey);
    let claims: TokenClaims = jwt::verify(TokenKind::Token, keys, audience, &request.response)
        .map_err(|_| ErrorCode::InvalidInputResponse)?;
    if claims.exp <= now_s {
        return Err(ErrorCode::TimeoutOrDuplicate.into());
    }
    let mark = mark(&request)?;
    let entry = Entry {
        key: family_key(&site.sitekey, &claims.fid),
        mark,
        // Any token of the family may have been spent, since the verification.
        issued_at_s: claims.verified_at,
        // By then no token of the family can be valid, whichever of them this is.
        expires_at_s: claims.exp + RENEW_LIFETIME_S + TOKEN_LIFETIME_S,
    };
    match state.store.spend(entry, now_s).await.map_err(internal)? {
        Spent::First => Ok(claims),
        Spent::Already { mark: first } if first == mark => Ok(claims),
        Spent::Already { .. } | Spent::Forgotten => Err(ErrorCode::TimeoutOrDuplicate.into()),
    }
}

/// Limits guesses of secrets by client address. A valid secret is never limited, not even from the same address:
/// its owner may have many visitors.
fn retry_after_s(
    state: &AppState,
    client_ip: Option<IpAddr>,
    result: &mut Result<TokenClaims, Errors>,
) -> Option<u64> {
    let Errors(first, _) = result.as_ref().err()?;
    match first {
        ErrorCode::InvalidInputSecret => {
            let now_s = state.clock.now_s();
            let seconds = state.rate_limiter.check_client("bad secret", client_ip, now_s).err()?;
            *result = Err(ErrorCode::RateLimited.into());
            Some(seconds)
        }
        ErrorCode::InternalError => Some(RETRY_AFTER_FAILURE_S),
        _ => None,
    }
}

impl From<TokenClaims> for SiteverifyAnswer {
    fn from(claims: TokenClaims) -> Self {
        Self {
            success: true,
            challenge_ts: Some(iso_8601(claims.iat)),
            verified_at: Some(iso_8601(claims.verified_at)),
            hostname: Some(claims.hostname),
            action: Some(claims.action),
            cdata: Some(claims.cdata),
            score: Some(claims.score),
            way: claims.way,
            error_codes: None,
        }
    }
}

impl From<Errors> for SiteverifyAnswer {
    fn from(Errors(first, others): Errors) -> Self {
        let codes = std::iter::once(first).chain(others);
        Self { error_codes: Some(codes.map(ErrorCode::as_str).collect()), ..Self::default() }
    }
}

/// Reads the fields of a request in any encoding; fields of the body take precedence over the query.
///
/// # Errors
/// [`ErrorCode::BadRequest`].
pub async fn read_fields(request: Request) -> Result<Fields, ErrorCode> {
    let query = request.uri().query().unwrap_or_default();
    let mut fields: Fields = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    let content_type = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let content_type = content_type.unwrap_or_default().trim_start().to_ascii_lowercase();
    if content_type.starts_with("multipart/form-data") {
        fields.extend(read_multipart(request).await?);
        return Ok(fields);
    }
    let body = Bytes::from_request(request, &()).await.map_err(|_| ErrorCode::BadRequest)?;
    let looks_like_json = body.trim_ascii_start().starts_with(b"{");
    if looks_like_json || content_type.starts_with("application/json") {
        fields.extend(read_json(&body)?);
    } else {
        fields.extend(form_urlencoded::parse(&body).into_owned());
    }
    Ok(fields)
}

async fn read_multipart(request: Request) -> Result<Fields, ErrorCode> {
    let bad_request = |_| ErrorCode::BadRequest;
    let mut parts =
        Multipart::from_request(request, &()).await.map_err(|_| ErrorCode::BadRequest)?;
    let mut fields = Fields::new();
    while let Some(part) = parts.next_field().await.map_err(bad_request)? {
        let name = part.name().unwrap_or_default().to_owned();
        fields.insert(name, part.text().await.map_err(bad_request)?);
    }
    Ok(fields)
}

fn read_json(body: &[u8]) -> Result<Fields, ErrorCode> {
    if body.trim_ascii().is_empty() {
        return Ok(Fields::new());
    }
    let values: HashMap<String, Value> =
        serde_json::from_slice(body).map_err(|_| ErrorCode::BadRequest)?;
    let text = |value| match value {
        Value::String(text) => Some(text),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    };
    Ok(values.into_iter().filter_map(|(name, value)| Some((name, text(value)?))).collect())
}

fn parse(mut fields: Fields) -> Result<SiteverifyRequest, Errors> {
    let mut take = |name: &str| fields.remove(name).filter(|value| is_present(value));
    let sitekey = take("sitekey");
    let idempotency_key = take("idempotency_key");
    if idempotency_key.as_ref().is_some_and(|key| key.len() > MAX_IDEMPOTENCY_KEY_CHARS) {
        return Err(ErrorCode::BadRequest.into());
    }
    let idempotency_key = idempotency_key.filter(|key| is_usable_key(key));
    match (take("secret"), take("response")) {
        (Some(secret), Some(response)) => {
            Ok(SiteverifyRequest { secret, response, sitekey, idempotency_key })
        }
        (None, None) => {
            Err(Errors(ErrorCode::MissingInputSecret, vec![ErrorCode::MissingInputResponse]))
        }
        (None, Some(_)) => Err(ErrorCode::MissingInputSecret.into()),
        (Some(_), None) => Err(ErrorCode::MissingInputResponse.into()),
    }
}

/// Clients send these words for a missing value.
fn is_present(value: &str) -> bool {
    !matches!(value, "" | "None" | "null" | "undefined")
}

/// Whether it can be an idempotency key. A constant would let each token pass again with every call, so what
/// languages print for a missing value counts as absent, and with it everything as short as such a word.
fn is_usable_key(key: &str) -> bool {
    static WARNING: Once = Once::new();
    let is_usable = key.trim().chars().count() >= MIN_IDEMPOTENCY_KEY_CHARS && !is_placeholder(key);
    if !is_usable {
        WARNING.call_once(|| {
            tracing::warn!(
                "a backend sends an idempotency_key that is a placeholder or has fewer than \
                 {MIN_IDEMPOTENCY_KEY_CHARS} characters: such keys are ignored (said once)"
            );
        });
    }
    is_usable
}

/// Whether it is a long word for a missing value, such as `[object Object]`, `%!s(<nil>)` or a UUID of zeros.
fn is_placeholder(key: &str) -> bool {
    let key = key.trim().to_ascii_lowercase();
    let mut letters = key.chars().filter(char::is_ascii_alphanumeric);
    let first = letters.next();
    key.starts_with("[object ")
        || key.starts_with("%!")
        || letters.all(|letter| Some(letter) == first)
        || matches!(&*key, "undefined" | "infinity" | "-infinity" | "optional.empty" | "nonetype")
}

/// The same for a retry with the same idempotency key and token; random without a key.
fn mark(request: &SiteverifyRequest) -> Result<Digest32, ErrorCode> {
    match &request.idempotency_key {
        Some(key) => Ok(digest("retry", &[key.as_bytes(), request.response.as_bytes()])),
        None => random_bytes().map_err(internal),
    }
}

fn verify_test_token(request: &SiteverifyRequest, now_s: u64) -> Result<TokenClaims, ErrorCode> {
    match request.secret.as_str() {
        test_keys::SECRET_FAILS => Err(ErrorCode::InvalidInputResponse),
        test_keys::SECRET_DUPLICATE => Err(ErrorCode::TimeoutOrDuplicate),
        test_keys::SECRET_PASSES if request.response == test_keys::TOKEN => {
            Ok(test_keys::claims(now_s))
        }
        test_keys::SECRET_PASSES => Err(ErrorCode::InvalidInputResponse),
        _ => Err(ErrorCode::InvalidInputSecret),
    }
}
