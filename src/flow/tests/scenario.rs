//! A flow with its clock, and what people and servers do to it.

use alloc::vec::Vec;

use passwave_motion::{Gesture, Mode, Recogniser, Sample};
use passwave_protocol::{ErrorCode, Way, WorkTask};
use passwave_recordings::Recording;
use passwave_recordings::synthetic::{self, Motion, Options};

use crate::flow::effect::{Effect, Proof};
use crate::flow::input::{Challenge, Fault, Input, Permission};
use crate::flow::message::Message;
use crate::flow::state::State;
use crate::flow::state_machine::{Choice, Flow};
use crate::flow::timer::Timer;

pub(super) const TASK: WorkTask = WorkTask { puzzles: 2, bits: 1 };

/// A flow, its clock, and all effects so far.
pub(super) struct Scenario {
    pub(super) flow: Flow,
    pub(super) now_ms: f64,
    pub(super) effects: Vec<Effect>,
}

impl Scenario {
    pub(super) fn new(choice: Choice) -> Self {
        Self { flow: Flow::new(choice), now_ms: 0.0, effects: Vec::new() }
    }

    pub(super) fn happens(&mut self, input: Input) -> &mut Self {
        self.effects.extend(self.flow.step(self.now_ms, input));
        self
    }

    pub(super) fn after(&mut self, ms: f64) -> &mut Self {
        self.now_ms += ms;
        self
    }

    /// A press, the permission, the challenge and the sensor's first word: the prompt stands.
    pub(super) fn prompted() -> Self {
        Self::prompted_for(Way::Wave)
    }

    pub(super) fn prompted_for(way: Way) -> Self {
        let mut scenario = Self::new(Choice::default());
        scenario
            .happens(Input::Press { touch: false })
            .happens(Input::Permission(Permission::Granted))
            .happens(Input::Challenge(challenge(way)))
            .happens(Input::Sample(still(0.0)));
        scenario
    }

    /// Somebody waves until it is accepted.
    pub(super) fn waves(&mut self) -> &mut Self {
        self.waves_until(State::Checking)
    }

    pub(super) fn waves_until(&mut self, state: State) -> &mut Self {
        self.moves_until(state, &a_good_wave())
    }

    pub(super) fn moves_until(&mut self, state: State, movement: &Recording) -> &mut Self {
        let begin_ms = self.now_ms;
        for sample in movement.samples() {
            if self.flow.state() == state {
                break;
            }
            self.now_ms = begin_ms + sample.at_ms;
            self.happens(Input::Sample(Sample { at_ms: self.now_ms + 20.0, ..sample }));
        }
        assert_eq!(self.flow.state(), state);
        self
    }

    /// A site that asks for the slide: the pad stands, with an arrow to the right.
    pub(super) fn with_pad() -> Self {
        let mut scenario = Self::new(Choice { way: Some(Way::Slide), mode: Mode::Standard });
        scenario.happens(Input::Press { touch: true });
        scenario.happens(Input::Challenge(challenge(Way::Slide)));
        scenario
    }

    pub(super) fn slides(&mut self, right_px: f64, down_px: f64) -> &mut Self {
        self.happens(Input::Slide { right_px: right_px / 2.0, down_px, is_over: false });
        self.happens(Input::Slide { right_px, down_px, is_over: true })
    }

    pub(super) fn verified() -> Self {
        let mut scenario = Self::prompted();
        scenario.waves().happens(Input::WorkSolved);
        scenario.happens(REDEEMED);
        scenario
    }

    pub(super) fn messages(&self) -> Vec<Message> {
        self.effects
            .iter()
            .filter_map(|effect| match effect {
                Effect::Show { message, .. } => *message,
                _ => None,
            })
            .collect()
    }

    pub(super) fn count(&self, wanted: impl Fn(&Effect) -> bool) -> usize {
        self.effects.iter().filter(|effect| wanted(effect)).count()
    }

    /// The last proof that was sent.
    pub(super) fn last_proof(&self) -> &Proof {
        let mut sent = self.effects.iter().rev().filter_map(|effect| match effect {
            Effect::Redeem(proof) => Some(proof),
            _ => None,
        });
        sent.next().expect("a proof is sent")
    }

    pub(super) fn last_delay_of(&self, timer: Timer) -> Option<u32> {
        self.effects.iter().rev().find_map(|effect| match effect {
            Effect::SetTimer(set, after_ms) if *set == timer => Some(*after_ms),
            _ => None,
        })
    }
}

/// A generated wave that the recogniser accepts: how it judges is not what is tested here.
pub(super) fn a_good_wave() -> Recording {
    let wave =
        |person| synthetic::generate(Motion::WaveLr, &Options { person, ..Options::default() });
    let is_good = |wave: &Recording| {
        let mut recogniser = Recogniser::new(Gesture::Wave, Mode::Standard);
        wave.samples()
            .any(|sample| recogniser.push(&sample).verdict.is_some_and(|verdict| verdict.accepted))
    };
    (1..20).map(wave).find(is_good).expect("of twenty people one waves well")
}

pub(super) fn challenge(way: Way) -> Challenge {
    Challenge {
        // Which asks for a slide to the right.
        id: "d".into(),
        way,
        mode: Mode::Standard,
        work: TASK,
    }
}

pub(super) const REDEEMED: Input = Input::Redeemed { expires_in_s: 300, survey: false };

pub(super) fn refused(code: ErrorCode) -> Fault {
    Fault::Refused { code: code.as_str().into(), retry_after_s: 0 }
}

pub(super) fn rate_limited(retry_after_s: u32) -> Fault {
    Fault::Refused { code: ErrorCode::RateLimited.as_str().into(), retry_after_s }
}

pub(super) fn still(at_ms: f64) -> Sample {
    let acceleration_with_gravity = Some([0.0, 0.0, 9.8]);
    Sample { at_ms, acceleration_with_gravity, ..Sample::default() }
}

/// What browsers send where a sensor is missing or withheld.
pub(super) fn zeros(at_ms: f64) -> Sample {
    let nothing = Some([0.0; 3]);
    Sample {
        at_ms,
        acceleration_with_gravity: nothing,
        linear_acceleration: nothing,
        rotation_rate: nothing,
    }
}

pub(super) fn nothing_read(at_ms: f64) -> Sample {
    Sample { at_ms, ..Sample::default() }
}

/// The press challenge is fetched, its work is done, and it is redeemed without evidence.
pub(super) fn goes_on_without_waving(scenario: &mut Scenario) {
    let press = Effect::FetchChallenge { way: Some(Way::Press), mode: Mode::Standard };
    assert_eq!(scenario.effects.iter().filter(|effect| **effect == press).count(), 1);
    scenario.happens(Input::Challenge(challenge(Way::Press))).happens(Input::WorkSolved);
    assert_eq!(scenario.last_proof().evidence, None);
    scenario.happens(REDEEMED);
    assert_eq!(scenario.flow.state(), State::Verified);
}
