//! Feeds inputs to the flow and carries out the effects that it returns.

use alloc::rc::Rc;
use alloc::vec::Vec;
use core::cell::{Cell, RefCell};

use js_sys::{Array, Date};
use passwave_protocol::Way;
use wasm_bindgen::JsValue;

use super::host_imports::{HostServices, HostView};
#[cfg(feature = "motion")]
use super::motion_listener::MotionSource;
use crate::flow::{
    Choice, Direction, Effect, Flow, Input, Message, Proof, State, Timer, jitter_ms,
};

/// The flow of one widget, and the host that it drives.
#[derive(Debug)]
pub struct Driver {
    view: HostView,
    pub(super) services: HostServices,
    flow: RefCell<Flow>,
    /// A queue of one or two.
    inputs: RefCell<Vec<Input>>,
    is_busy: Cell<bool>,
    #[cfg(feature = "motion")]
    pub(super) motion: RefCell<MotionSource>,
}

impl Driver {
    pub fn new(view: HostView, services: HostServices) -> Rc<Self> {
        Rc::new(Self {
            view,
            services,
            flow: RefCell::new(Flow::new(Choice::default())),
            inputs: RefCell::default(),
            is_busy: Cell::new(false),
            #[cfg(feature = "motion")]
            motion: RefCell::default(),
        })
    }

    pub fn choose(&self, choice: Choice) {
        self.flow.borrow_mut().choose(choice);
    }

    pub fn is_stale(&self) -> bool {
        self.flow.borrow().is_stale(Date::now())
    }

    /// Carries out what the flow makes of an input. A page may call back from any event; what it does
    /// then waits its turn, so that effects are never out of order. The flow goes by the wall clock,
    /// because tokens age while a phone sleeps.
    pub fn dispatch(self: &Rc<Self>, input: Input) {
        self.inputs.borrow_mut().push(input);
        if self.is_busy.replace(true) {
            return;
        }
        while let Some(input) = self.next_input() {
            let effects = self.flow.borrow_mut().step(Date::now(), input);
            effects.into_iter().for_each(|effect| self.perform(effect));
        }
        self.is_busy.set(false);
    }

    fn next_input(&self) -> Option<Input> {
        let mut inputs = self.inputs.borrow_mut();
        if inputs.is_empty() { None } else { Some(inputs.remove(0)) }
    }

    /// Passes an answer on, unless the attempt it belongs to has been abandoned.
    pub fn dispatch_answer(self: &Rc<Self>, generation: u32, input: Input) {
        if self.generation() == generation {
            self.dispatch(input);
        }
    }

    fn generation(&self) -> u32 {
        self.flow.borrow().generation()
    }

    fn perform(self: &Rc<Self>, effect: Effect) {
        match effect {
            Effect::Show { state, message } => self.show(state, message),
            Effect::Stroke { strokes, progress } => self.view.stroke(strokes, progress),
            Effect::Progress(share) => self.view.progress(share),
            Effect::Pad(direction) => self.view.pad(direction.map(Direction::name)),
            Effect::AskSurvey => self.view.ask_survey(),
            Effect::SendSurvey { easy } => self.services.send_survey(easy),
            Effect::Token(is_held) => self.services.token(is_held),
            Effect::Error(code) => self.view.error(&code),
            Effect::FetchChallenge { way, mode } => {
                let way = way.map(Way::name);
                self.services.fetch_challenge(self.generation(), way, mode.name());
            }
            Effect::Redeem(proof) => self.redeem(&proof),
            Effect::Renew => self.services.renew(self.generation()),
            Effect::StartWork { id, task } => {
                self.services.start_work(&id, task.puzzles, task.bits);
            }
            Effect::StopWork => self.services.stop_work(),
            #[cfg(feature = "motion")]
            Effect::StartMotion => self.start_motion(),
            #[cfg(feature = "motion")]
            Effect::StopMotion => self.stop_motion(),
            #[cfg(not(feature = "motion"))]
            Effect::StartMotion | Effect::StopMotion => {}
            Effect::SetTimer(timer, after_ms) => self.set_timer(timer, after_ms),
            Effect::ClearTimer(timer) => self.services.clear_timer(timer.name()),
            Effect::ClearTimers => self.services.clear_timers(),
        }
    }

    fn show(&self, state: State, message: Option<Message>) {
        let is_verdict = message.is_some_and(Message::is_verdict);
        self.view.show(state.name(), message.map(Message::key), is_verdict);
    }

    fn redeem(&self, Proof { evidence, took_ds, hints }: &Proof) {
        let names = Array::new();
        for hint in hints {
            names.push(&JsValue::from_str(hint.name()));
        }
        self.services.redeem(self.generation(), evidence.as_deref(), *took_ds, names);
    }

    fn set_timer(&self, timer: Timer, after_ms: u32) {
        let jitter_ms = jitter_ms(timer, after_ms, chance());
        self.services.set_timer(timer.name(), f64::from(after_ms) + jitter_ms);
    }
}

/// A random number from 0 to 1; where the system has no randomness, retries are not spread.
fn chance() -> f64 {
    getrandom::u32().map_or(0.0, |drawn| f64::from(drawn) / f64::from(u32::MAX))
}
