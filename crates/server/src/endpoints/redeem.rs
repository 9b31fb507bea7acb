//! `POST /redeem`: trades a proof for a token.
//!
//! Whatever costs the server little comes first. From the moment the challenge is spent, a redeem
//! that fails has used it up.

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::http::HeaderMap;
use passwave_motion::{Mode, judge};
use passwave_protocol::limits::{MAX_EVIDENCE_CHARS, MAX_WORK_PUZZLES};
use passwave_protocol::{ErrorCode, Evidence, RedeemAnswer, RedeemRequest, Way, evidence, work};

use crate::app::App;
use crate::claims::{CHALLENGE_AUDIENCE, ChallengeClaims};
use crate::digest::{Digest32, digest, random_bytes};
use crate::endpoints::grant::granted;
use crate::jwt::{self, Kind};
use crate::limits::EVIDENCE_MEMORY_S;
use crate::metrics::Asked;
use crate::origin;
use crate::refused::{Refused, internal};
use crate::store::{Entry, Spent};

/// The least score of a verification that did its work.
const LEAST_SCORE: f64 = 0.7;

/// Answers with a token, or says why not.
pub async fn answer(
    State(app): State<App>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Json<RedeemAnswer>, Refused> {
    let request = parse(&body?)?;
    let now_s = app.clock.now_s();
    let challenge = open(&app, &request.challenge)?;
    let (asked, issued_s) = (asked(&challenge), challenge.iat);
    let proven = proven(&app, &headers, challenge, request, now_s).await;
    let answer = proven.map_err(|refused| refused.of(asked))?;
    if let Some(asked) = asked {
        app.metrics.passed(asked, now_s.saturating_sub(issued_s));
    }
    Ok(Json(answer))
}

async fn proven(
    app: &App,
    headers: &HeaderMap,
    challenge: ChallengeClaims,
    proof: RedeemRequest,
    now_s: u64,
) -> Result<RedeemAnswer, Refused> {
    let site = app.sites.by_sitekey(&challenge.site).ok_or(ErrorCode::InvalidSitekey)?;
    let hostname = origin::hostname(site, headers)?;
    check_expiry(&challenge, now_s)?;
    check_work(&challenge, proof.work).await?;
    spend_challenge(app, &challenge, now_s).await?;
    let score = match asked_evidence(&challenge, proof.evidence)? {
        Some(evidence) => judged(app, &challenge, evidence, now_s).await?,
        None => LEAST_SCORE,
    };
    Ok(granted(app, site, challenge, hostname, score, now_s)?)
}

fn asked(challenge: &ChallengeClaims) -> Option<Asked> {
    let mode = Mode::from_name(&challenge.mode)?;
    Way::from_name(&challenge.way).map(|way| Asked::new(way, mode))
}

/// Reads the body within its limits.
///
/// # Errors
/// [`ErrorCode::BadRequest`] or [`ErrorCode::TooLarge`].
pub fn parse(body: &[u8]) -> Result<RedeemRequest, ErrorCode> {
    let request: RedeemRequest = serde_json::from_slice(body).map_err(|_| ErrorCode::BadRequest)?;
    let evidence_chars = request.evidence.as_ref().map_or(0, String::len);
    if evidence_chars > MAX_EVIDENCE_CHARS || request.work.len() > MAX_WORK_PUZZLES as usize {
        return Err(ErrorCode::TooLarge);
    }
    Ok(request)
}

fn open(app: &App, signed: &str) -> Result<ChallengeClaims, ErrorCode> {
    jwt::verify(Kind::Challenge, &app.challenge_keys, CHALLENGE_AUDIENCE, signed)
        .map_err(|_| ErrorCode::InvalidChallenge)
}

fn check_expiry(challenge: &ChallengeClaims, now_s: u64) -> Result<(), ErrorCode> {
    if challenge.exp <= now_s { Err(ErrorCode::ChallengeExpired) } else { Ok(()) }
}

async fn check_work(challenge: &ChallengeClaims, nonces: Vec<u32>) -> Result<(), ErrorCode> {
    let (id, task) = (challenge.id.clone(), challenge.work);
    let checking = tokio::task::spawn_blocking(move || work::check(&id, task, &nonces));
    if checking.await.map_err(internal)? { Ok(()) } else { Err(ErrorCode::InvalidWork) }
}

async fn spend_challenge(
    app: &App,
    challenge: &ChallengeClaims,
    now_s: u64,
) -> Result<(), ErrorCode> {
    let key = digest("challenge", &[challenge.id.as_bytes()]);
    let (issued_at_s, expires_at_s) = (challenge.iat, challenge.exp);
    let entry = Entry { key, mark: random_bytes().map_err(internal)?, issued_at_s, expires_at_s };
    match app.store.spend(entry, now_s).await.map_err(internal)? {
        Spent::First => Ok(()),
        Spent::Already { .. } => Err(ErrorCode::ChallengeSpent),
        Spent::Forgotten => Err(ErrorCode::ChallengeExpired),
    }
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
    app: &App,
    challenge: &ChallengeClaims,
    evidence: Evidence,
    now_s: u64,
) -> Result<f64, Refused> {
    let mode = Mode::from_name(&challenge.mode).ok_or(ErrorCode::InvalidChallenge)?;
    let trace = trace_key(&evidence);
    let judging =
        tokio::task::spawn_blocking(move || judge(evidence.gesture, mode, evidence.window()));
    let verdict = judging.await.map_err(internal)?;
    if !verdict.accepted {
        let hint = Some(verdict.reason.name());
        return Err(Refused { hint, ..ErrorCode::EvidenceRefused.into() });
    }
    refuse_repeated(app, trace, now_s).await?;
    Ok(score(verdict.score))
}

/// Names a movement by its frames alone: other flags or another gesture do not make it new.
fn trace_key(evidence: &Evidence) -> Digest32 {
    let values = evidence.frames.iter().flat_map(|frame| [frame.acceleration, frame.rotation]);
    let bytes: Vec<u8> = values.flatten().flat_map(i16::to_le_bytes).collect();
    digest("evidence", &[&bytes])
}

async fn refuse_repeated(app: &App, key: Digest32, now_s: u64) -> Result<(), ErrorCode> {
    let expires_at_s = now_s + EVIDENCE_MEMORY_S;
    let entry =
        Entry { key, mark: random_bytes().map_err(internal)?, issued_at_s: now_s, expires_at_s };
    match app.store.spend(entry, now_s).await.map_err(internal)? {
        Spent::First => Ok(()),
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
