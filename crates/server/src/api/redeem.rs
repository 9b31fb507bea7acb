//! `POST /redeem`: exchanges a challenge and its proof for a token.
//!
//! Cheap checks come first. Once the challenge is spent, a redeem that fails has used it up. It is spent as soon as
//! a few puzzles of the work are seen to be solved, so that work that is almost right cannot be shown again and again.
//!
//! Redeeming is idempotent: the very same proof may be sent again while its challenge lives, because a response
//! can be lost. The family id is derived from the challenge, and the time of the verification is in the mark
//! that the first redeem stored. So both redeems yield one family, which siteverify spends once.

use std::net::IpAddr;

use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::http::HeaderMap;
use axum::{Extension, Json};
use passwave_motion::judge;
use passwave_protocol::limits::{
    MAX_EVIDENCE_CHARS, MAX_HINT_CHARS, MAX_REPORT_HINTS, MAX_WORK_PUZZLES, TOKEN_LIFETIME_S,
};
use passwave_protocol::{ErrorCode, Evidence, RedeemRequest, RedeemResponse, evidence};

use crate::abuse::client_ip::ClientIp;
use crate::abuse::work_check::WorkCheck;
use crate::digest::{Digest32, digest};
use crate::http::error::{ApiError, internal};
use crate::http::origin;
use crate::http::state::AppState;
use crate::limits::EVIDENCE_MEMORY_S;
use crate::ops::metrics::labels::ChallengeLabels;
use crate::store::{Entry, Spent};
use crate::tokens::claims::{CHALLENGE_AUDIENCE, ChallengeClaims};
use crate::tokens::issue;
use crate::tokens::jwt;
use crate::tokens::kind::TokenKind;

/// The score of a verification without a gesture, and the minimum with one.
const MIN_SCORE: f64 = 0.7;

/// Answers with a token.
pub(crate) async fn handle(
    State(state): State<AppState>,
    Extension(ClientIp(client_ip)): Extension<ClientIp>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Json<RedeemResponse>, ApiError> {
    let request = parse(&body?)?;
    let (keys, signed) = (&state.challenge_keys, &request.challenge);
    let challenge: ChallengeClaims =
        jwt::verify(TokenKind::Challenge, keys, CHALLENGE_AUDIENCE, signed)
            .map_err(|_| ErrorCode::InvalidChallenge)?;
    let labels = ChallengeLabels::new(challenge.way, challenge.mode);
    // A task of its own, which goes on if the client hangs up: a challenge that is spent must be counted.
    let redeemed =
        tokio::spawn(async move { redeem(&state, client_ip, &headers, challenge, request).await });
    let redeemed = redeemed.await.map_err(internal)?;
    Ok(Json(redeemed.map_err(|error| error.with_labels(labels))?))
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

async fn redeem(
    state: &AppState,
    client_ip: Option<IpAddr>,
    headers: &HeaderMap,
    challenge: ChallengeClaims,
    request: RedeemRequest,
) -> Result<RedeemResponse, ApiError> {
    let now_s = state.clock.now_s();
    let site = state.sites.by_sitekey(&challenge.site).ok_or(ErrorCode::InvalidSitekey)?;
    let hostname = origin::hostname(site, headers)?;
    if challenge.exp <= now_s {
        return Err(ErrorCode::ChallengeExpired.into());
    }
    let proof = proof_digest(&challenge, &request);
    let spent = check_work_and_spend(state, &challenge, &proof, request.work, now_s).await?;
    if spent.is_first {
        record_for_difficulty(state, challenge.network.as_deref(), client_ip, now_s)?;
    }
    let score = match (challenge.way.gesture(), request.evidence) {
        (None, None) => MIN_SCORE,
        (None, Some(_)) => return Err(ErrorCode::InvalidEvidence.into()),
        (Some(_), None) => return Err(ErrorCode::MissingEvidence.into()),
        (Some(gesture), Some(encoded)) => {
            let evidence = evidence::decode(&encoded)?;
            if evidence.gesture != gesture {
                return Err(ErrorCode::InvalidEvidence.into());
            }
            // It takes a tenth of a millisecond; handing it to another thread would cost as much.
            let verdict = judge(gesture, challenge.mode, evidence.window());
            if !verdict.accepted {
                let error = ApiError::from(ErrorCode::EvidenceRefused);
                return Err(error.with_hint(verdict.reason.name()));
            }
            refuse_repeated_movement(state, &challenge, &evidence, now_s).await?;
            token_score(verdict.score)
        }
    };

    let labels = ChallengeLabels::new(challenge.way, challenge.mode);
    let challenge_age_s = now_s.saturating_sub(challenge.iat);
    let issuer = state.issuer(site);
    let claims = issue::token_claims(site, challenge, hostname, score, spent.at_s);
    let renewal = issue::renewal_claims(site, claims.fid.clone(), spent.at_s);
    let now_s = state.clock.now_s();
    let answer = RedeemResponse {
        token: issuer.token(claims, now_s).map_err(internal)?,
        score,
        renew: issuer.renewal_key(&renewal).map_err(internal)?,
        renew_for_s: renewal.exp.saturating_sub(now_s),
        expires_in_s: TOKEN_LIFETIME_S,
        survey: site.survey && !state.test_keys,
    };
    if spent.is_first {
        state.metrics.record_verification(labels, challenge_age_s, request.report.as_ref());
    }
    Ok(answer)
}

/// A digest of what is proven and how. It leaves out the report, which may differ in a retry.
fn proof_digest(challenge: &ChallengeClaims, request: &RedeemRequest) -> Digest32 {
    let nonces: Vec<u8> = request.work.iter().flat_map(|nonce| nonce.to_le_bytes()).collect();
    let evidence = request.evidence.as_deref().unwrap_or_default();
    digest("proof", &[challenge.id.as_bytes(), &nonces, evidence.as_bytes()])
}

/// A proof that was found to be wrong after it had spent the challenge is remembered, so that repeating it costs no
/// more than the first few puzzles.
async fn check_work_and_spend(
    state: &AppState,
    challenge: &ChallengeClaims,
    proof: &Digest32,
    nonces: Vec<u32>,
    now_s: u64,
) -> Result<SpentChallenge, ApiError> {
    // Taken before the challenge is spent, so that it can be redeemed later.
    let _place = state.work_checks.try_acquire().map_err(|_| ApiError::busy())?;
    let work = WorkCheck::new(&challenge.id, challenge.work, nonces);
    let mut work = work.ok_or(ErrorCode::InvalidWork)?;
    if !work.first_are_solved() {
        return Err(ErrorCode::InvalidWork.into());
    }
    let spent = spend_challenge(state, challenge, proof, now_s).await?;
    let wrong = Entry {
        key: digest("wrong work", &[challenge.id.as_bytes()]),
        mark: *proof,
        issued_at_s: challenge.iat,
        expires_at_s: challenge.exp,
    };
    let is_repeat = !spent.is_first;
    let store = &state.store;
    if is_repeat && store.is_spent(wrong.key, wrong.issued_at_s, now_s).await.map_err(internal)? {
        return Err(ErrorCode::InvalidWork.into());
    }
    if work.rest_is_solved().await.map_err(internal)? {
        return Ok(spent);
    }
    store.spend(wrong, now_s).await.map_err(internal)?;
    Err(ErrorCode::InvalidWork.into())
}

fn record_for_difficulty(
    state: &AppState,
    fetching: Option<&str>,
    client_ip: Option<IpAddr>,
    now_s: u64,
) -> Result<(), ErrorCode> {
    let redeeming = state.network(client_ip).map_err(internal)?;
    state.difficulty.record_redeem(fetching, redeeming.as_deref(), now_s);
    Ok(())
}

/// When a challenge was spent by this proof, and whether by this request.
struct SpentChallenge {
    at_s: u64,
    is_first: bool,
}

async fn spend_challenge(
    state: &AppState,
    challenge: &ChallengeClaims,
    proof: &Digest32,
    now_s: u64,
) -> Result<SpentChallenge, ErrorCode> {
    let key = digest("challenge", &[challenge.id.as_bytes()]);
    let (issued_at_s, expires_at_s) = (challenge.iat, challenge.exp);
    let entry = Entry { key, mark: mark(proof, now_s), issued_at_s, expires_at_s };
    match state.store.spend(entry, now_s).await.map_err(internal)? {
        Spent::First => Ok(SpentChallenge { at_s: now_s, is_first: true }),
        Spent::Already { mark } => match spent_at_s(&mark, proof) {
            Some(at_s) => Ok(SpentChallenge { at_s, is_first: false }),
            None => Err(ErrorCode::ChallengeSpent),
        },
        Spent::Forgotten => Err(ErrorCode::ChallengeExpired),
    }
}

/// The length of the proof's digest in a mark, in bytes; the rest is the time.
const MARK_PROOF_BYTES: usize = 24;

/// Tells a later redeem which proof spent the challenge, and when.
fn mark(proof: &Digest32, now_s: u64) -> Digest32 {
    let mut mark = *proof;
    mark[MARK_PROOF_BYTES..].copy_from_slice(&now_s.to_le_bytes());
    mark
}

/// When the challenge was spent, if it was by this very proof.
fn spent_at_s(mark: &Digest32, proof: &Digest32) -> Option<u64> {
    let (first_proof, at_s) = mark.split_at(MARK_PROOF_BYTES);
    let at_s = at_s.try_into().ok().map(u64::from_le_bytes);
    at_s.filter(|_| first_proof == &proof[..MARK_PROOF_BYTES])
}

/// A movement is spent by its frames alone, so that other flags or another gesture do not make it new. The mark
/// names the challenge, which is spent and only comes back with its own proof.
async fn refuse_repeated_movement(
    state: &AppState,
    challenge: &ChallengeClaims,
    evidence: &Evidence,
    now_s: u64,
) -> Result<(), ErrorCode> {
    let values = evidence.frames.iter().flat_map(|frame| [frame.acceleration, frame.rotation]);
    let bytes: Vec<u8> = values.flatten().flat_map(i16::to_le_bytes).collect();
    let key = digest("evidence", &[&bytes]);
    let mark = digest("evidence of", &[challenge.id.as_bytes()]);
    let expires_at_s = now_s + EVIDENCE_MEMORY_S;
    let entry = Entry { key, mark, issued_at_s: now_s, expires_at_s };
    match state.store.spend(entry, now_s).await.map_err(internal)? {
        Spent::First => Ok(()),
        Spent::Already { mark: first } if first == mark => Ok(()),
        Spent::Already { .. } | Spent::Forgotten => Err(ErrorCode::EvidenceSeenBefore),
    }
}

/// Maps the score of an accepted verdict, 0.5 to 1, to that of a token, [`MIN_SCORE`] to 1 in hundredths.
fn token_score(verdict_score: f64) -> f64 {
    let clearness = ((verdict_score - 0.5) * 2.0).clamp(0.0, 1.0);
    ((MIN_SCORE + (1.0 - MIN_SCORE) * clearness) * 100.0).round() / 100.0
}

#[cfg(test)]
mod tests {
    use super::token_score;

    #[test]
    fn token_scores_go_from_0_7_to_1() {
        assert_eq!([0.0, 0.5, 0.75, 1.0, 2.0].map(token_score), [0.7, 0.7, 0.85, 1.0, 1.0]);
    }
}
