//! The lifecycle of a token, and the survey.

use passwave_protocol::ErrorCode;

use super::scenario::{Scenario, rate_limited, refused};
use crate::flow::effect::Effect;
use crate::flow::input::{Fault, Input};
use crate::flow::message::Message;
use crate::flow::state::State;
use crate::flow::timer::Timer;

#[test]
fn token_is_renewed_before_it_expires_and_the_state_stays() {
    let mut scenario = Scenario::verified();
    assert_eq!(scenario.last_delay_of(Timer::Renew), Some(240_000));
    assert!(!scenario.flow.is_stale(scenario.now_ms + 239_000.0));
    scenario.after(240_000.0).happens(Input::Timer(Timer::Renew));
    assert!(scenario.flow.is_stale(scenario.now_ms));
    assert_eq!(scenario.count(|effect| *effect == Effect::Renew), 1);
    let said = scenario.messages().len();
    scenario.happens(Input::Renewed { expires_in_s: 300 });
    assert_eq!(scenario.count(|effect| *effect == Effect::Token(true)), 2);
    assert!(!scenario.flow.is_stale(scenario.now_ms));
    assert_eq!(scenario.flow.state(), State::Verified);
    assert_eq!(scenario.messages().len(), said, "renewals are silent");
}

#[test]
fn refused_renewal_expires_with_one_message() {
    let mut scenario = Scenario::verified();
    scenario.happens(Input::RenewFault(refused(ErrorCode::RenewalOver)));
    assert_eq!(scenario.flow.state(), State::Expired);
    assert_eq!(scenario.messages().last(), Some(&Message::Expired));
    assert_eq!(scenario.count(|effect| *effect == Effect::Token(false)), 1);
}

#[test]
fn unreachable_server_keeps_the_verification() {
    let mut scenario = Scenario::verified();
    scenario.happens(Input::RenewFault(Fault::Unreachable));
    assert_eq!(scenario.flow.state(), State::Verified);
    assert_eq!(scenario.last_delay_of(Timer::Renew), Some(2_000));
}

#[test]
fn rate_limited_renewal_waits_as_long_as_retry_after_says() {
    let mut scenario = Scenario::verified();
    scenario.happens(Input::RenewFault(rate_limited(45)));
    assert_eq!(scenario.flow.state(), State::Verified);
    assert_eq!(scenario.last_delay_of(Timer::Renew), Some(45_000));
}

#[test]
fn returning_to_the_page_renews_a_stale_token() {
    let mut scenario = Scenario::verified();
    scenario.happens(Input::Returned { was_restored: false });
    assert_eq!(scenario.count(|effect| *effect == Effect::Renew), 0);
    scenario.after(3_600_000.0).happens(Input::Returned { was_restored: false });
    assert_eq!(scenario.count(|effect| *effect == Effect::Renew), 1);
}

#[test]
fn page_restored_from_history_renews_its_token() {
    let mut scenario = Scenario::verified();
    scenario.happens(Input::Returned { was_restored: true });
    assert_eq!(scenario.count(|effect| *effect == Effect::Renew), 1);
}

#[test]
fn survey_is_asked_only_when_the_server_wants_it() {
    let scenario = Scenario::verified();
    assert_eq!(scenario.count(|effect| *effect == Effect::AskSurvey), 0);
    let mut scenario = Scenario::prompted();
    scenario.waves().happens(Input::WorkSolved);
    scenario.happens(Input::Redeemed { expires_in_s: 300, survey: true });
    assert_eq!(scenario.effects.last(), Some(&Effect::AskSurvey), "after the verdict");
    scenario.happens(Input::Survey(false));
    assert_eq!(scenario.effects.last(), Some(&Effect::SendSurvey { easy: false }));
}
