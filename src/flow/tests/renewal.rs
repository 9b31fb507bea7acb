//! The lifecycle of a token, and the survey.

use super::scenario::{Scenario, redeemed};
use crate::flow::effect::{Effect, SurveyAnswer, Timer};
use crate::flow::input::{Fault, Input, Redeemed, Renewed};
use crate::flow::message::Message;
use crate::flow::state::State;

#[test]
fn token_is_renewed_before_it_expires_and_the_state_stays() {
    let mut scenario = Scenario::verified();
    assert_eq!(scenario.last_delay_of(Timer::Renew), Some(240_000));
    assert!(!scenario.flow.is_stale(scenario.now_ms + 239_000.0));
    scenario.after(240_000.0).happens(Input::Timer(Timer::Renew));
    assert!(scenario.flow.is_stale(scenario.now_ms));
    assert_eq!(scenario.count(|effect| matches!(effect, Effect::Renew(_))), 1);
    let said = scenario.messages().len();
    scenario.happens(Input::Renewed(Renewed { token: "t2".into(), expires_in_s: 300 }));
    assert_eq!(
        scenario.effects.iter().filter(|e| **e == Effect::Token(Some("t2".into()))).count(),
        1
    );
    assert_eq!(scenario.flow.state(), State::Verified);
    assert_eq!(scenario.messages().len(), said, "renewals are silent");
}

#[test]
fn refused_renewal_expires_with_one_message() {
    let mut scenario = Scenario::verified();
    scenario.happens(Input::RenewFault(Fault::Refused("renewal-over".into())));
    assert_eq!(scenario.flow.state(), State::Expired);
    assert_eq!(scenario.messages().last(), Some(&Message::Expired));
    assert_eq!(scenario.effects.iter().filter(|effect| **effect == Effect::Token(None)).count(), 1);
}

#[test]
fn unreachable_server_keeps_the_verification() {
    let mut scenario = Scenario::verified();
    scenario.happens(Input::RenewFault(Fault::Unreachable));
    assert_eq!(scenario.flow.state(), State::Verified);
    assert_eq!(scenario.last_delay_of(Timer::Renew), Some(2_000));
}

#[test]
fn returning_to_the_page_renews_a_stale_token() {
    let mut scenario = Scenario::verified();
    scenario.happens(Input::Returned { was_restored: false });
    assert_eq!(scenario.count(|effect| matches!(effect, Effect::Renew(_))), 0);
    scenario.after(3_600_000.0).happens(Input::Returned { was_restored: false });
    assert_eq!(scenario.count(|effect| matches!(effect, Effect::Renew(_))), 1);
}

#[test]
fn page_restored_from_history_renews_its_token() {
    let mut scenario = Scenario::verified();
    scenario.happens(Input::Returned { was_restored: true });
    assert_eq!(scenario.count(|effect| matches!(effect, Effect::Renew(_))), 1);
}

#[test]
fn survey_is_asked_only_when_the_server_wants_it() {
    let scenario = Scenario::verified();
    assert_eq!(scenario.count(|effect| *effect == Effect::AskSurvey), 0);
    let mut scenario = Scenario::prompted();
    scenario.waves().happens(Input::WorkSolved(vec![1, 2]));
    scenario.happens(Input::Redeemed(Redeemed { survey: true, ..redeemed("t1") }));
    assert_eq!(scenario.effects.last(), Some(&Effect::AskSurvey), "after the verdict");
    scenario.happens(Input::Survey(false));
    let opinion = SurveyAnswer { token: "t1".into(), renew: "proof".into(), easy: false };
    assert_eq!(scenario.effects.last(), Some(&Effect::SendSurvey(opinion)));
}
