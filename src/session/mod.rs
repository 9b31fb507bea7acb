//! What happens between a press and a verdict, with no browser in it.
//!
//! [`Session::step`] takes one [`Input`] at a time and returns the [`Effect`]s that the browser has
//! to carry out. Time is an argument, so the whole story can be told in a test.

mod attempt;
mod effect;
mod input;
mod pace;
mod slide;
#[cfg(test)]
mod tests;

use alloc::string::String;
use alloc::vec::Vec;

use passwave_motion::{Mode, Sample};
use passwave_protocol::{RenewRequest, Report, Way, limits};

use attempt::Attempt;
pub use effect::{Effect, Message, Opinion, State, Timer};
pub use input::{Challenge, Fault, Input, Permission, Redeemed, Renewed};
use pace::Pace;
pub use slide::Direction;
use slide::Slide;

/// What the page and the person have chosen.
#[derive(Clone, Copy, Debug, Default)]
pub struct Choice {
    /// The way asked for; the server chooses a gesture where there is none.
    pub way: Option<Way>,
    /// Standard or elder.
    pub mode: Mode,
}

/// A verification that can still be renewed.
#[derive(Clone, Debug)]
struct Holding {
    token: String,
    renew: String,
    fresh_until_ms: f64,
}

/// What a report will tell; it goes on when a person changes the way.
#[derive(Debug, Default)]
struct Telling {
    now_ms: f64,
    began_at_ms: f64,
    hints: Vec<u32>,
}

impl Telling {
    fn begin(&mut self) {
        *self = Self { now_ms: self.now_ms, began_at_ms: self.now_ms, hints: Vec::new() };
    }

    fn hinted(&mut self, message: Message) {
        if self.hints.len() < limits::MAX_REPORT_HINTS {
            self.hints.extend(message.hint_number());
        }
    }

    fn report(&self) -> Report {
        let took_ds = ((self.now_ms - self.began_at_ms) / 100.0) as u32;
        // The widget's settings know the language.
        Report { took_ds, hints: self.hints.clone(), lang: String::new() }
    }
}

/// One widget's story: idle, asked, listened, checked, verified, renewed.
#[derive(Debug)]
pub struct Session {
    choice: Choice,
    state: State,
    /// Counts the attempts, so that an answer to an abandoned one is known and dropped.
    generation: u32,
    attempt: Option<Attempt>,
    holding: Option<Holding>,
    failures: u32,
    telling: Telling,
    effects: Vec<Effect>,
}

impl Session {
    /// A session in which nothing has happened yet.
    #[must_use]
    pub fn new(choice: Choice) -> Self {
        Self {
            choice,
            state: State::Idle,
            generation: 0,
            attempt: None,
            holding: None,
            failures: 0,
            telling: Telling::default(),
            effects: Vec::new(),
        }
    }

    /// The number that answers to requests of the running attempt must carry.
    #[must_use]
    pub fn generation(&self) -> u32 {
        self.generation
    }

    /// What is shown now.
    #[must_use]
    pub fn state(&self) -> State {
        self.state
    }

    /// Whether the token has to be renewed before a form may carry it.
    #[must_use]
    pub fn is_stale(&self, now_ms: f64) -> bool {
        self.holding.as_ref().is_some_and(|holding| now_ms >= holding.fresh_until_ms)
    }

    /// Takes another choice; it counts from the next attempt on.
    pub fn choose(&mut self, choice: Choice) {
        self.choice = choice;
    }

    /// Takes one input that arrived at `now_ms` and returns what is to be done, in order.
    pub fn step(&mut self, now_ms: f64, input: Input) -> Vec<Effect> {
        self.telling.now_ms = now_ms;
        match input {
            Input::Press { touch } => self.press(now_ms, touch),
            Input::Other => self.other(),
            Input::Stop => self.stop(),
            Input::Slide { right_px, down_px, is_over: false } => self.sliding(right_px, down_px),
            Input::Slide { right_px, down_px, .. } => self.slid(now_ms, right_px, down_px),
            Input::Easy(easy) => self.rated(easy),
            Input::Permission(permission) => self.permission(now_ms, permission),
            Input::Sample(sample) => self.sample(now_ms, &sample),
            Input::Challenge(challenge) => self.challenge(now_ms, challenge),
            Input::WorkSolved(nonces) => self.work_solved(nonces),
            Input::WorkProgress(share) => self.work_progress(share),
            Input::Redeemed(answer) => self.redeemed(now_ms, answer),
            Input::Renewed(answer) => self.renewed(now_ms, answer),
            Input::Fault(fault) => self.fault(fault),
            Input::RenewFault(fault) => self.renew_fault(fault),
            Input::Timer(timer) => self.timer(timer),
            Input::Returned { was_restored } => self.returned(now_ms, was_restored),
            Input::Reset => self.reset(),
        }
        core::mem::take(&mut self.effects)
    }

    fn press(&mut self, now_ms: f64, touch: bool) {
        match self.state {
            State::Idle | State::Failed | State::Expired => self.begin(self.choice.way),
            State::Listening | State::Progress | State::Hint => self.press_again(now_ms, touch),
            State::Asking | State::Checking | State::Verified => {}
        }
    }

    /// A second press repeats the prompt, or goes on without waving when no stroke was felt.
    fn press_again(&mut self, now_ms: f64, touch: bool) {
        let Some(attempt) = &self.attempt else { return };
        if touch && attempt.stroke_felt_lately(now_ms) {
            return;
        }
        if attempt.gave_up_waving(now_ms) {
            self.without_waving(Message::CheckingPress);
        } else {
            self.prompt_again();
        }
    }

    fn other(&mut self) {
        let is_pressing =
            self.attempt.as_ref().is_some_and(|attempt| attempt.way == Some(Way::Press));
        if self.state != State::Verified && !is_pressing {
            self.without_waving(Message::CheckingPress);
        }
    }

    /// Gives up what runs; the next press starts over.
    fn stop(&mut self) {
        if self.attempt.is_some() {
            self.abandon();
            self.show(State::Idle, Some(Message::Stopped));
        }
    }

    fn begin(&mut self, way: Option<Way>) {
        if way == Some(Way::Press) {
            return self.without_waving(Message::CheckingPress);
        }
        self.start_attempt(way);
        self.show(State::Asking, None);
    }

    /// Goes on with work alone: by choice, or because motion cannot be had.
    fn without_waving(&mut self, message: Message) {
        self.start_attempt(Some(Way::Press));
        self.show(State::Checking, Some(message));
    }

    fn start_attempt(&mut self, way: Option<Way>) {
        if self.attempt.is_none() {
            self.telling.begin();
        }
        self.abandon();
        self.failures = 0;
        let pace = Pace::of(self.choice.mode);
        self.attempt = Some(Attempt::new(way, self.choice.mode, pace));
        self.fetch_challenge(way);
    }

    /// Stops whatever runs and makes sure that late answers to it are dropped.
    fn abandon(&mut self) {
        self.generation += 1;
        if let Some(attempt) = self.attempt.take() {
            self.effects.extend([Effect::StopMotion, Effect::StopWork]);
            self.effects.extend(attempt.pad().map(|_| Effect::Pad(None)));
        }
        self.effects.push(Effect::ClearTimers);
    }

    fn fetch_challenge(&mut self, way: Option<Way>) {
        self.effects.push(Effect::FetchChallenge { way, mode: self.choice.mode });
        self.effects.push(Effect::SetTimer(Timer::Answer, pace::ANSWER_WITHIN_MS));
    }

    fn permission(&mut self, now_ms: f64, permission: Permission) {
        let Some(attempt) = &mut self.attempt else { return };
        if self.state != State::Asking || attempt.permitted || attempt.wants_slide() {
            return;
        }
        match permission {
            Permission::Granted => {
                attempt.permitted = true;
                self.effects.push(Effect::StartMotion);
                self.effects.push(Effect::SetTimer(Timer::NoEvent, pace::NO_EVENT_MS));
                self.prompt_when_ready(now_ms);
            }
            Permission::Denied | Permission::Unavailable => {
                self.without_waving(Message::MotionOff);
            }
        }
    }

    fn challenge(&mut self, now_ms: f64, challenge: Challenge) {
        let Some(attempt) = &mut self.attempt else { return };
        self.failures = 0;
        self.effects.push(Effect::ClearTimer(Timer::Answer));
        self.effects.push(Effect::StartWork { id: challenge.id.clone(), task: challenge.work });
        if attempt.take_challenge(challenge).is_err() {
            return self.fail("unknown-version");
        }
        if attempt.wants_slide() {
            // The page may have asked for motion before the server chose.
            self.effects.extend([Effect::StopMotion, Effect::ClearTimer(Timer::NoEvent)]);
        }
        self.prompt_when_ready(now_ms);
    }

    fn prompt_when_ready(&mut self, now_ms: f64) {
        let Some(attempt) = &mut self.attempt else { return };
        if self.state != State::Asking || !attempt.ready_to_prompt() {
            return;
        }
        let Some(message) = attempt.prompt(now_ms) else { return };
        let hint_after_ms = attempt.pace.first_hint_ms;
        self.effects.extend(attempt.pad().map(|direction| Effect::Pad(Some(direction))));
        self.show(State::Listening, Some(message));
        self.effects.push(Effect::SetTimer(Timer::Hint, hint_after_ms));
    }

    fn prompt_again(&mut self) {
        if let Some(message) = self.attempt.as_ref().and_then(Attempt::prompt_message) {
            self.show(State::Listening, Some(message));
        }
    }

    fn sample(&mut self, now_ms: f64, sample: &Sample) {
        let Some(attempt) = &mut self.attempt else { return };
        if !attempt.permitted {
            return;
        }
        if attempt.hear(sample) {
            self.effects.push(Effect::ClearTimer(Timer::NoEvent));
            self.prompt_when_ready(now_ms);
        } else if !attempt.heard {
            // A browser without a sensor sends one event with every field null, and then no more.
            self.effects.push(Effect::SetTimer(Timer::NoEvent, pace::AFTER_NULL_EVENT_MS));
        }
        self.judge(now_ms, sample);
    }

    fn judge(&mut self, now_ms: f64, sample: &Sample) {
        let Some(attempt) = &mut self.attempt else { return };
        let was_still = !attempt.has_moved();
        let Some(update) = attempt.judge(now_ms, sample) else { return };
        if update.stroke && was_still {
            // Who has only just begun, after listening to the prompt, is not corrected at once.
            self.effects.push(Effect::SetTimer(Timer::Hint, pace::HINT_AFTER_FIRST_STROKE_MS));
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
            self.effects.push(Effect::SetTimer(Timer::KeepGoing, pace::KEEP_GOING_MS));
        }
    }

    fn sliding(&mut self, right_px: f64, down_px: f64) {
        if let Some(attempt) = self.attempt.as_ref().filter(|_| self.is_asking_of_person()) {
            self.effects.push(Effect::Progress(attempt.slide_share(right_px, down_px)));
        }
    }

    /// A finger has left the pad.
    fn slid(&mut self, now_ms: f64, right_px: f64, down_px: f64) {
        if !self.is_asking_of_person() {
            return;
        }
        let Some(attempt) = &mut self.attempt else { return };
        match attempt.judge_slide(now_ms, right_px, down_px) {
            None => {}
            Some(Slide::Done) => {
                self.effects.push(Effect::Stroke { strokes: 1, progress: 1.0 });
                self.effects.push(Effect::Pad(None));
                self.accepted();
            }
            Some(Slide::Nothing) => self.effects.push(Effect::Progress(0.0)),
            Some(slide) => {
                let hint = attempt.slide_hint(slide);
                self.effects.extend([Effect::Progress(0.0), Effect::ClearTimer(Timer::Hint)]);
                self.show(State::Hint, Some(hint));
            }
        }
    }

    /// Whether something is asked of the person just now.
    fn is_asking_of_person(&self) -> bool {
        matches!(self.state, State::Listening | State::Progress | State::Hint)
    }

    fn accepted(&mut self) {
        self.effects.push(Effect::StopMotion);
        for timer in [Timer::NoEvent, Timer::Hint, Timer::KeepGoing] {
            self.effects.push(Effect::ClearTimer(timer));
        }
        self.effects.push(Effect::SetTimer(Timer::SlowCheck, pace::SILENT_CHECK_MS));
        self.show(State::Checking, None);
        self.redeem_when_ready();
    }

    fn work_solved(&mut self, nonces: Vec<u32>) {
        if let Some(attempt) = &mut self.attempt {
            attempt.work = Some(nonces);
            self.redeem_when_ready();
        }
    }

    /// The share of the work is shown only where the work is what the person waits for.
    fn work_progress(&mut self, share: f64) {
        if self.state == State::Checking {
            self.effects.push(Effect::Progress(share));
        }
    }

    fn redeem_when_ready(&mut self) {
        let request = self.attempt.as_ref().and_then(Attempt::redeem_request);
        let Some(mut request) = request else { return };
        request.report = Some(self.telling.report());
        self.effects.push(Effect::Redeem(request));
        self.effects.push(Effect::SetTimer(Timer::Answer, pace::ANSWER_WITHIN_MS));
    }

    fn redeemed(&mut self, now_ms: f64, answer: Redeemed) {
        self.abandon();
        self.failures = 0;
        self.hold(now_ms, answer.token, answer.renew, answer.expires_in_s);
        self.show(State::Verified, Some(Message::Verified));
        self.effects.extend(answer.ask_easy.then_some(Effect::AskEasy));
    }

    fn rated(&mut self, easy: bool) {
        if let Some(Holding { token, renew, .. }) = self.holding.clone() {
            self.effects.push(Effect::SendOpinion(Opinion { token, renew, easy }));
        }
    }

    fn renewed(&mut self, now_ms: f64, answer: Renewed) {
        let Some(holding) = self.holding.take() else { return };
        self.failures = 0;
        self.hold(now_ms, answer.token, holding.renew, answer.expires_in_s);
    }

    fn hold(&mut self, now_ms: f64, token: String, renew: String, expires_in_s: u32) {
        let fresh_for_ms = pace::fresh_for_ms(expires_in_s);
        self.effects.push(Effect::Token(Some(token.clone())));
        self.effects.push(Effect::SetTimer(Timer::Renew, fresh_for_ms));
        let fresh_until_ms = now_ms + f64::from(fresh_for_ms);
        self.holding = Some(Holding { token, renew, fresh_until_ms });
    }

    fn fault(&mut self, fault: Fault) {
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

    /// The server is away: says so once, and tries again ever more gently.
    fn try_later(&mut self) {
        if self.failures == 0 {
            self.show(self.state, Some(Message::Unreachable));
            self.effects.push(Effect::Error("server-unreachable".into()));
        }
        self.effects.push(Effect::SetTimer(Timer::Retry, pace::retry_after_ms(self.failures)));
        self.failures += 1;
    }

    fn fail(&mut self, code: &str) {
        self.abandon();
        self.effects.push(Effect::Error(code.into()));
        let is_press = self.choice.way == Some(Way::Press);
        let message = if is_press { Message::FailedPress } else { Message::Failed };
        self.show(State::Failed, Some(message));
    }

    fn renew_fault(&mut self, fault: Fault) {
        if self.holding.is_none() {
            return;
        }
        if let Fault::Refused(code) = &fault
            && code != "rate-limited"
        {
            return self.expire();
        }
        self.effects.push(Effect::SetTimer(Timer::Renew, pace::retry_after_ms(self.failures)));
        self.failures += 1;
    }

    fn expire(&mut self) {
        self.abandon();
        self.holding = None;
        self.effects.push(Effect::Token(None));
        self.show(State::Expired, Some(Message::Expired));
    }

    fn timer(&mut self, timer: Timer) {
        match timer {
            Timer::NoEvent => self.without_waving(Message::MotionOff),
            Timer::KeepGoing => self.keep_going(),
            Timer::Hint => self.hint(),
            Timer::SlowCheck => self.slow_check(),
            Timer::Answer => self.answer_overdue(),
            Timer::Retry => self.retry(),
            Timer::Renew => self.renew(),
        }
    }

    fn keep_going(&mut self) {
        if self.state == State::Progress {
            self.show(State::Progress, Some(Message::KeepGoing));
            // Two messages close together delay each other in a screen reader.
            self.effects.push(Effect::SetTimer(Timer::Hint, pace::HINT_AFTER_PRAISE_MS));
        }
    }

    fn hint(&mut self) {
        let Some(attempt) = &mut self.attempt else { return };
        let Some(message) = attempt.next_hint() else { return };
        let again_after_ms = attempt.pace.next_hint_ms;
        self.show(State::Hint, Some(message));
        self.effects.push(Effect::ClearTimer(Timer::KeepGoing));
        self.effects.push(Effect::SetTimer(Timer::Hint, again_after_ms));
    }

    fn slow_check(&mut self) {
        if self.state == State::Checking {
            self.show(State::Checking, Some(Message::Checking));
        }
    }

    /// No answer in time is the same as no server; whatever comes later is dropped.
    fn answer_overdue(&mut self) {
        self.generation += 1;
        self.try_later();
    }

    fn retry(&mut self) {
        let Some(attempt) = &self.attempt else { return };
        match attempt.redeem_request() {
            Some(_) => self.redeem_when_ready(),
            None => {
                let way = attempt.way;
                self.fetch_challenge(way);
            }
        }
    }

    /// Asks for a fresh token, if there is a verification to renew.
    pub(crate) fn renew(&mut self) {
        if let Some(Holding { token, renew, .. }) = self.holding.clone() {
            self.effects.push(Effect::Renew(RenewRequest { token, renew }));
        }
    }

    fn returned(&mut self, now_ms: f64, was_restored: bool) {
        if was_restored || self.is_stale(now_ms) {
            self.renew();
        }
        if self.is_asking_of_person() {
            // Whoever comes back from a phone call may have forgotten what was asked.
            self.prompt_again();
        }
    }

    fn reset(&mut self) {
        self.abandon();
        if self.holding.take().is_some() {
            self.effects.push(Effect::Token(None));
        }
        self.show(State::Idle, None);
    }

    fn show(&mut self, state: State, message: Option<Message>) {
        if let Some(message) = message {
            self.telling.hinted(message);
        }
        self.state = state;
        self.effects.push(Effect::Show { state, message });
    }
}
