//! The proof: work, redeem, and what is done when the server refuses or does not answer.

use passwave_protocol::Way;

use super::effect::{Effect, Proof};
use super::input::Fault;
use super::message::Message;
use super::state::State;
use super::state_machine::Flow;
use super::timer::Timer;
use super::timing;

/// What a page is told while the server does not answer, or wants to be left alone.
const SERVER_UNREACHABLE: &str = "server-unreachable";

impl Flow {
    pub(super) fn work_solved(&mut self) {
        if let Some(attempt) = &mut self.attempt {
            attempt.work_is_done = true;
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
        let Some(attempt) = self.attempt.as_ref().filter(|attempt| attempt.is_proven()) else {
            return;
        };
        self.effects.push(Effect::Redeem(Proof {
            evidence: attempt.evidence().map(Into::into),
            took_ds: self.report.took_ds(self.now_ms),
            hints: self.report.hints().to_vec(),
        }));
        self.effects.push(Effect::SetTimer(Timer::Answer, timing::answer_within_ms(self.overdue)));
    }

    pub(super) fn slow_check(&mut self) {
        if self.state == State::Checking {
            self.show(State::Checking, Some(Message::Checking));
        }
    }

    /// A challenge or a redeem brought nothing.
    pub(super) fn fault(&mut self, fault: Fault) {
        let Some(attempt) = &mut self.attempt else { return };
        if fault.is_temporary() && attempt.has_challenge && !attempt.is_proven() {
            return; // Nothing is waited for: it was the second request for a challenge that has come.
        }
        self.effects.push(Effect::ClearTimer(Timer::Answer));
        match &fault {
            Fault::Refused { code, .. } if attempt.may_try_a_fresh_challenge(code) => {
                let way = attempt.fresh_challenge();
                self.effects.push(Effect::StopWork);
                self.fetch_challenge(way);
            }
            Fault::Refused { code, .. } if !fault.is_temporary() => self.fail(code),
            _ => self.try_later(fault.retry_after_s()),
        }
    }

    /// The server is away or busy: says so once, and retries with a growing delay.
    fn try_later(&mut self, retry_after_s: u32) {
        if self.failures == 0 {
            self.show(self.state, Some(Message::Unreachable));
            self.effects.push(Effect::Error(SERVER_UNREACHABLE.into()));
        }
        let after_ms = timing::retry_after_ms(self.failures, retry_after_s);
        self.effects.push(Effect::SetTimer(Timer::Retry, after_ms));
        self.failures += 1;
    }

    pub(super) fn fail(&mut self, code: &str) {
        self.abandon();
        self.effects.push(Effect::Error(code.into()));
        let is_press = self.choice.way == Some(Way::Press);
        let message = if is_press { Message::FailedPress } else { Message::Failed };
        self.show(State::Failed, Some(message));
    }

    /// The line may be slow, or the request lost: the server is asked again, and whichever answer comes first counts.
    pub(super) fn answer_overdue(&mut self) {
        self.overdue += 1;
        if self.overdue > 1 {
            return self.try_later(0);
        }
        self.show(self.state, Some(Message::OneMoment));
        self.effects.push(Effect::SetTimer(Timer::Retry, timing::retry_after_ms(0, 0)));
    }

    pub(super) fn retry(&mut self) {
        let Some(attempt) = &self.attempt else { return };
        if attempt.is_proven() {
            self.redeem_when_ready();
        } else {
            let way = attempt.way;
            self.fetch_challenge(way);
        }
    }
}
