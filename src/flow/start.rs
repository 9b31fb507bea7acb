//! From a press to the prompt: the choice of the way, the permission, the challenge.

use passwave_protocol::Way;

use super::attempt::Attempt;
use super::effect::Effect;
use super::input::{Challenge, Permission};
use super::message::Message;
use super::state::State;
use super::state_machine::Flow;
use super::timer::Timer;
use super::timing::{self, HintTiming};

impl Flow {
    pub(super) fn press(&mut self, touch: bool) {
        match self.state {
            State::Idle | State::Failed | State::Expired => self.begin(self.choice.way),
            State::Listening | State::Progress | State::Hint => self.press_again(touch),
            State::Asking | State::Checking | State::Verified => {}
        }
    }

    /// A second press repeats the prompt, or goes on without waving when no stroke was felt.
    fn press_again(&mut self, touch: bool) {
        let Some(attempt) = &self.attempt else { return };
        if touch && attempt.stroke_felt_lately(self.now_ms) {
            return;
        }
        if attempt.gave_up_waving(self.now_ms) {
            self.press_instead();
        } else {
            self.prompt_again();
        }
    }

    pub(super) fn other(&mut self) {
        let is_pressing =
            self.attempt.as_ref().is_some_and(|attempt| attempt.way == Some(Way::Press));
        if self.state != State::Verified && !is_pressing {
            self.press_instead();
        }
    }

    /// Who only ever pressed hears nothing of waving.
    fn press_instead(&mut self) {
        let is_choice = self.choice.way == Some(Way::Press);
        self.without_waving(if is_choice { Message::Checking } else { Message::CheckingPress });
    }

    /// Gives up what runs; the next press starts over.
    pub(super) fn stop(&mut self) {
        if self.attempt.is_some() {
            self.abandon();
            self.show(State::Idle, Some(Message::Stopped));
        }
    }

    fn begin(&mut self, way: Option<Way>) {
        if way == Some(Way::Press) {
            return self.press_instead();
        }
        self.start_attempt(way);
        self.show(State::Asking, None);
    }

    /// Goes on with work alone: by choice, or because there is no motion to be had.
    pub(super) fn without_waving(&mut self, message: Message) {
        self.start_attempt(Some(Way::Press));
        self.show(State::Checking, Some(message));
    }

    fn start_attempt(&mut self, way: Option<Way>) {
        if self.attempt.is_none() {
            self.report.begin(self.now_ms);
        }
        self.abandon();
        self.failures = 0;
        self.overdue = 0;
        let timing = HintTiming::of(self.choice.mode);
        self.attempt = Some(Attempt::new(way, self.choice.mode, timing));
        self.fetch_challenge(way);
    }

    pub(super) fn fetch_challenge(&mut self, way: Option<Way>) {
        self.effects.push(Effect::FetchChallenge { way, mode: self.choice.mode });
        self.effects.push(Effect::SetTimer(Timer::Answer, timing::answer_within_ms(self.overdue)));
    }

    pub(super) fn permission(&mut self, permission: Permission) {
        let Some(attempt) = &mut self.attempt else { return };
        if self.state != State::Asking || attempt.permitted || attempt.wants_slide() {
            return;
        }
        match permission {
            Permission::Granted => {
                attempt.permitted = true;
                self.effects.push(Effect::StartMotion);
                self.effects.push(Effect::SetTimer(Timer::NoEvent, timing::NO_EVENT_MS));
                self.prompt_when_ready();
            }
            Permission::Denied | Permission::Unavailable => {
                self.without_waving(Message::MotionOff);
            }
        }
    }

    pub(super) fn challenge(&mut self, challenge: Challenge) {
        // On a slow line the server was asked again, and the first answer has come.
        let Some(attempt) = self.attempt.as_mut().filter(|attempt| !attempt.has_challenge) else {
            return;
        };
        self.failures = 0;
        self.effects.push(Effect::ClearTimer(Timer::Answer));
        self.effects.push(Effect::ClearTimer(Timer::Retry));
        attempt.take_challenge(&challenge);
        self.effects.push(Effect::StartWork { id: challenge.id, task: challenge.work });
        if attempt.wants_slide() {
            // The page may have asked for motion before the server chose.
            self.effects.push(Effect::StopMotion);
            self.effects.push(Effect::ClearTimer(Timer::NoEvent));
        }
        self.prompt_when_ready();
    }

    pub(super) fn prompt_when_ready(&mut self) {
        let Some(attempt) = &mut self.attempt else { return };
        if self.state != State::Asking || !attempt.ready_to_prompt() {
            return;
        }
        let Some(message) = attempt.prompt(self.now_ms) else { return };
        let hint_after_ms = attempt.hint_timing.first_ms;
        if let Some(direction) = attempt.pad() {
            self.effects.push(Effect::Pad(Some(direction)));
        }
        self.show(State::Listening, Some(message));
        self.effects.push(Effect::SetTimer(Timer::Hint, hint_after_ms));
    }

    pub(super) fn prompt_again(&mut self) {
        if let Some(message) = self.attempt.as_ref().and_then(Attempt::prompt_message) {
            self.show(State::Listening, Some(message));
        }
    }
}
