//! One try: from a press to what the server says of it.

use alloc::string::String;

use passwave_motion::{Gesture, Mode, Sample, Update};
use passwave_protocol::{ErrorCode, Way};

use super::Judge;
use super::input::Challenge;
use super::message::Message;
use super::slide::{Direction, Slide};
use super::timing::{HintTiming, SECOND_PRESS_MS, THUMB_MS, wait_after_empty_events_ms};

// As constants, or the names of all codes would be shipped.
const SPENT: &str = ErrorCode::ChallengeSpent.as_str();
const EXPIRED: &str = ErrorCode::ChallengeExpired.as_str();
const INVALID: &str = ErrorCode::InvalidChallenge.as_str();

/// What one try has gathered so far.
#[derive(Debug)]
pub struct Attempt {
    pub way: Option<Way>,
    pub hint_timing: HintTiming,
    pub permitted: bool,
    /// Whether any sensor has said anything.
    pub heard: bool,
    empty_events: u32,
    pub work_is_done: bool,
    pub has_challenge: bool,
    mode: Mode,
    /// Where a slide would go, by the challenge.
    direction: Direction,
    evidence: Option<String>,
    judge: Option<Judge>,
    /// Where the arrow points, once there is a pad.
    pad: Option<Direction>,
    slide_done: bool,
    first_prompt_at_ms: Option<f64>,
    last_stroke_at_ms: Option<f64>,
    hints: u32,
    fresh_challenges: u32,
}

impl Attempt {
    pub fn new(way: Option<Way>, mode: Mode, hint_timing: HintTiming) -> Self {
        Self {
            way,
            hint_timing,
            permitted: false,
            heard: false,
            empty_events: 0,
            work_is_done: false,
            has_challenge: false,
            mode,
            direction: Direction::Right,
            evidence: None,
            judge: None,
            pad: None,
            slide_done: false,
            first_prompt_at_ms: None,
            last_stroke_at_ms: None,
            hints: 0,
            fresh_challenges: 0,
        }
    }

    /// The gesture asked for; none while the server has not chosen, or on the press way.
    pub fn gesture(&self) -> Option<Gesture> {
        self.way.and_then(Way::gesture)
    }

    pub fn take_challenge(&mut self, challenge: &Challenge) {
        self.way = Some(challenge.way);
        self.mode = challenge.mode;
        self.direction = Direction::of(&challenge.id);
        self.has_challenge = true;
    }

    /// Whether a finger is asked for, not the phone.
    pub fn wants_slide(&self) -> bool {
        self.way == Some(Way::Slide)
    }

    /// The prompt waits for the sensor's first word: who has none is not asked to wave.
    pub fn ready_to_prompt(&self) -> bool {
        let can_begin = self.wants_slide() || (self.permitted && self.heard);
        can_begin && self.has_challenge && self.first_prompt_at_ms.is_none()
    }

    /// Starts to judge, and says what to ask of the person.
    pub fn prompt(&mut self, now_ms: f64) -> Option<Message> {
        if self.wants_slide() {
            self.pad = Some(self.direction);
        } else {
            self.judge = Some(Judge::new(self.gesture()?, self.mode)?);
        }
        self.first_prompt_at_ms = Some(now_ms);
        self.prompt_message()
    }

    pub fn prompt_message(&self) -> Option<Message> {
        self.pad.map(Message::PromptSlide).or(self.gesture().map(Message::Prompt))
    }

    /// The direction to slide in, while there is a pad.
    pub fn pad(&self) -> Option<Direction> {
        self.pad
    }

    /// How far a finger has come, from 0 to 1.
    pub fn slide_share(&self, right_px: f64, down_px: f64) -> f64 {
        self.pad.map_or(0.0, |direction| direction.share(self.mode, right_px, down_px))
    }

    /// Judges a finger that has left the pad.
    pub fn judge_slide(&mut self, now_ms: f64, right_px: f64, down_px: f64) -> Option<Slide> {
        let slide = self.pad?.judge(self.mode, right_px, down_px);
        if slide != Slide::Nothing {
            self.last_stroke_at_ms = Some(now_ms);
        }
        if slide == Slide::Done {
            self.slide_done = true;
            self.pad = None;
        }
        Some(slide)
    }

    /// Whether this sample is the first that holds anything. Zeros are what browsers send where a sensor is
    /// missing or withheld: gravity is never zero.
    pub fn hear(&mut self, sample: &Sample) -> bool {
        let reading = sample.acceleration_with_gravity.or(sample.linear_acceleration);
        let is_first = !self.heard && reading.is_some_and(|axes| axes != [0.0; 3]);
        self.heard |= is_first;
        is_first
    }

    /// How long to wait for the sensor's first word after an event without one.
    pub fn wait_after_empty_event_ms(&mut self) -> Option<u32> {
        self.empty_events += 1;
        wait_after_empty_events_ms(self.empty_events)
    }

    /// Has the movement judged, once the prompt stands and until it accepts.
    pub fn judge(&mut self, now_ms: f64, sample: &Sample) -> Option<Update> {
        if self.evidence.is_some() {
            return None;
        }
        let judge = self.judge.as_mut()?;
        let update = judge.push(sample);
        if update.stroke {
            self.last_stroke_at_ms = Some(now_ms);
        }
        self.evidence = judge.evidence();
        Some(update)
    }

    /// Whether any stroke has been felt in this attempt.
    pub fn has_moved(&self) -> bool {
        self.last_stroke_at_ms.is_some()
    }

    /// Whether a stroke was felt so lately that a touch may be a thumb on the glass.
    pub fn stroke_felt_lately(&self, now_ms: f64) -> bool {
        self.last_stroke_at_ms.is_some_and(|at_ms| now_ms - at_ms < THUMB_MS)
    }

    /// A second press that comes without haste and without a stroke means: I cannot wave.
    pub fn gave_up_waving(&self, now_ms: f64) -> bool {
        let unhurried = |at_ms: f64| now_ms - at_ms >= SECOND_PRESS_MS;
        self.last_stroke_at_ms.is_none() && self.first_prompt_at_ms.is_some_and(unhurried)
    }

    /// First what would help most, then the offer of the other way, then silence.
    pub fn next_hint(&mut self) -> Option<Message> {
        self.hints += 1;
        match self.hints {
            1 => self.best_hint(),
            2 => Some(Message::OfferPress),
            _ => None,
        }
    }

    fn best_hint(&self) -> Option<Message> {
        if self.pad.is_some() {
            return Some(Message::HintSlideArrow);
        }
        Some(Message::Hint(self.gesture()?, self.judge.as_ref()?.reason()))
    }

    /// What to say to a slide that was none: by turns how it goes, and that there is another way.
    pub fn slide_hint(&mut self, slide: Slide) -> Message {
        self.hints += 1;
        match slide {
            _ if self.hints.is_multiple_of(2) => Message::OfferPress,
            Slide::TooShort => Message::HintSlideFarther,
            _ => Message::HintSlideArrow,
        }
    }

    /// Whether all of the proof is there.
    pub fn is_proven(&self) -> bool {
        self.has_challenge && self.work_is_done && !self.asks_for_more()
    }

    /// The accepted window, encoded.
    pub fn evidence(&self) -> Option<&str> {
        self.evidence.as_deref()
    }

    fn asks_for_more(&self) -> bool {
        let no_gesture = self.gesture().is_some() && self.evidence.is_none();
        no_gesture || (self.wants_slide() && !self.slide_done)
    }

    /// A challenge that lapsed while a person took their time is replaced without asking them again.
    pub fn may_try_a_fresh_challenge(&self, code: &str) -> bool {
        // After an answer that was lost on its way the challenge is spent; without evidence, which works
        // once only, the work can simply be done again.
        let lost = code == SPENT && self.evidence.is_none();
        let lapsed = code == EXPIRED || code == INVALID;
        self.fresh_challenges == 0 && (lapsed || lost)
    }

    pub fn fresh_challenge(&mut self) -> Option<Way> {
        self.fresh_challenges += 1;
        self.has_challenge = false;
        self.work_is_done = false;
        self.way
    }
}
