//! The lifecycle of a token: verified, renewed, expired; and the survey that follows a verification.

use alloc::string::String;

use passwave_protocol::RenewRequest;

use super::effect::{Effect, SurveyAnswer, Timer};
use super::held_token::HeldToken;
use super::input::{Fault, Redeemed, Renewed};
use super::message::Message;
use super::state::State;
use super::state_machine::Flow;
use super::timing;

impl Flow {
    pub(super) fn redeemed(&mut self, answer: Redeemed) {
        self.abandon();
        self.failures = 0;
        self.hold(answer.token, answer.renew, answer.expires_in_s);
        self.show(State::Verified, Some(Message::Verified));
        self.effects.extend(answer.survey.then_some(Effect::AskSurvey));
    }

    pub(super) fn answer_survey(&mut self, easy: bool) {
        if let Some(HeldToken { token, renew, .. }) = self.held_token.clone() {
            self.effects.push(Effect::SendSurvey(SurveyAnswer { token, renew, easy }));
        }
    }

    /// Asks for a fresh token, if there is a verification to renew.
    pub(super) fn renew(&mut self) {
        if let Some(HeldToken { token, renew, .. }) = self.held_token.clone() {
            self.effects.push(Effect::Renew(RenewRequest { token, renew }));
        }
    }

    pub(super) fn renewed(&mut self, answer: Renewed) {
        let Some(held) = self.held_token.take() else { return };
        self.failures = 0;
        self.hold(answer.token, held.renew, answer.expires_in_s);
    }

    fn hold(&mut self, token: String, renew: String, expires_in_s: u32) {
        let fresh_for_ms = timing::fresh_for_ms(expires_in_s);
        self.effects.push(Effect::Token(Some(token.clone())));
        self.effects.push(Effect::SetTimer(Timer::Renew, fresh_for_ms));
        let fresh_until_ms = self.now_ms + f64::from(fresh_for_ms);
        self.held_token = Some(HeldToken { token, renew, fresh_until_ms });
    }

    pub(super) fn renew_fault(&mut self, fault: Fault) {
        if self.held_token.is_none() {
            return;
        }
        if let Fault::Refused(code) = &fault
            && code != "rate-limited"
        {
            return self.expire();
        }
        self.effects.push(Effect::SetTimer(Timer::Renew, timing::retry_after_ms(self.failures)));
        self.failures += 1;
    }

    fn expire(&mut self) {
        self.abandon();
        self.held_token = None;
        self.effects.push(Effect::Token(None));
        self.show(State::Expired, Some(Message::Expired));
    }
}
