//! The proof: work, redeem, and what is done when the server refuses or does not answer.

use alloc::vec::Vec;

use passwave_protocol::Way;

use super::attempt::Attempt;
use super::effect::{Effect, Timer};
use super::input::Fault;
use super::message::Message;
use super::state::State;
use super::state_machine::Flow;
use super::timing;

impl Flow {
    pub(super) fn work_solved(&mut self, nonces: Vec<u32>) {
        if let Some(attempt) = &mut self.attempt {
            attempt.work = Some(nonces);
            self.redeem_when_ready();
        }
    }

    /// The share of the work is shown only where the work is what the person waits for.
    pub(super) fn work_progress(&mut self, share: f64) {
        if self.state == State::Checking {
            self.effects.push(Effect::Progress(share));
        }
    }

    pub(super) fn redeem_when_ready(&mut self) {
        let request = self.attempt.as_ref().and_then(Attempt::redeem_request);
        let Some(mut request) = request else { return };
        request.report = Some(self.report.build(self.now_ms));
        self.effects.push(Effect::Redeem(request));
        self.effects.push(Effect::SetTimer(Timer::Answer, timing::ANSWER_WITHIN_MS));
    }

    pub(super) fn slow_check(&mut self) {
        if self.state == State::Checking {
            self.show(State::Checking, Some(Message::Checking));
        }
    }

    /// A challenge or a redeem brought nothing.
    pub(super) fn fault(&mut self, fault: Fault) {
        let Some(attempt) = &mut self.attempt else { return };
        self.effects.push(Effect::ClearTimer(Timer::Answer));
        match fault {
            Fault::Unreachable => self.try_later(),
            Fault::Refused(code) if attempt.may_try_a_fresh_challenge(&code) => {
                let way = attempt.fresh_challenge();
                self.effects.push(Effect::StopWork);
                self.fetch_challenge(way);
            }
            Fault::Refused(code) if code == "rate-limited" => self.try_later(),
            Fault::Refused(code) => self.fail(&code),
        }
    }

    /// The server is away: says so once, and retries with a growing delay.
    fn try_later(&mut self) {
        if self.failures == 0 {
            self.show(self.state, Some(Message::Unreachable));
            self.effects.push(Effect::Error("server-unreachable".into()));
        }
        self.effects.push(Effect::SetTimer(Timer::Retry, timing::retry_after_ms(self.failures)));
        self.failures += 1;
    }

    pub(super) fn fail(&mut self, code: &str) {
        self.abandon();
        self.effects.push(Effect::Error(code.into()));
        let is_press = self.choice.way == Some(Way::Press);
        let message = if is_press { Message::FailedPress } else { Message::Failed };
        self.show(State::Failed, Some(message));
    }

    /// No answer in time is the same as no server; an answer that comes later is dropped.
    pub(super) fn answer_overdue(&mut self) {
        self.generation += 1;
        self.try_later();
    }

    pub(super) fn retry(&mut self) {
        let Some(attempt) = &self.attempt else { return };
        match attempt.redeem_request() {
            Some(_) => self.redeem_when_ready(),
            None => {
                let way = attempt.way;
                self.fetch_challenge(way);
            }
        }
    }
}
