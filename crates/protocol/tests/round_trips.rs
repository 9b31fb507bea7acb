//! What one side writes the other reads: work, and the bodies of all requests and answers.

use passwave_motion::limits::{MAX_ACCELERATION, MAX_ROTATION};
use passwave_motion::{Channels, Frame, Gesture, Mode, Window};
use passwave_protocol::limits::{MAX_EVIDENCE_CHARS, MAX_EVIDENCE_FRAMES, MAX_WORK_PUZZLES};
use passwave_protocol::{
    ChallengeResponse, ErrorCode, ErrorResponse, RedeemRequest, RedeemResponse, RenewRequest,
    RenewResponse, Way, WorkTask, evidence, proof_of_work,
};
use proptest::collection::vec;
use proptest::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::json;
use sha2::{Digest, Sha256};

/// Through the text of JSON and back.
fn returned<T: Serialize + DeserializeOwned>(value: &T) -> T {
    let text = serde_json::to_string(value).expect("it can be written");
    serde_json::from_str(&text).expect("it can be read")
}

/// Any text, control characters and quotes too.
fn text() -> impl Strategy<Value = String> {
    vec(any::<char>(), 0..40).prop_map(String::from_iter)
}

fn task(most_puzzles: u32) -> impl Strategy<Value = WorkTask> {
    (1..=most_puzzles, 1..=5_u32).prop_map(|(puzzles, bits)| WorkTask { puzzles, bits })
}

/// The recipe of `docs/protocol.md`, step by step.
fn zero_bits(id: &str, puzzle: u32, nonce: u32) -> u32 {
    let mut block = Sha256::digest(id.as_bytes()).repeat(512);
    for (number, chunk) in (0_u32..).zip(block.chunks_mut(64)) {
        chunk[..12].copy_from_slice(&[puzzle, nonce, number].map(u32::to_le_bytes).concat());
    }
    let digest = Sha256::digest(&block);
    u128::from_be_bytes(digest[..16].try_into().expect("16 bytes")).leading_zeros()
}

prop_compose! {
    fn challenge()(
        challenge in text(), id in text(), way in 0..6_usize, mode in 0..2_usize,
        work in task(MAX_WORK_PUZZLES), lifetime_s: u64,
    ) -> ChallengeResponse {
        let (way, mode) = (Way::ALL[way], Mode::ALL[mode]);
        ChallengeResponse { challenge, id, way, mode, work, lifetime_s }
    }
}

prop_compose! {
    fn trace()(
        gesture in 0..4_usize,
        gravity: bool,
        rotation: bool,
        frames in vec([-MAX_ACCELERATION..=MAX_ACCELERATION, -MAX_ROTATION..=MAX_ROTATION], 0..60),
    ) -> (Gesture, Channels, Vec<Frame>) {
        let frame = |[a, r]: [i16; 2]| Frame {
            acceleration: [a, -a, a / 2],
            rotation: if rotation { [r, r / 2, -r] } else { [0; 3] },
        };
        let frames = frames.into_iter().map(frame).collect();
        (Gesture::ALL[gesture], Channels { gravity, rotation }, frames)
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_solution_is_verified_and_every_nonce_counts(
        id in text(), task in task(12), start_nonce: u32, place: prop::sample::Index, other: u32
    ) {
        let mut nonces = proof_of_work::solve(&id, task, start_nonce);
        prop_assert!(proof_of_work::verify(&id, task, &nonces));
        prop_assert!(!proof_of_work::verify(&id, task, &nonces[1..]));
        let place = place.index(nonces.len());
        nonces[place] = other;
        let solved = zero_bits(&id, place as u32, other) >= task.bits;
        prop_assert_eq!(proof_of_work::verify(&id, task, &nonces), solved);
    }

    #[test]
    fn a_solution_of_one_challenge_is_refused_for_another(ids in (text(), text()), start_nonce: u32) {
        prop_assume!(ids.0 != ids.1);
        // By chance one in 2^32 would do.
        let task = WorkTask { puzzles: 8, bits: 4 };
        prop_assert!(!proof_of_work::verify(&ids.1, task, &proof_of_work::solve(&ids.0, task, start_nonce)));
    }
}

proptest! {
    #[test]
    fn a_challenge_round_trips_as_json(challenge in challenge()) {
        prop_assert_eq!(returned(&challenge), challenge);
    }

    #[test]
    fn evidence_round_trips_in_a_redeem_request(
        (gesture, channels, frames) in trace(),
        challenge in text(),
        work in vec(any::<u32>(), 0..MAX_WORK_PUZZLES as usize),
        shown: bool,
    ) {
        let sent = evidence::encode(gesture, &Window { channels, frames: &frames });
        let mut body = json!({"challenge": challenge, "work": work});
        if shown {
            body["evidence"] = sent.into();
        }
        let request: RedeemRequest = serde_json::from_value(body).expect("a request");
        let came = returned(&request);
        prop_assert_eq!(&came, &request);
        if let Some(text) = came.evidence {
            prop_assert!(text.len() <= MAX_EVIDENCE_CHARS && frames.len() <= MAX_EVIDENCE_FRAMES);
            let evidence = evidence::decode(&text).expect("it can be read");
            prop_assert_eq!((evidence.gesture, evidence.channels), (gesture, channels));
            prop_assert_eq!(evidence.frames, frames);
        }
    }

    #[test]
    fn answers_round_trip_as_json(
        token in text(), renew in text(), hundredths in 0..=100_u32, at: u64, code: prop::sample::Index
    ) {
        let redeemed = json!({
            "token": token, "score": f64::from(hundredths) / 100.0, "renew": renew,
            "renew_for_s": at / 2, "expires_in_s": at / 3,
        });
        let redeemed: RedeemResponse = serde_json::from_value(redeemed).expect("an answer");
        prop_assert_eq!(returned(&redeemed), redeemed);
        let renewed = RenewResponse { token: token.clone(), expires_in_s: at, renew_for_s: at };
        prop_assert_eq!(returned(&renewed), renewed);
        let asked = RenewRequest { token, renew };
        prop_assert_eq!(returned(&asked), asked);
        let refused = ErrorResponse::new(*code.get(ErrorCode::ALL), None);
        prop_assert_eq!(returned(&refused), refused);
    }
}
