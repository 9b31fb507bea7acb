//! The proof, its report, and servers that refuse or do not answer.

use alloc::vec::Vec;
use passwave_motion::{Gesture, Mode};
use passwave_protocol::{ErrorCode, Hint, Way};

use super::scenario::{REDEEMED, Scenario, challenge, rate_limited, refused, still};
use crate::flow::effect::Effect;
use crate::flow::input::{Fault, Input, Permission};
use crate::flow::message::Message;
use crate::flow::state::State;
use crate::flow::state_machine::Choice;
use crate::flow::timer::Timer;

#[test]
fn wave_is_prompted_judged_and_redeemed() {
    let mut scenario = Scenario::prompted();
    assert_eq!(scenario.messages(), [Message::Prompt(Gesture::Wave)]);
    scenario.waves();
    assert_eq!(scenario.flow.state(), State::Checking);
    assert_eq!(scenario.count(|effect| matches!(effect, Effect::Redeem(_))), 0, "no work yet");
    scenario.happens(Input::WorkSolved);
    let evidence = scenario.last_proof().evidence.as_deref().expect("evidence is sent");
    let evidence = passwave_protocol::evidence::decode(evidence).unwrap();
    assert_eq!(evidence.gesture, Gesture::Wave);
    scenario.happens(REDEEMED);
    assert_eq!(scenario.flow.state(), State::Verified);
    assert_eq!(scenario.messages().last(), Some(&Message::Verified));
    assert_eq!(scenario.count(|effect| *effect == Effect::Token(true)), 1);
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
    scenario.waves().happens(Input::WorkSolved);
    let lapsed = || Input::Fault(refused(ErrorCode::ChallengeExpired));
    scenario.happens(lapsed()).happens(Input::Challenge(challenge(Way::Wave)));
    assert_eq!(scenario.flow.state(), State::Checking);
    scenario.happens(Input::WorkSolved);
    assert_eq!(scenario.count(|effect| matches!(effect, Effect::Redeem(_))), 2);
    scenario.happens(lapsed());
    assert_eq!(scenario.flow.state(), State::Failed);
}

#[test]
fn lost_answer_costs_a_press_only_more_work() {
    let mut scenario = Scenario::new(Choice::default());
    scenario.happens(Input::Other).happens(Input::Challenge(challenge(Way::Press)));
    scenario.happens(Input::WorkSolved).happens(Input::Fault(Fault::Unreachable));
    scenario.happens(Input::Timer(Timer::Retry));
    scenario.happens(Input::Fault(refused(ErrorCode::ChallengeSpent)));
    assert_eq!(scenario.flow.state(), State::Checking);
    goes_on_without_a_new_fetch(&mut scenario);
}

fn goes_on_without_a_new_fetch(scenario: &mut Scenario) {
    scenario.happens(Input::Challenge(challenge(Way::Press))).happens(Input::WorkSolved);
    scenario.happens(REDEEMED);
    assert_eq!(scenario.flow.state(), State::Verified);
}

#[test]
fn refusal_fails_and_a_press_tries_again() {
    let mut scenario = Scenario::prompted();
    scenario.waves().happens(Input::WorkSolved);
    scenario.happens(Input::Fault(refused(ErrorCode::EvidenceRefused)));
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
    scenario.happens(Input::Fault(refused(ErrorCode::InternalError)));
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
fn rate_limited_retry_waits_as_long_as_retry_after_says() {
    for (retry_after_s, delay_ms) in [(0, 2_000), (1, 2_000), (12, 12_000), (86_400, 300_000)] {
        let mut scenario = Scenario::new(Choice::default());
        scenario.happens(Input::Other);
        scenario.happens(Input::Fault(rate_limited(retry_after_s)));
        assert_eq!(scenario.last_delay_of(Timer::Retry), Some(delay_ms), "{retry_after_s} s");
        assert_eq!(scenario.flow.state(), State::Checking);
        scenario.happens(Input::Timer(Timer::Retry));
        goes_on_without_a_new_fetch(&mut scenario);
    }
}

#[test]
fn late_answer_counts_and_a_second_one_changes_nothing() {
    let mut scenario = Scenario::new(Choice::default());
    scenario.happens(Input::Other);
    let asked = scenario.flow.generation();
    scenario.happens(Input::Timer(Timer::Answer));
    assert_eq!(scenario.messages().last(), Some(&Message::OneMoment), "it goes on");
    assert_eq!(scenario.count(|effect| matches!(effect, Effect::Error(_))), 0);
    assert_eq!(scenario.last_delay_of(Timer::Retry), Some(2_000));
    scenario.happens(Input::Timer(Timer::Retry));
    assert_eq!(scenario.flow.generation(), asked, "the first answer is still waited for");
    scenario.happens(Input::Challenge(challenge(Way::Press)));
    scenario.happens(Input::Challenge(challenge(Way::Press)));
    scenario.happens(Input::Fault(Fault::Unreachable));
    assert_eq!(scenario.count(|effect| matches!(effect, Effect::StartWork { .. })), 1);
    scenario.happens(Input::WorkSolved).happens(Input::Timer(Timer::Answer));
    scenario.happens(REDEEMED);
    assert_eq!(scenario.flow.state(), State::Verified);
}

#[test]
fn waits_longer_on_a_line_that_is_slow_and_then_says_so() {
    let mut scenario = Scenario::new(Choice::default());
    scenario.happens(Input::Other);
    let mut waits = Vec::new();
    for _ in 0..4 {
        waits.extend(scenario.last_delay_of(Timer::Answer));
        scenario.happens(Input::Timer(Timer::Answer)).happens(Input::Timer(Timer::Retry));
    }
    assert_eq!(waits, [10_000, 20_000, 40_000, 40_000]);
    let said = [Message::CheckingPress, Message::OneMoment, Message::Unreachable];
    assert_eq!(scenario.messages(), said);
    assert_eq!(scenario.count(|effect| *effect == Effect::Error("server-unreachable".into())), 1);
}

#[test]
fn server_that_says_when_to_come_back_is_asked_again_then() {
    for code in ["internal-error", ""] {
        let mut scenario = Scenario::new(Choice::default());
        scenario.happens(Input::Other);
        let later = || Fault::Refused { code: code.into(), retry_after_s: 7 };
        scenario.happens(Input::Fault(later()));
        assert_eq!(scenario.last_delay_of(Timer::Retry), Some(7_000), "{code:?}");
        scenario.happens(Input::Timer(Timer::Retry));
        goes_on_without_a_new_fetch(&mut scenario);
        scenario.happens(Input::RenewFault(later()));
        assert_eq!(scenario.flow.state(), State::Verified, "{code:?}");
        assert_eq!(scenario.last_delay_of(Timer::Renew), Some(7_000), "{code:?}");
    }
}

#[test]
fn report_has_time_and_hints_across_a_change_of_way() {
    let mut scenario = Scenario::prompted();
    scenario.after(5_000.0).happens(Input::Timer(Timer::Hint));
    scenario.after(6_000.0).happens(Input::Timer(Timer::Hint));
    scenario.after(1_000.0).happens(Input::Other).happens(Input::Challenge(challenge(Way::Press)));
    scenario.after(4_250.0).happens(Input::WorkSolved);
    let told = scenario.last_proof();
    assert_eq!(told.took_ds, 162);
    assert_eq!(told.hints, [Hint::TooShort, Hint::OfferPress]);

    scenario.happens(REDEEMED).happens(Input::Reset);
    scenario.after(60_000.0).happens(Input::Press { touch: false });
    scenario.happens(Input::Permission(Permission::Granted));
    scenario.happens(Input::Challenge(challenge(Way::Wave))).happens(Input::Sample(still(0.0)));
    let begin_ms = scenario.now_ms;
    scenario.waves().happens(Input::WorkSolved);
    let told = scenario.last_proof();
    assert_eq!(told.took_ds, ((scenario.now_ms - begin_ms) / 100.0) as u32);
    assert!(told.hints.is_empty());
}
