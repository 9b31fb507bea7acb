//! The lifecycle of a token: verified, renewed, expired; and the survey that follows a verification.

use super::effect::Effect;
use super::held_token::HeldToken;
use super::input::Fault;
use super::message::Message;
use super::state::State;
use super::state_machine::Flow;
use super::timer::Timer;
use super::timing;

impl Flow {
    pub(super) fn redeemed(&mut self, expires_in_s: u32, survey: bool) {
        self.abandon();
        self.failures = 0;
        self.hold(expires_in_s);
        self.show(State::Verified, Some(Message::Verified));
        if survey {
            self.effects.push(Effect::AskSurvey);
        }
    }

    pub(super) fn answer_survey(&mut self, easy: bool) {
        if self.held_token.is_some() {
            self.effects.push(Effect::SendSurvey { easy });
        }
    }

    /// Asks for a fresh token, if there is a verification to renew.
    pub(super) fn renew(&mut self) {
        if self.held_token.is_some() {
            self.effects.push(Effect::Renew);
        }
    }

    pub(super) fn renewed(&mut self, expires_in_s: u32) {
        if self.held_token.is_some() {
            self.failures = 0;
            self.hold(expires_in_s);
        }
    }

    fn hold(&mut self, expires_in_s: u32) {
        let fresh_for_ms = timing::fresh_for_ms(expires_in_s);
        self.effects.push(Effect::Token(true));
        self.effects.push(Effect::SetTimer(Timer::Renew, fresh_for_ms));
        let fresh_until_ms = self.now_ms + f64::from(fresh_for_ms);
        self.held_token = Some(HeldToken { fresh_until_ms });
    }

    pub(super) fn renew_fault(&mut self, fault: &Fault) {
        if self.held_token.is_none() {
            return;
        }
        if !fault.is_temporary() {
            return self.expire();
        }
        let after_ms = timing::retry_after_ms(self.failures, fault.retry_after_s());
        self.effects.push(Effect::SetTimer(Timer::Renew, after_ms));
        self.failures += 1;
    }

    fn expire(&mut self) {
        self.abandon();
        self.held_token = None;
        self.effects.push(Effect::Token(false));
        self.show(State::Expired, Some(Message::Expired));
    }
}
