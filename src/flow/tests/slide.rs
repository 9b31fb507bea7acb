//! The slide, from the pad to the proof.

use passwave_protocol::Way;

use super::scenario::{REDEEMED, Scenario, challenge, goes_on_without_waving};
use crate::flow::effect::Effect;
use crate::flow::input::{Input, Permission};
use crate::flow::message::Message;
use crate::flow::slide::Direction;
use crate::flow::state::State;
use crate::flow::state_machine::Choice;
use crate::flow::timer::Timer;

#[test]
fn slide_is_prompted_judged_and_redeemed() {
    let mut scenario = Scenario::with_pad();
    assert_eq!(scenario.count(|effect| *effect == Effect::StartMotion), 0);
    assert_eq!(scenario.messages(), [Message::PromptSlide(Direction::Right)]);
    assert_eq!(scenario.count(|effect| *effect == Effect::Pad(Some(Direction::Right))), 1);
    scenario.happens(Input::WorkSolved);
    assert_eq!(scenario.count(|effect| matches!(effect, Effect::Redeem(_))), 0, "no slide yet");
    scenario.slides(150.0, 20.0);
    assert_eq!(scenario.flow.state(), State::Checking);
    assert_eq!(scenario.count(|effect| *effect == Effect::Pad(None)), 1);
    assert_eq!(scenario.count(|effect| matches!(effect, Effect::Redeem(_))), 1);
    scenario.happens(REDEEMED);
    assert_eq!(scenario.flow.state(), State::Verified);
}

#[test]
fn failed_slides_get_hints_and_the_offer_to_press() {
    let mut scenario = Scenario::with_pad();
    scenario.slides(40.0, 0.0).slides(0.0, 150.0).slides(-150.0, 0.0);
    let hints = [Message::HintSlideFarther, Message::OfferPress, Message::HintSlideArrow];
    assert_eq!(scenario.messages()[1..], hints);
    scenario.slides(150.0, 0.0);
    assert_eq!(scenario.flow.state(), State::Checking);
}

#[test]
fn finger_that_returns_aborts_the_slide_without_a_message() {
    let mut scenario = Scenario::with_pad();
    scenario.happens(Input::Slide { right_px: 90.0, down_px: 0.0, is_over: false });
    scenario.slides(2.0, 3.0);
    assert_eq!(scenario.flow.state(), State::Listening);
    assert_eq!(scenario.messages().len(), 1);
    assert_eq!(scenario.effects.last(), Some(&Effect::Progress(0.0)));
}

#[test]
fn slide_can_be_replaced_by_pressing() {
    for input in [Input::Press { touch: false }, Input::Other] {
        let mut scenario = Scenario::with_pad();
        scenario.after(2_500.0).happens(input);
        assert_eq!(scenario.messages().last(), Some(&Message::CheckingPress));
        assert_eq!(scenario.count(|effect| *effect == Effect::Pad(None)), 1);
        goes_on_without_waving(&mut scenario);
    }
}

#[test]
fn slide_chosen_by_the_server_stops_motion() {
    let mut scenario = Scenario::new(Choice::default());
    scenario
        .happens(Input::Press { touch: true })
        .happens(Input::Permission(Permission::Granted))
        .happens(Input::Challenge(challenge(Way::Slide)));
    assert_eq!(scenario.count(|effect| *effect == Effect::StopMotion), 1);
    assert_eq!(scenario.count(|effect| *effect == Effect::ClearTimer(Timer::NoEvent)), 1);
    scenario.slides(150.0, 0.0).happens(Input::WorkSolved);
    assert_eq!(scenario.count(|effect| matches!(effect, Effect::Redeem(_))), 1);
}

#[test]
fn slide_without_a_pad_is_ignored() {
    for mut scenario in
        [Scenario::new(Choice::default()), Scenario::prompted(), Scenario::verified()]
    {
        let state = scenario.flow.state();
        scenario.slides(500.0, 0.0);
        assert_eq!(scenario.flow.state(), state);
    }
}
