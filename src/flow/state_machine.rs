//! The state machine itself: its state, and which handler takes which input.

use alloc::vec::Vec;

use passwave_motion::Mode;
use passwave_protocol::Way;

use super::attempt::Attempt;
use super::effect::Effect;
use super::held_token::HeldToken;
use super::input::Input;
use super::message::Message;
use super::report::ReportBuilder;
use super::state::State;
use super::timer::Timer;

/// What the site and the person have chosen.
#[derive(Clone, Copy, Debug, Default)]
pub struct Choice {
    /// The way asked for; the server chooses a gesture where there is none.
    pub way: Option<Way>,
    /// Standard or elder.
    pub mode: Mode,
}

/// The state machine of one widget: idle, asking, listening, checking, verified, renewed.
#[derive(Debug)]
pub struct Flow {
    pub(super) choice: Choice,
    pub(super) state: State,
    /// When the input arrived that is being handled.
    pub(super) now_ms: f64,
    /// Counts the attempts, so that an answer to an abandoned one is recognised and dropped.
    pub(super) generation: u32,
    pub(super) attempt: Option<Attempt>,
    pub(super) held_token: Option<HeldToken>,
    /// Requests in a row that have failed.
    pub(super) failures: u32,
    /// Answers of this attempt that took longer than was waited for.
    pub(super) overdue: u32,
    pub(super) report: ReportBuilder,
    pub(super) effects: Vec<Effect>,
}

impl Flow {
    /// A flow in which nothing has happened yet.
    #[must_use]
    pub fn new(choice: Choice) -> Self {
        Self {
            choice,
            state: State::Idle,
            now_ms: 0.0,
            generation: 0,
            attempt: None,
            held_token: None,
            failures: 0,
            overdue: 0,
            report: ReportBuilder::default(),
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
        self.held_token.is_some_and(|held| held.is_stale(now_ms))
    }

    /// Takes another choice; it counts from the next attempt on.
    pub fn choose(&mut self, choice: Choice) {
        self.choice = choice;
    }

    /// Takes one input that arrived at `now_ms` and returns what is to be done, in order.
    pub fn step(&mut self, now_ms: f64, input: Input) -> Vec<Effect> {
        self.now_ms = now_ms;
        match input {
            Input::Press { touch } => self.press(touch),
            Input::Other => self.other(),
            Input::Stop => self.stop(),
            Input::Slide { right_px, down_px, is_over } => self.slide(right_px, down_px, is_over),
            Input::Survey(easy) => self.answer_survey(easy),
            Input::Permission(permission) => self.permission(permission),
            Input::Sample(sample) => self.sample(&sample),
            Input::Challenge(challenge) => self.challenge(challenge),
            Input::WorkSolved => self.work_solved(),
            Input::WorkProgress(share) => self.work_progress(share),
            Input::Redeemed { expires_in_s, survey } => self.redeemed(expires_in_s, survey),
            Input::Renewed { expires_in_s } => self.renewed(expires_in_s),
            Input::Fault(fault) => self.fault(fault),
            Input::RenewFault(fault) => self.renew_fault(&fault),
            Input::Timer(timer) => self.timer(timer),
            Input::Returned { was_restored } => self.returned(was_restored),
            Input::Reset => self.reset(),
        }
        core::mem::take(&mut self.effects)
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

    fn returned(&mut self, was_restored: bool) {
        if was_restored || self.is_stale(self.now_ms) {
            self.renew();
        }
        if !was_restored && self.is_asking_of_person() {
            // Someone who comes back from a phone call may have forgotten what was asked. A page that is restored
            // becomes visible as well, and the prompt is said once.
            self.prompt_again();
        }
    }

    fn reset(&mut self) {
        self.abandon();
        if self.held_token.take().is_some() {
            self.effects.push(Effect::Token(false));
        }
        self.show(State::Idle, None);
    }

    /// Stops whatever runs and makes sure that late answers to it are dropped.
    pub(super) fn abandon(&mut self) {
        self.generation += 1;
        if let Some(attempt) = self.attempt.take() {
            self.effects.push(Effect::StopMotion);
            self.effects.push(Effect::StopWork);
            if attempt.pad().is_some() {
                self.effects.push(Effect::Pad(None));
            }
        }
        self.effects.push(Effect::ClearTimers);
    }

    /// Whether something is asked of the person just now.
    pub(super) fn is_asking_of_person(&self) -> bool {
        matches!(self.state, State::Listening | State::Progress | State::Hint)
    }

    pub(super) fn show(&mut self, state: State, message: Option<Message>) {
        if let Some(message) = message {
            self.report.add(message);
        }
        self.state = state;
        self.effects.push(Effect::Show { state, message });
    }
}
