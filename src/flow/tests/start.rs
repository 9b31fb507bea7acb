//! From a press to the prompt: permission, challenge, choice of the way.

use passwave_motion::{Gesture, Mode};
use passwave_protocol::limits::{MAX_WORK_BITS, MAX_WORK_PUZZLES};
use passwave_protocol::{Way, WorkTask};

use super::scenario::{
    Scenario, TASK, challenge, goes_on_without_waving, nothing_read, still, zeros,
};
use crate::flow::effect::Effect;
use crate::flow::input::{Challenge, Input, Permission};
use crate::flow::message::Message;
use crate::flow::state::State;
use crate::flow::state_machine::Choice;
use crate::flow::timer::Timer;
use crate::flow::timing;

#[test]
fn no_message_while_permission_is_pending() {
    let mut scenario = Scenario::new(Choice::default());
    scenario.happens(Input::Press { touch: true }).happens(Input::Challenge(challenge(Way::Wave)));
    assert_eq!(scenario.messages(), []);
    assert_eq!(scenario.flow.state(), State::Asking);
}

#[test]
fn timers_start_when_the_permission_is_answered() {
    let mut scenario = Scenario::new(Choice::default());
    scenario.happens(Input::Press { touch: false });
    assert_eq!(scenario.last_delay_of(Timer::NoEvent), None);
    scenario.after(60_000.0).happens(Input::Permission(Permission::Granted));
    assert_eq!(scenario.last_delay_of(Timer::NoEvent), Some(3_000));
}

#[test]
fn denied_permission_falls_back_to_press() {
    for permission in [Permission::Denied, Permission::Unavailable] {
        let mut scenario = Scenario::new(Choice::default());
        scenario.happens(Input::Press { touch: false }).happens(Input::Permission(permission));
        assert_eq!(scenario.messages(), [Message::MotionOff]);
        goes_on_without_waving(&mut scenario);
    }
}

#[test]
fn missing_motion_events_fall_back_to_press() {
    let mut scenario = Scenario::new(Choice::default());
    scenario
        .happens(Input::Press { touch: false })
        .happens(Input::Permission(Permission::Granted))
        .happens(Input::Challenge(challenge(Way::Wave)))
        .happens(Input::Timer(Timer::NoEvent));
    assert_eq!(scenario.messages(), [Message::MotionOff], "who has no sensor is not asked to wave");
    goes_on_without_waving(&mut scenario);
}

#[test]
fn empty_motion_event_shortens_the_wait() {
    let mut scenario = Scenario::new(Choice::default());
    scenario
        .happens(Input::Press { touch: false })
        .happens(Input::Permission(Permission::Granted))
        .happens(Input::Sample(nothing_read(0.0)));
    assert_eq!(scenario.last_delay_of(Timer::NoEvent), Some(timing::AFTER_NULL_EVENT_MS));
}

#[test]
fn zeros_are_no_sensor() {
    let mut scenario = Scenario::new(Choice::default());
    scenario
        .happens(Input::Press { touch: false })
        .happens(Input::Permission(Permission::Granted))
        .happens(Input::Challenge(challenge(Way::Wave)))
        .happens(Input::Sample(zeros(0.0)));
    assert_eq!(scenario.messages(), [], "nobody is asked to wave");
    assert_eq!(scenario.last_delay_of(Timer::NoEvent), Some(timing::AFTER_NULL_EVENT_MS));
    scenario.happens(Input::Timer(Timer::NoEvent));
    assert_eq!(scenario.messages(), [Message::MotionOff]);
    goes_on_without_waving(&mut scenario);
}

#[test]
fn sensor_that_begins_with_zeros_is_waited_for_but_not_for_ever() {
    let mut scenario = Scenario::new(Choice::default());
    scenario
        .happens(Input::Press { touch: false })
        .happens(Input::Permission(Permission::Granted))
        .happens(Input::Challenge(challenge(Way::Wave)));
    scenario.effects.clear();
    for nth in 0..100 {
        scenario.happens(Input::Sample(zeros(f64::from(nth) * 20.0)));
    }
    let set = |effect: &Effect| matches!(effect, Effect::SetTimer(Timer::NoEvent, _));
    assert_eq!(scenario.count(set), 2, "no later event puts it off");
    assert_eq!(scenario.last_delay_of(Timer::NoEvent), Some(timing::NO_EVENT_MS));
    scenario.happens(Input::Sample(still(2_000.0)));
    assert_eq!(scenario.messages(), [Message::Prompt(Gesture::Wave)]);
}

#[test]
fn press_way_never_asks_for_motion() {
    let mut scenario = Scenario::new(Choice { way: Some(Way::Press), mode: Mode::Standard });
    scenario.happens(Input::Press { touch: false });
    assert_eq!(scenario.count(|effect| *effect == Effect::StartMotion), 0);
    assert_eq!(
        scenario.messages(),
        [Message::Checking],
        "who only presses hears nothing of waving"
    );
    goes_on_without_waving(&mut scenario);
}

#[test]
fn challenge_names_and_work_are_checked() {
    let parse = |way, mode, work| Challenge::parse("id".into(), way, mode, work).is_ok();
    let (most, too_many) = (MAX_WORK_PUZZLES, MAX_WORK_PUZZLES + 1);
    assert!(parse("wave", "elder", WorkTask { puzzles: most, bits: MAX_WORK_BITS }));
    assert!(!parse("wave", "elder", WorkTask { puzzles: too_many, bits: MAX_WORK_BITS }));
    assert!(!parse("wave", "elder", WorkTask { puzzles: most, bits: MAX_WORK_BITS + 1 }));
    assert!(!parse("wave", "expert", TASK) && !parse("", "standard", TASK));
}

#[test]
fn unknown_way_in_a_challenge_fails_with_an_error() {
    let mut scenario = Scenario::new(Choice::default());
    scenario.happens(Input::Press { touch: false });
    let unknown = Challenge::parse("id".into(), "levitate", "standard", TASK).unwrap_err();
    scenario.happens(Input::Fault(unknown));
    assert_eq!(scenario.flow.state(), State::Failed);
    assert_eq!(scenario.count(|effect| *effect == Effect::Error("unknown-version".into())), 1);
}

#[test]
fn stop_cancels_the_work_and_a_press_starts_over() {
    let mut scenario = Scenario::new(Choice::default());
    scenario.happens(Input::Other).happens(Input::Challenge(challenge(Way::Press)));
    let generation = scenario.flow.generation();
    scenario.effects.clear();
    scenario.happens(Input::Stop);
    assert_eq!(scenario.flow.state(), State::Idle);
    assert_eq!(scenario.messages(), [Message::Stopped]);
    assert_eq!(scenario.count(|effect| *effect == Effect::StopWork), 1);
    assert_ne!(scenario.flow.generation(), generation, "late answers are dropped");
    scenario.happens(Input::WorkSolved).happens(Input::Stop);
    assert_eq!(scenario.messages(), [Message::Stopped], "nothing runs any more");
    assert_eq!(scenario.count(|effect| matches!(effect, Effect::Redeem(_))), 0);
    scenario.happens(Input::Press { touch: false });
    assert_eq!(scenario.flow.state(), State::Asking);
}

#[test]
fn stop_keeps_a_verification() {
    let mut scenario = Scenario::verified();
    scenario.effects.clear();
    scenario.happens(Input::Stop);
    assert_eq!((scenario.flow.state(), scenario.effects.len()), (State::Verified, 0));
}

#[test]
fn reset_clears_everything() {
    let mut scenario = Scenario::verified();
    scenario.happens(Input::Reset);
    assert_eq!(scenario.flow.state(), State::Idle);
    assert_eq!(scenario.effects.last(), Some(&Effect::Show { state: State::Idle, message: None }));
    assert_eq!(
        scenario.effects.iter().filter(|effect| **effect == Effect::Token(false)).count(),
        1
    );
    scenario.effects.clear();
    scenario.happens(Input::Timer(Timer::Renew));
    assert_eq!(scenario.effects, []);
}

#[test]
fn returning_to_the_page_repeats_the_prompt() {
    let mut scenario = Scenario::prompted();
    scenario.after(90_000.0).happens(Input::Returned { was_restored: false });
    let prompt = Message::Prompt(Gesture::Wave);
    assert_eq!(scenario.messages(), [prompt, prompt]);
    scenario.waves().happens(Input::Returned { was_restored: false });
    assert_eq!(scenario.messages(), [prompt, prompt], "a check needs nobody");
}
