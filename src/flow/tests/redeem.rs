//! The proof, its report, and servers that refuse or do not answer.

use alloc::vec::Vec;
use passwave_motion::{Gesture, Mode};
use passwave_protocol::{Report, Way};

use super::scenario::{Scenario, challenge, redeemed, still};
use crate::flow::effect::{Effect, Timer};
use crate::flow::input::{Fault, Input, Permission};
use crate::flow::message::Message;
use crate::flow::state::State;
use crate::flow::state_machine::Choice;

#[test]
fn wave_is_prompted_judged_and_redeemed() {
    let mut scenario = Scenario::prompted();
    assert_eq!(scenario.messages(), [Message::Prompt(Gesture::Wave)]);
    scenario.waves();
    assert_eq!(scenario.flow.state(), State::Checking);
    assert_eq!(scenario.count(|effect| matches!(effect, Effect::Redeem(_))), 0, "no work yet");
    scenario.happens(Input::WorkSolved(vec![1, 2]));
    let sent = scenario.effects.iter().find_map(|effect| match effect {
        Effect::Redeem(request) => Some(request.clone()),
        _ => None,
    });
    let sent = sent.expect("the proof is sent once evidence and work are there");
    assert_eq!(sent.challenge, "signed wave");
    assert_eq!(sent.work, [1, 2]);
    let evidence = passwave_protocol::evidence::decode(&sent.evidence.unwrap()).unwrap();
    assert_eq!(evidence.gesture, Gesture::Wave);
    scenario.happens(Input::Redeemed(redeemed("t1")));
    assert_eq!(scenario.flow.state(), State::Verified);
    assert_eq!(scenario.messages().last(), Some(&Message::Verified));
    assert_eq!(scenario.count(|effect| *effect == Effect::Token(Some("t1".into()))), 1);
}

#[test]
fn motion_stops_before_redeem() {
    let scenario = Scenario::verified();
    let stopped = scenario.effects.iter().position(|effect| *effect == Effect::StopMotion);
    let redeemed = scenario.effects.iter().position(|effect| matches!(effect, Effect::Redeem(_)));
    assert!(stopped.is_some() && stopped < redeemed);
}

#[test]
fn short_check_has_no_message() {
    let mut scenario = Scenario::prompted();
    scenario.waves().happens(Input::Timer(Timer::SlowCheck));
    assert_eq!(scenario.messages(), [Message::Prompt(Gesture::Wave), Message::Checking]);
}

#[test]
fn expired_challenge_is_replaced_once_without_another_wave() {
    let mut scenario = Scenario::prompted();
    scenario.waves().happens(Input::WorkSolved(vec![1]));
    let lapsed = || Input::Fault(Fault::Refused("challenge-expired".into()));
    scenario.happens(lapsed()).happens(Input::Challenge(challenge(Way::Wave)));
    assert_eq!(scenario.flow.state(), State::Checking);
    scenario.happens(Input::WorkSolved(vec![2]));
    assert_eq!(scenario.count(|effect| matches!(effect, Effect::Redeem(_))), 2);
    scenario.happens(lapsed());
    assert_eq!(scenario.flow.state(), State::Failed);
}

#[test]
fn lost_answer_costs_a_press_only_more_work() {
    let mut scenario = Scenario::new(Choice::default());
    scenario.happens(Input::Other).happens(Input::Challenge(challenge(Way::Press)));
    scenario.happens(Input::WorkSolved(vec![1])).happens(Input::Fault(Fault::Unreachable));
    scenario.happens(Input::Timer(Timer::Retry));
    scenario.happens(Input::Fault(Fault::Refused("challenge-spent".into())));
    assert_eq!(scenario.flow.state(), State::Checking);
    goes_on_without_a_new_fetch(&mut scenario);
}

fn goes_on_without_a_new_fetch(scenario: &mut Scenario) {
    scenario.happens(Input::Challenge(challenge(Way::Press))).happens(Input::WorkSolved(vec![1]));
    scenario.happens(Input::Redeemed(redeemed("t")));
    assert_eq!(scenario.flow.state(), State::Verified);
}

#[test]
fn refusal_fails_and_a_press_tries_again() {
    let mut scenario = Scenario::prompted();
    scenario.waves().happens(Input::WorkSolved(vec![1]));
    scenario.happens(Input::Fault(Fault::Refused("evidence-refused".into())));
    assert_eq!(scenario.flow.state(), State::Failed);
    assert_eq!(scenario.messages().last(), Some(&Message::Failed));
    assert_eq!(scenario.count(|effect| *effect == Effect::Error("evidence-refused".into())), 1);
    scenario.happens(Input::Press { touch: false });
    assert_eq!(scenario.flow.state(), State::Asking);
}

#[test]
fn failure_of_the_press_way_offers_no_other_way() {
    let mut scenario = Scenario::new(Choice { way: Some(Way::Press), mode: Mode::Standard });
    scenario.happens(Input::Press { touch: false });
    scenario.happens(Input::Fault(Fault::Refused("internal-error".into())));
    assert_eq!(scenario.messages().last(), Some(&Message::FailedPress));
}

#[test]
fn unreachable_server_is_announced_once_and_retried_with_backoff() {
    let mut scenario = Scenario::new(Choice::default());
    scenario.happens(Input::Other);
    let mut waits = Vec::new();
    for _ in 0..6 {
        scenario.happens(Input::Fault(Fault::Unreachable));
        waits.extend(scenario.last_delay_of(Timer::Retry));
        scenario.happens(Input::Timer(Timer::Retry));
    }
    assert_eq!(waits, [2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
    assert_eq!(scenario.messages(), [Message::CheckingPress, Message::Unreachable]);
    assert_eq!(scenario.count(|effect| matches!(effect, Effect::FetchChallenge { .. })), 7);
    goes_on_without_a_new_fetch(&mut scenario);
}

#[test]
fn overdue_answer_is_dropped_and_retried() {
    let mut scenario = Scenario::new(Choice::default());
    scenario.happens(Input::Other);
    let asked = scenario.flow.generation();
    scenario.happens(Input::Timer(Timer::Answer));
    assert_ne!(scenario.flow.generation(), asked, "a late answer carries the old number");
    assert_eq!(scenario.last_delay_of(Timer::Retry), Some(2_000));
}

/// The report of the last proof that was sent.
fn reported(scenario: &Scenario) -> Report {
    let sent = scenario.effects.iter().rev().find_map(|effect| match effect {
        Effect::Redeem(request) => Some(request.report.clone()),
        _ => None,
    });
    sent.expect("a proof is sent").expect("with a report")
}

#[test]
fn report_has_time_and_hints_across_a_change_of_way() {
    let mut scenario = Scenario::prompted();
    scenario.after(5_000.0).happens(Input::Timer(Timer::Hint));
    scenario.after(6_000.0).happens(Input::Timer(Timer::Hint));
    scenario.after(1_000.0).happens(Input::Other).happens(Input::Challenge(challenge(Way::Press)));
    scenario.after(4_250.0).happens(Input::WorkSolved(vec![1, 2]));
    let told = reported(&scenario);
    assert_eq!(told.took_ds, 162);
    assert_eq!(told.hints, ["too-short", "offer-press"]);

    scenario.happens(Input::Redeemed(redeemed("t"))).happens(Input::Reset);
    scenario.after(60_000.0).happens(Input::Press { touch: false });
    scenario.happens(Input::Permission(Permission::Granted));
    scenario.happens(Input::Challenge(challenge(Way::Wave))).happens(Input::Sample(still(0.0)));
    let begin_ms = scenario.now_ms;
    scenario.waves().happens(Input::WorkSolved(vec![1, 2]));
    let told = reported(&scenario);
    assert_eq!(told.took_ds, ((scenario.now_ms - begin_ms) / 100.0) as u32);
    assert!(told.hints.is_empty());
}
