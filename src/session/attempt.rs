//! One try: from a press to what the server says of it.

use passwave_motion::{Gesture, Mode, Recogniser, Sample, Update};
use passwave_protocol::{ErrorCode, RedeemRequest, Way, evidence};

use super::pace::{Pace, SECOND_PRESS_MS, THUMB_MS};
use super::{Challenge, Message};

/// What one try has gathered so far.
#[derive(Debug)]
pub struct Attempt {
    pub way: Option<Way>,
    pub pace: Pace,
    pub permitted: bool,
    /// Whether any sensor has said anything.
    pub heard: bool,
    pub work: Option<Vec<u32>>,
    mode: Mode,
    challenge: Option<Challenge>,
    evidence: Option<String>,
    recogniser: Option<Recogniser>,
    prompted_at_ms: f64,
    last_stroke_at_ms: Option<f64>,
    hints: u32,
    fresh_challenges: u32,
}

impl Attempt {
    pub fn new(way: Option<Way>, mode: Mode, pace: Pace, now_ms: f64) -> Self {
        Self {
            way,
            pace,
            permitted: false,
            heard: false,
            work: None,
            mode,
            challenge: None,
            evidence: None,
            recogniser: None,
            prompted_at_ms: now_ms,
            last_stroke_at_ms: None,
            hints: 0,
            fresh_challenges: 0,
        }
    }

    /// The gesture asked for; none while the server has not chosen, or on the press way.
    pub fn gesture(&self) -> Option<Gesture> {
        self.way.and_then(Way::gesture)
    }

    /// Takes the challenge. Fails when it asks for something this widget does not know.
    pub fn take_challenge(&mut self, challenge: Challenge) -> Result<(), ErrorCode> {
        let way = Way::from_name(&challenge.way).ok_or(ErrorCode::UnknownVersion)?;
        self.mode = Mode::from_name(&challenge.mode).ok_or(ErrorCode::UnknownVersion)?;
        self.way = Some(way);
        self.challenge = Some(challenge);
        Ok(())
    }

    /// The prompt waits for the sensor's first word: who has none is not asked to wave.
    pub fn ready_to_prompt(&self) -> bool {
        self.permitted && self.heard && self.challenge.is_some() && self.recogniser.is_none()
    }

    /// Starts to judge, and says what to ask of the person.
    pub fn prompt(&mut self, now_ms: f64) -> Option<Message> {
        let gesture = self.gesture()?;
        self.recogniser = Some(Recogniser::new(gesture, self.mode));
        self.prompted_at_ms = now_ms;
        Some(Message::Prompt(gesture))
    }

    pub fn prompt_message(&self) -> Option<Message> {
        self.gesture().map(Message::Prompt)
    }

    /// Whether this sample holds anything; the first that does shows that there is a sensor.
    pub fn hear(&mut self, sample: &Sample) -> bool {
        let says_something =
            sample.acceleration_with_gravity.or(sample.linear_acceleration).is_some();
        let first = says_something && !self.heard;
        self.heard |= says_something;
        first
    }

    /// Runs the recogniser, once the prompt stands and until it accepts.
    pub fn judge(&mut self, now_ms: f64, sample: &Sample) -> Option<Update> {
        if self.evidence.is_some() {
            return None;
        }
        let recogniser = self.recogniser.as_mut()?;
        let update = recogniser.push(sample);
        if update.stroke {
            self.last_stroke_at_ms = Some(now_ms);
        }
        self.evidence = self
            .way
            .and_then(Way::gesture)
            .zip(recogniser.accepted_window())
            .map(|(gesture, window)| evidence::encode(gesture, &window));
        Some(update)
    }

    pub fn stroke_felt_lately(&self, now_ms: f64) -> bool {
        self.last_stroke_at_ms.is_some_and(|at_ms| now_ms - at_ms < THUMB_MS)
    }

    /// A second press that comes without haste and without a stroke means: I cannot wave.
    pub fn gave_up_waving(&self, now_ms: f64) -> bool {
        self.last_stroke_at_ms.is_none() && now_ms - self.prompted_at_ms >= SECOND_PRESS_MS
    }

    /// First what would help most, then the offer of the other way, then silence.
    pub fn next_hint(&mut self) -> Option<Message> {
        let recogniser = self.recogniser.as_ref()?;
        self.hints += 1;
        match self.hints {
            1 => Some(Message::Hint(self.gesture()?, recogniser.verdict().reason)),
            2 => Some(Message::OfferPress),
            _ => None,
        }
    }

    /// The proof, once all of it is there.
    pub fn redeem_request(&self) -> Option<RedeemRequest> {
        let challenge = self.challenge.as_ref()?;
        let work = self.work.clone()?;
        if self.gesture().is_some() && self.evidence.is_none() {
            return None;
        }
        let evidence = self.evidence.clone();
        Some(RedeemRequest { challenge: challenge.signed.clone(), evidence, work })
    }

    /// A challenge that lapsed while a person took their time is replaced without asking them again.
    pub fn may_try_a_fresh_challenge(&self, code: &str) -> bool {
        let is = |wanted: ErrorCode| wanted.as_str() == code;
        // After an answer that was lost on its way the challenge is spent; without evidence, which works
        // once only, the work can simply be done again.
        let lost = is(ErrorCode::ChallengeSpent) && self.evidence.is_none();
        let lapsed = is(ErrorCode::ChallengeExpired) || is(ErrorCode::InvalidChallenge);
        self.fresh_challenges == 0 && (lapsed || lost)
    }

    pub fn fresh_challenge(&mut self) -> Option<Way> {
        self.fresh_challenges += 1;
        self.challenge = None;
        self.work = None;
        self.way
    }
}
