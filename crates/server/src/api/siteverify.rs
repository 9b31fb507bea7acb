//! `POST /siteverify`: tells a site's backend whether a token is good, once.
//!
//! Everything that parses as HTTP is answered with status 200, because clients of other services
//! raise on anything else. What they send varies: a form, JSON, multipart, a query, in any order,
//! with a charset, with `None` or an empty string for what they do not have.

use std::collections::HashMap;
use std::net::IpAddr;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{FromRequest, Multipart, Request, State};
use axum::http::header::{CONTENT_TYPE, RETRY_AFTER};
use axum::response::{IntoResponse, Response};
use passwave_protocol::ErrorCode;
use passwave_protocol::limits::{MAX_IDEMPOTENCY_KEY_CHARS, RENEW_LIFETIME_S, TOKEN_LIFETIME_S};
use serde::Serialize;
use serde_json::Value;

use crate::clock::from_iso_8601;
use crate::config::site::Site;
use crate::digest::{Digest32, digest, random_bytes};
use crate::http::error::internal;
use crate::http::state::AppState;
use crate::limits::RETRY_AFTER_FAILURE_S;
use crate::store::{Entry, Spent};
use crate::tokens::claims::TokenClaims;
use crate::tokens::issue::family_key;
use crate::tokens::jwt;
use crate::tokens::kind::TokenKind;
use crate::tokens::test_keys;

/// What was sent, by name.
pub type Fields = HashMap<String, String>;

/// What a good token says, or everything that is wrong; at least one thing.
type Checked = Result<TokenClaims, Vec<ErrorCode>>;

/// What the backend asks.
struct Question {
    secret: String,
    response: String,
    sitekey: Option<String>,
    idempotency_key: Option<String>,
}

/// What it is told.
#[derive(Default, Serialize)]
pub struct Answer {
    success: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    challenge_ts: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    hostname: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    action: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cdata: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    score: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    way: Option<String>,
    #[serde(rename = "error-codes")]
    error_codes: Vec<&'static str>,
}

/// Answers in the words that sites know.
pub async fn answer(State(app): State<AppState>, request: Request) -> Response {
    let client_ip = app.rate_limiter.client_ip(&request);
    let mut checked = checked(&app, request).await;
    let retry_after_s = retry_after_s(&app, client_ip, &mut checked);
    app.metrics.checked(checked.as_ref().map(|_| ()).map_err(|codes| codes[0]));
    let mut response = Json(written(checked)).into_response();
    if let Some(seconds) = retry_after_s {
        response.headers_mut().insert(RETRY_AFTER, seconds.into());
    }
    response
}

fn written(checked: Checked) -> Answer {
    match checked {
        Ok(claims) => Answer::from(claims),
        Err(codes) => Answer {
            error_codes: codes.iter().map(|code| code.as_str()).collect(),
            ..Answer::default()
        },
    }
}

/// Whoever tries secrets that do not exist may do so only so often. A good secret is never limited,
/// not even from the same address: its owner may have many visitors.
fn retry_after_s(app: &AppState, client_ip: Option<IpAddr>, checked: &mut Checked) -> Option<u64> {
    match checked.as_ref().err()?.first()? {
        ErrorCode::InvalidInputSecret => {
            let admitted = app.rate_limiter.check_known("bad secret", client_ip, app.clock.now_s());
            let seconds = admitted.err()?;
            *checked = Err(vec![ErrorCode::RateLimited]);
            Some(seconds)
        }
        ErrorCode::InternalError => Some(RETRY_AFTER_FAILURE_S),
        _ => None,
    }
}

impl From<TokenClaims> for Answer {
    fn from(claims: TokenClaims) -> Self {
        Self {
            success: true,
            challenge_ts: Some(claims.challenge_ts),
            hostname: Some(claims.hostname),
            action: Some(claims.action),
            cdata: Some(claims.cdata),
            score: Some(claims.score),
            way: claims.way,
            error_codes: Vec::new(),
        }
    }
}

async fn checked(app: &AppState, request: Request) -> Checked {
    let fields = read(request).await.map_err(|code| vec![code])?;
    let question = parse(fields)?;
    let spent =
        if app.test_keys { test_answer(app, &question) } else { spend(app, &question).await };
    spent.map_err(|code| vec![code])
}

/// Reads the fields of a request, whatever their encoding; those of the body go before the query's.
///
/// # Errors
/// [`ErrorCode::BadRequest`].
pub async fn read(request: Request) -> Result<Fields, ErrorCode> {
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
    let bad = |_| ErrorCode::BadRequest;
    let mut parts =
        Multipart::from_request(request, &()).await.map_err(|_| ErrorCode::BadRequest)?;
    let mut fields = Fields::new();
    while let Some(part) = parts.next_field().await.map_err(bad)? {
        let name = part.name().unwrap_or_default().to_owned();
        fields.insert(name, part.text().await.map_err(bad)?);
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

fn parse(mut fields: Fields) -> Result<Question, Vec<ErrorCode>> {
    let mut take = |name: &str| fields.remove(name).filter(|value| is_given(value));
    let sitekey = take("sitekey");
    let idempotency_key = take("idempotency_key");
    let long_key =
        idempotency_key.as_ref().is_some_and(|key| key.len() > MAX_IDEMPOTENCY_KEY_CHARS);
    match (take("secret"), take("response")) {
        _ if long_key => Err(vec![ErrorCode::BadRequest]),
        (Some(secret), Some(response)) => {
            Ok(Question { secret, response, sitekey, idempotency_key })
        }
        (None, None) => Err(vec![ErrorCode::MissingInputSecret, ErrorCode::MissingInputResponse]),
        (None, _) => Err(vec![ErrorCode::MissingInputSecret]),
        (_, None) => Err(vec![ErrorCode::MissingInputResponse]),
    }
}

/// What clients write for what they do not have is no value. Taken as an idempotency key it would
/// even let one token pass again and again.
fn is_given(value: &str) -> bool {
    !matches!(value, "" | "None" | "null" | "undefined")
}

async fn spend(app: &AppState, question: &Question) -> Result<TokenClaims, ErrorCode> {
    let site = app.sites.by_secret(&question.secret).ok_or(ErrorCode::InvalidInputSecret)?;
    if question.sitekey.as_ref().is_some_and(|sitekey| *sitekey != site.sitekey) {
        return Err(ErrorCode::SitekeySecretMismatch);
    }
    let claims: TokenClaims =
        jwt::verify(TokenKind::Token, &site.token_keys, &site.sitekey, &question.response)
            .map_err(|_| ErrorCode::InvalidInputResponse)?;
    let now_s = app.clock.now_s();
    if claims.exp <= now_s {
        return Err(ErrorCode::TimeoutOrDuplicate);
    }
    spend_family(app, site, &claims, mark(question)?, now_s).await?;
    Ok(claims)
}

async fn spend_family(
    app: &AppState,
    site: &Site,
    claims: &TokenClaims,
    mark: Digest32,
    now_s: u64,
) -> Result<(), ErrorCode> {
    // No token of the family can be fresh any more by then, whichever of them this is.
    let expires_at_s = claims.exp + RENEW_LIFETIME_S + TOKEN_LIFETIME_S;
    // Another token of the family may have been spent since then.
    let issued_at_s = from_iso_8601(&claims.challenge_ts).unwrap_or(0);
    let key = family_key(&site.sitekey, &claims.fid);
    let entry = Entry { key, mark, issued_at_s, expires_at_s };
    match app.store.spend(entry, now_s).await.map_err(internal)? {
        Spent::First => Ok(()),
        Spent::Already { mark: theirs } if theirs == mark => Ok(()),
        Spent::Already { .. } | Spent::Forgotten => Err(ErrorCode::TimeoutOrDuplicate),
    }
}

/// The same for the same idempotency key with the same token; otherwise never the same again.
fn mark(question: &Question) -> Result<Digest32, ErrorCode> {
    match &question.idempotency_key {
        Some(key) => Ok(digest("retry", &[key.as_bytes(), question.response.as_bytes()])),
        None => random_bytes().map_err(internal),
    }
}

fn test_answer(app: &AppState, question: &Question) -> Result<TokenClaims, ErrorCode> {
    match question.secret.as_str() {
        test_keys::SECRET_FAILS => Err(ErrorCode::InvalidInputResponse),
        test_keys::SECRET_DUPLICATE => Err(ErrorCode::TimeoutOrDuplicate),
        test_keys::SECRET_PASSES if question.response == test_keys::TOKEN => {
            Ok(test_keys::claims(app.clock.now_s()))
        }
        test_keys::SECRET_PASSES => Err(ErrorCode::InvalidInputResponse),
        _ => Err(ErrorCode::InvalidInputSecret),
    }
}
