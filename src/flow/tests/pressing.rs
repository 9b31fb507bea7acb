//! "Press instead", and pressing again: they lead to a verification from every state.

use passwave_motion::{Gesture, Mode};

use passwave_protocol::{ErrorCode, Way};

use super::scenario::{Scenario, goes_on_without_waving, refused};
use crate::flow::input::Input;
use crate::flow::message::Message;
use crate::flow::state::State;
use crate::flow::state_machine::Choice;
use crate::flow::timer::Timer;

#[test]
fn press_instead_works_from_every_state() {
    let scenarios: [fn() -> Scenario; 5] = [
        || Scenario::new(Choice::default()),
        || {
            let mut scenario = Scenario::new(Choice::default());
            scenario.happens(Input::Press { touch: false });
            scenario
        },
        Scenario::prompted,
        || {
            let mut scenario = Scenario::prompted();
            scenario.waves();
            scenario
        },
        || {
            let mut scenario = Scenario::prompted();
            scenario.happens(Input::Fault(refused(ErrorCode::InternalError)));
            scenario
        },
    ];
    for scenario in scenarios {
        let mut scenario = scenario();
        let from = scenario.flow.state();
        scenario.effects.clear();
        scenario.happens(Input::Other);
        assert_eq!(scenario.messages(), [Message::CheckingPress], "from {}", from.name());
        goes_on_without_waving(&mut scenario);
    }
}

#[test]
fn who_has_switched_waving_off_hears_nothing_of_it() {
    let mut scenario = Scenario::prompted();
    scenario.flow.choose(Choice { way: Some(Way::Press), mode: Mode::Standard });
    scenario.effects.clear();
    scenario.happens(Input::Other);
    assert_eq!(scenario.messages(), [Message::Checking]);
}

#[test]
fn press_instead_twice_counts_once() {
    let mut scenario = Scenario::new(Choice::default());
    scenario.happens(Input::Other).happens(Input::Other);
    assert_eq!(scenario.messages(), [Message::CheckingPress]);
    goes_on_without_waving(&mut scenario);
}

#[test]
fn second_press_without_strokes_falls_back_to_press() {
    let mut scenario = Scenario::prompted();
    scenario.after(1_000.0).happens(Input::Press { touch: false });
    let prompt = Message::Prompt(Gesture::Wave);
    assert_eq!(scenario.messages(), [prompt, prompt], "too soon: the prompt is repeated");
    scenario.after(1_500.0).happens(Input::Press { touch: false });
    assert_eq!(scenario.messages().last(), Some(&Message::CheckingPress));
    goes_on_without_waving(&mut scenario);
}

#[test]
fn pressing_alone_leads_to_verified_at_any_pace() {
    for pause_ms in [50.0, 400.0, 1_999.0, 2_000.0, 9_000.0, 600_000.0] {
        let mut scenario = Scenario::prompted();
        let mut presses = 0;
        while scenario.flow.state() != State::Checking {
            scenario.after(pause_ms).happens(Input::Press { touch: false });
            presses += 1;
            assert!(f64::from(presses) * pause_ms <= 2_000.0 + pause_ms, "every {pause_ms} ms");
        }
        assert_eq!(scenario.messages().last(), Some(&Message::CheckingPress));
        scenario.happens(Input::Press { touch: false }).happens(Input::Press { touch: false });
        goes_on_without_waving(&mut scenario);
    }
}

#[test]
fn repeated_prompt_does_not_delay_the_fallback() {
    let mut scenario = Scenario::prompted();
    scenario.after(1_500.0).happens(Input::Press { touch: false });
    scenario.after(600.0).happens(Input::Press { touch: false });
    assert_eq!(scenario.messages().last(), Some(&Message::CheckingPress));
}

#[test]
fn press_after_a_hint_falls_back_to_press() {
    let mut scenario = Scenario::prompted();
    scenario.after(5_000.0).happens(Input::Timer(Timer::Hint));
    assert_eq!(scenario.flow.state(), State::Hint);
    scenario.happens(Input::Press { touch: true });
    goes_on_without_waving(&mut scenario);
}

#[test]
fn press_after_strokes_repeats_the_prompt() {
    let mut scenario = Scenario::prompted();
    scenario.waves_until(State::Progress);
    scenario.after(60_000.0).happens(Input::Press { touch: true });
    let prompt = Message::Prompt(Gesture::Wave);
    assert_eq!(scenario.messages(), [prompt, prompt]);
}

#[test]
fn touch_during_a_stroke_is_ignored() {
    let mut scenario = Scenario::prompted();
    scenario.waves_until(State::Progress);
    scenario.effects.clear();
    scenario.happens(Input::Press { touch: true });
    assert_eq!(scenario.effects, []);
    scenario.happens(Input::Press { touch: false });
    assert_eq!(scenario.messages(), [Message::Prompt(Gesture::Wave)]);
}
