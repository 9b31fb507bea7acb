//! While a person moves the phone or slides a finger: strokes, praise, hints.

use passwave_motion::Sample;
use passwave_protocol::Way;

use super::effect::Effect;
use super::message::Message;
use super::slide::Slide;
use super::state::State;
use super::state_machine::Flow;
use super::timer::Timer;
use super::timing;

impl Flow {
    pub(super) fn sample(&mut self, sample: &Sample) {
        let Some(attempt) = &mut self.attempt else { return };
        if !attempt.permitted {
            return;
        }
        if attempt.hear(sample) {
            self.effects.push(Effect::ClearTimer(Timer::NoEvent));
            self.prompt_when_ready();
        } else if !attempt.heard
            && let Some(wait_ms) = attempt.wait_after_empty_event_ms()
        {
            self.effects.push(Effect::SetTimer(Timer::NoEvent, wait_ms));
        }
        self.judge(sample);
    }

    fn judge(&mut self, sample: &Sample) {
        let Some(attempt) = &mut self.attempt else { return };
        let was_still = !attempt.has_moved();
        let Some(update) = attempt.judge(self.now_ms, sample) else { return };
        if update.stroke && was_still {
            // Someone who has only just begun, after listening to the prompt, is not corrected at once.
            self.effects.push(Effect::SetTimer(Timer::Hint, timing::HINT_AFTER_FIRST_STROKE_MS));
        }
        if update.stroke {
            self.stroke(update.strokes, update.progress);
        }
        if update.verdict.is_some_and(|verdict| verdict.accepted) {
            self.accepted();
        }
    }

    fn stroke(&mut self, strokes: u32, progress: f64) {
        self.effects.push(Effect::Stroke { strokes, progress });
        if self.state == State::Listening || self.state == State::Hint {
            self.show(State::Progress, None);
        }
        if strokes == 1 {
            self.effects.push(Effect::SetTimer(Timer::KeepGoing, timing::KEEP_GOING_MS));
        }
    }

    /// A finger moves on the pad, or has left it.
    pub(super) fn slide(&mut self, right_px: f64, down_px: f64, is_over: bool) {
        if !self.is_asking_of_person() {
            return;
        }
        let Some(attempt) = &mut self.attempt else { return };
        if is_over {
            let slide = attempt.judge_slide(self.now_ms, right_px, down_px);
            slide.into_iter().for_each(|slide| self.slid(slide));
        } else {
            self.effects.push(Effect::Progress(attempt.slide_share(right_px, down_px)));
        }
    }

    fn slid(&mut self, slide: Slide) {
        let Some(attempt) = &mut self.attempt else { return };
        match slide {
            Slide::Done => {
                self.effects.push(Effect::Stroke { strokes: 1, progress: 1.0 });
                self.effects.push(Effect::Pad(None));
                self.accepted();
            }
            Slide::Nothing => self.effects.push(Effect::Progress(0.0)),
            Slide::TooShort | Slide::OtherWay => {
                let hint = attempt.slide_hint(slide);
                self.effects.push(Effect::Progress(0.0));
                self.effects.push(Effect::ClearTimer(Timer::Hint));
                self.show(State::Hint, Some(hint));
            }
        }
    }

    /// The gesture or the slide is done: what is left is the work and the server.
    fn accepted(&mut self) {
        self.effects.push(Effect::StopMotion);
        for timer in [Timer::NoEvent, Timer::Hint, Timer::KeepGoing] {
            self.effects.push(Effect::ClearTimer(timer));
        }
        self.effects.push(Effect::SetTimer(Timer::SlowCheck, timing::SILENT_CHECK_MS));
        self.show(State::Checking, None);
        self.redeem_when_ready();
    }

    /// During a flip the screen is covered: some screen readers fall silent then.
    pub(super) fn keep_going(&mut self) {
        let is_flip = self.attempt.as_ref().is_some_and(|attempt| attempt.way == Some(Way::Flip));
        if self.state == State::Progress && !is_flip {
            self.show(State::Progress, Some(Message::KeepGoing));
            // Two messages close together delay each other in a screen reader.
            self.effects.push(Effect::SetTimer(Timer::Hint, timing::HINT_AFTER_PRAISE_MS));
        }
    }

    pub(super) fn hint(&mut self) {
        let Some(attempt) = &mut self.attempt else { return };
        let Some(message) = attempt.next_hint() else { return };
        let again_after_ms = attempt.hint_timing.next_ms;
        self.show(State::Hint, Some(message));
        self.effects.push(Effect::ClearTimer(Timer::KeepGoing));
        self.effects.push(Effect::SetTimer(Timer::Hint, again_after_ms));
    }
}
