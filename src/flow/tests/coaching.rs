//! What a person hears while they move: ticks, praise, hints.

use passwave_motion::{Gesture, Mode, Reason};
use passwave_protocol::Way;
use passwave_recordings::synthetic::{self, Motion, Options};

use super::scenario::{Scenario, still};
use crate::flow::effect::Effect;
use crate::flow::input::Input;
use crate::flow::message::Message;
use crate::flow::state::State;
use crate::flow::timer::Timer;
use crate::flow::timing::{HINT_AFTER_FIRST_STROKE_MS, HintTiming};

#[test]
fn strokes_give_ticks_without_messages() {
    let mut scenario = Scenario::prompted();
    scenario.waves();
    assert!(scenario.count(|effect| matches!(effect, Effect::Stroke { .. })) >= 2);
    assert_eq!(scenario.messages(), [Message::Prompt(Gesture::Wave)]);
}

#[test]
fn hints_are_one_then_press_instead_then_none() {
    let mut scenario = Scenario::prompted();
    for at_ms in 1..300 {
        scenario.happens(Input::Sample(still(f64::from(at_ms) * 20.0)));
    }
    for _ in 0..4 {
        scenario.happens(Input::Timer(Timer::Hint));
    }
    let hint = Message::Hint(Gesture::Wave, Reason::Still);
    assert_eq!(scenario.messages(), [Message::Prompt(Gesture::Wave), hint, Message::OfferPress]);
}

#[test]
fn first_stroke_delays_the_hint() {
    let mut scenario = Scenario::prompted();
    assert_eq!(scenario.last_delay_of(Timer::Hint), Some(HintTiming::of(Mode::Standard).first_ms));
    scenario.after(4_500.0).waves_until(State::Progress);
    assert_eq!(scenario.last_delay_of(Timer::Hint), Some(HINT_AFTER_FIRST_STROKE_MS));
}

#[test]
fn praise_needs_strokes() {
    let mut scenario = Scenario::prompted();
    scenario.happens(Input::Timer(Timer::KeepGoing));
    assert_eq!(scenario.messages(), [Message::Prompt(Gesture::Wave)]);
}

#[test]
fn nothing_is_said_while_the_phone_lies_face_down() {
    let mut scenario = Scenario::prompted_for(Way::Flip);
    scenario.moves_until(State::Progress, &synthetic::generate(Motion::Flip, &Options::default()));
    scenario.effects.clear();
    scenario.happens(Input::Timer(Timer::KeepGoing));
    assert_eq!(scenario.messages(), [], "a covered screen makes some screen readers silent");
}
