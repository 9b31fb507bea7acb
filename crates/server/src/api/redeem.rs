//! `POST /redeem`: trades a proof for a token.
//!
//! Whatever costs the server little comes first. From the moment the challenge is spent, a redeem
//! that fails has used it up.
//!
//! The very same proof may be sent again while its challenge lives, because an answer can be lost on
//! its way. It comes to the same: the family's name is made from the challenge, and its times from the
//! mark that the first one left. So there is one family, and siteverify spends it once.

use std::net::IpAddr;

use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::http::HeaderMap;
use axum::{Extension, Json};
use passwave_motion::{Mode, judge};
use passwave_protocol::limits::{
    MAX_EVIDENCE_CHARS, MAX_HINT_CHARS, MAX_REPORT_HINTS, MAX_WORK_PUZZLES,
};
use passwave_protocol::{
    ErrorCode, Evidence, RedeemAnswer, RedeemRequest, Way, evidence, proof_of_work,
};

use crate::abuse::client_ip::ClientIp;
use crate::digest::{Digest32, digest};
use crate::http::error::{ApiError, internal};
use crate::http::origin;
use crate::http::state::AppState;
use crate::limits::{EVIDENCE_MEMORY_S, MAX_INLINE_PUZZLES};
use crate::ops::metrics::ChallengeLabels;
use crate::store::{Entry, Spent};
use crate::tokens::claims::{CHALLENGE_AUDIENCE, ChallengeClaims};
use crate::tokens::issue::granted;
use crate::tokens::jwt;
use crate::tokens::kind::TokenKind;

/// The least score of a verification that did its work.
const LEAST_SCORE: f64 = 0.7;

/// Answers with a token, or says why not.
pub async fn answer(
    State(app): State<AppState>,
    Extension(ClientIp(client_ip)): Extension<ClientIp>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Json<RedeemAnswer>, ApiError> {
    let request = parse(&body?)?;
    let now_s = app.clock.now_s();
    let challenge = open(&app, &request.challenge)?;
    let (asked, issued_s) = (asked(&challenge), challenge.iat);
    let report = request.report.clone();
    let sender = Sender { headers: &headers, client_ip };
    let proven = proven(&app, sender, challenge, request, now_s).await;
    let (answer, is_first) = proven.map_err(|refused| refused.of(asked))?;
    if let Some(asked) = asked.filter(|_| is_first) {
        app.metrics.passed(asked, now_s.saturating_sub(issued_s), report.as_ref());
    }
    Ok(Json(answer))
}

/// Where a proof comes from.
struct Sender<'a> {
    headers: &'a HeaderMap,
    client_ip: Option<IpAddr>,
}

async fn proven(
    app: &AppState,
    sender: Sender<'_>,
    challenge: ChallengeClaims,
    proof: RedeemRequest,
    now_s: u64,
) -> Result<(RedeemAnswer, bool), ApiError> {
    let site = app.sites.by_sitekey(&challenge.site).ok_or(ErrorCode::InvalidSitekey)?;
    let hostname = origin::hostname(site, sender.headers)?;
    check_expiry(&challenge, now_s)?;
    let proof_digest = proof_digest(&challenge, &proof);
    check_work(&challenge, proof.work).await?;
    let spending = spend_challenge(app, &challenge, &proof_digest, now_s).await?;
    if spending.is_first {
        app.difficulty.record_redeem(sender.client_ip, now_s);
    }
    let score = match asked_evidence(&challenge, proof.evidence)? {
        Some(evidence) => judged(app, &challenge, evidence, now_s).await?,
        None => LEAST_SCORE,
    };
    let answer = granted(app, site, challenge, hostname, score, spending.at_s)?;
    Ok((answer, spending.is_first))
}

/// When a challenge was spent by this proof, and whether that was just now.
struct Spending {
    at_s: u64,
    is_first: bool,
}

fn asked(challenge: &ChallengeClaims) -> Option<ChallengeLabels> {
    let mode = Mode::from_name(&challenge.mode)?;
    Way::from_name(&challenge.way).map(|way| ChallengeLabels::new(way, mode))
}

/// Reads the body within its limits.
///
/// # Errors
/// [`ErrorCode::BadRequest`] or [`ErrorCode::TooLarge`].
pub fn parse(body: &[u8]) -> Result<RedeemRequest, ErrorCode> {
    let request: RedeemRequest = serde_json::from_slice(body).map_err(|_| ErrorCode::BadRequest)?;
    let evidence_chars = request.evidence.as_ref().map_or(0, String::len);
    let hints = request.report.as_ref().map_or(&[][..], |report| &report.hints);
    if evidence_chars > MAX_EVIDENCE_CHARS
        || request.work.len() > MAX_WORK_PUZZLES as usize
        || hints.len() > MAX_REPORT_HINTS
        || hints.iter().any(|hint| hint.len() > MAX_HINT_CHARS)
    {
        return Err(ErrorCode::TooLarge);
    }
    Ok(request)
}

fn open(app: &AppState, signed: &str) -> Result<ChallengeClaims, ErrorCode> {
    jwt::verify(TokenKind::Challenge, &app.challenge_keys, CHALLENGE_AUDIENCE, signed)
        .map_err(|_| ErrorCode::InvalidChallenge)
}

fn check_expiry(challenge: &ChallengeClaims, now_s: u64) -> Result<(), ErrorCode> {
    if challenge.exp <= now_s { Err(ErrorCode::ChallengeExpired) } else { Ok(()) }
}

async fn check_work(challenge: &ChallengeClaims, nonces: Vec<u32>) -> Result<(), ErrorCode> {
    let (id, task) = (challenge.id.clone(), challenge.work);
    let check = move || proof_of_work::verify(&id, task, &nonces);
    let is_done = if task.puzzles <= MAX_INLINE_PUZZLES {
        check()
    } else {
        tokio::task::spawn_blocking(check).await.map_err(internal)?
    };
    if is_done { Ok(()) } else { Err(ErrorCode::InvalidWork) }
}

/// What is proven and by what; the report may differ when it is sent again.
fn proof_digest(challenge: &ChallengeClaims, proof: &RedeemRequest) -> Digest32 {
    let nonces: Vec<u8> = proof.work.iter().flat_map(|nonce| nonce.to_le_bytes()).collect();
    let evidence = proof.evidence.as_deref().unwrap_or_default();
    digest("proof", &[challenge.id.as_bytes(), &nonces, evidence.as_bytes()])
}

async fn spend_challenge(
    app: &AppState,
    challenge: &ChallengeClaims,
    proof: &Digest32,
    now_s: u64,
) -> Result<Spending, ErrorCode> {
    let key = digest("challenge", &[challenge.id.as_bytes()]);
    let (issued_at_s, expires_at_s) = (challenge.iat, challenge.exp);
    let entry = Entry { key, mark: mark(proof, now_s), issued_at_s, expires_at_s };
    match app.store.spend(entry, now_s).await.map_err(internal)? {
        Spent::First => Ok(Spending { at_s: now_s, is_first: true }),
        Spent::Already { mark } => match spent_at_s(&mark, proof) {
            Some(at_s) => Ok(Spending { at_s, is_first: false }),
            None => Err(ErrorCode::ChallengeSpent),
        },
        Spent::Forgotten => Err(ErrorCode::ChallengeExpired),
    }
}

/// How much of a mark is the proof's digest; the rest is the time.
const PROOF_BYTES: usize = 24;

/// Tells a later redeem whose proof was first and when.
fn mark(proof: &Digest32, now_s: u64) -> Digest32 {
    let mut mark = *proof;
    mark[PROOF_BYTES..].copy_from_slice(&now_s.to_le_bytes());
    mark
}

/// When this very proof spent the challenge, if it did.
fn spent_at_s(mark: &Digest32, proof: &Digest32) -> Option<u64> {
    let (theirs, at_s) = mark.split_at(PROOF_BYTES);
    let at_s = at_s.try_into().ok().map(u64::from_le_bytes);
    at_s.filter(|_| theirs == &proof[..PROOF_BYTES])
}

/// The evidence, if the challenge asks for a gesture; it must be there then, and nowhere else.
fn asked_evidence(
    challenge: &ChallengeClaims,
    sent: Option<String>,
) -> Result<Option<Evidence>, ErrorCode> {
    let way = Way::from_name(&challenge.way).ok_or(ErrorCode::InvalidChallenge)?;
    match (way.gesture(), sent) {
        (None, None) => Ok(None),
        (None, Some(_)) => Err(ErrorCode::InvalidEvidence),
        (Some(_), None) => Err(ErrorCode::MissingEvidence),
        (Some(gesture), Some(sent)) => match evidence::decode(&sent)? {
            evidence if evidence.gesture == gesture => Ok(Some(evidence)),
            _ => Err(ErrorCode::InvalidEvidence),
        },
    }
}

async fn judged(
    app: &AppState,
    challenge: &ChallengeClaims,
    evidence: Evidence,
    now_s: u64,
) -> Result<f64, ApiError> {
    let mode = Mode::from_name(&challenge.mode).ok_or(ErrorCode::InvalidChallenge)?;
    let trace = trace_key(&evidence);
    // A tenth of a millisecond: to hand it to another thread would cost as much again.
    let verdict = judge(evidence.gesture, mode, evidence.window());
    if !verdict.accepted {
        let hint = Some(verdict.reason.name());
        return Err(ApiError { hint, ..ErrorCode::EvidenceRefused.into() });
    }
    refuse_repeated(app, challenge, trace, now_s).await?;
    Ok(score(verdict.score))
}

/// Names a movement by its frames alone: other flags or another gesture do not make it new.
fn trace_key(evidence: &Evidence) -> Digest32 {
    let values = evidence.frames.iter().flat_map(|frame| [frame.acceleration, frame.rotation]);
    let bytes: Vec<u8> = values.flatten().flat_map(i16::to_le_bytes).collect();
    digest("evidence", &[&bytes])
}

/// The movement is remembered with its challenge, which is spent and comes back only with its own proof.
async fn refuse_repeated(
    app: &AppState,
    challenge: &ChallengeClaims,
    key: Digest32,
    now_s: u64,
) -> Result<(), ErrorCode> {
    let expires_at_s = now_s + EVIDENCE_MEMORY_S;
    let mark = digest("evidence of", &[challenge.id.as_bytes()]);
    let entry = Entry { key, mark, issued_at_s: now_s, expires_at_s };
    match app.store.spend(entry, now_s).await.map_err(internal)? {
        Spent::First => Ok(()),
        Spent::Already { mark: theirs } if theirs == mark => Ok(()),
        Spent::Already { .. } | Spent::Forgotten => Err(ErrorCode::EvidenceSeenBefore),
    }
}

/// An accepted verdict goes from 0.5 to 1; a score from 0.7 to 1, in hundredths.
fn score(verdict_score: f64) -> f64 {
    let clearness = ((verdict_score - 0.5) * 2.0).clamp(0.0, 1.0);
    ((LEAST_SCORE + (1.0 - LEAST_SCORE) * clearness) * 100.0).round() / 100.0
}

#[cfg(test)]
mod tests {
    use super::score;

    #[test]
    fn no_verification_that_did_its_work_scores_below_0_7() {
        assert_eq!([0.0, 0.5, 0.75, 1.0, 2.0].map(score), [0.7, 0.7, 0.85, 1.0, 1.0]);
    }
}
