//! The class that JavaScript makes for each `<pass-wave>`: it runs the flow and carries out its effects.

use alloc::collections::VecDeque;
use alloc::rc::Rc;
use alloc::string::String;
use alloc::vec::Vec;
use core::cell::{Cell, RefCell};

use js_sys::Date;
use passwave_motion::{Mode, Sample};
use passwave_protocol::{RedeemRequest, RenewRequest, Report, Way};
use wasm_bindgen::prelude::*;

use super::answer::read;
use super::host_imports::{HostServices, HostView};
use super::motion_buffer;
use super::motion_listener::MotionListener;
use crate::flow::{
    Choice, Direction, Effect, Fault, Flow, Input, Message, Permission, State, SurveyAnswer, Timer,
};

/// One widget on the page.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Widget {
    inner: Rc<Inner>,
}

#[wasm_bindgen]
impl Widget {
    /// A widget that shows itself in `view`, lets `services` do requests, timers and work, and is set up as [`Widget::choose`] says.
    #[wasm_bindgen(constructor)]
    pub fn new(view: HostView, services: HostServices, way: &str, mode: &str) -> Widget {
        let inner = Inner {
            view,
            services,
            flow: RefCell::new(Flow::new(choice(way, mode))),
            inputs: RefCell::default(),
            is_busy: Cell::new(false),
            motion: RefCell::default(),
            is_fed: Cell::new(false),
        };
        Self { inner: Rc::new(inner) }
    }

    /// Takes another way and mode, by name; they count from the next attempt on. An unknown way is no
    /// choice: the server decides.
    pub fn choose(&self, way: &str, mode: &str) {
        self.inner.flow.borrow_mut().choose(choice(way, mode));
    }

    /// The main button was pressed.
    pub fn press(&self, touch: bool) {
        self.inner.dispatch(Input::Press { touch });
    }

    /// What the system said when the click handler asked for motion: "granted", "denied" or
    /// "unavailable".
    pub fn permission(&self, answer: &str) {
        self.inner.dispatch(Input::Permission(match answer {
            "granted" => Permission::Granted,
            "unavailable" => Permission::Unavailable,
            _ => Permission::Denied,
        }));
    }

    /// "Press instead" was pressed.
    pub fn other(&self) {
        self.inner.dispatch(Input::Other);
    }

    /// "Stop" was pressed.
    pub fn stop(&self) {
        self.inner.dispatch(Input::Stop);
    }

    /// A finger on the pad has come so far from where it began, in CSS pixels.
    pub fn slide(&self, right_px: f64, down_px: f64, is_over: bool) {
        self.inner.dispatch(Input::Slide { right_px, down_px, is_over });
    }

    /// The person said whether it was easy.
    #[wasm_bindgen(js_name = easy)]
    pub fn survey(&self, easy: bool) {
        self.inner.dispatch(Input::Survey(easy));
    }

    /// Takes samples from the host, in rows of ten numbers. From now on the page's own motion events
    /// are not listened to: the two are never mixed.
    #[wasm_bindgen(js_name = pushMotion)]
    pub fn push_motion(&self, samples: &[f64]) {
        self.inner.is_fed.set(true);
        self.inner.motion.take();
        for sample in motion_buffer::samples(samples) {
            self.inner.dispatch(Input::Sample(sample));
        }
    }

    /// The page is looked at again, or was restored from the history just as it was left.
    pub fn returned(&self, was_restored: bool) {
        self.inner.dispatch(Input::Returned { was_restored });
    }

    /// Starts over: no token, nothing asked.
    pub fn reset(&self) {
        self.inner.dispatch(Input::Reset);
    }

    /// Whether the token has to be renewed before a form may carry it.
    #[wasm_bindgen(getter)]
    pub fn stale(&self) -> bool {
        self.inner.flow.borrow().is_stale(Date::now())
    }

    /// This clock ran out.
    pub fn timer(&self, timer: usize) {
        if let Some(timer) = Timer::ALL.get(timer) {
            self.inner.dispatch(Input::Timer(*timer));
        }
    }

    /// So much of the work is done, from 0 to 1.
    #[wasm_bindgen(js_name = workProgress)]
    pub fn work_progress(&self, share: f64) {
        self.inner.dispatch(Input::WorkProgress(share));
    }

    /// The work is done.
    #[wasm_bindgen(js_name = workSolved)]
    pub fn work_solved(&self, nonces: Vec<u32>) {
        self.inner.dispatch(Input::WorkSolved(nonces));
    }

    /// The server's answer to a wish for a challenge.
    pub fn challenge(&self, generation: u32, answer: JsValue) {
        let input = read(answer).map_or(Input::Fault(Fault::Unreachable), Input::Challenge);
        self.inner.dispatch_answer(generation, input);
    }

    /// The server's answer to the proof.
    pub fn redeemed(&self, generation: u32, answer: JsValue) {
        let input = read(answer).map_or(Input::Fault(Fault::Unreachable), Input::Redeemed);
        self.inner.dispatch_answer(generation, input);
    }

    /// The server's answer to a wish for a fresh token.
    pub fn renewed(&self, generation: u32, answer: JsValue) {
        let input = read(answer).map_or(Input::RenewFault(Fault::Unreachable), Input::Renewed);
        self.inner.dispatch_answer(generation, input);
    }

    /// A challenge or a redeem brought nothing: the server's first error code, or none when there was
    /// no answer or none that could be read.
    pub fn fault(&self, generation: u32, code: Option<String>) {
        self.inner.dispatch_answer(generation, Input::Fault(fault(code)));
    }

    /// A renewal brought nothing; as for [`Widget::fault`].
    #[wasm_bindgen(js_name = renewFault)]
    pub fn renew_fault(&self, generation: u32, code: Option<String>) {
        self.inner.dispatch_answer(generation, Input::RenewFault(fault(code)));
    }
}

fn choice(way: &str, mode: &str) -> Choice {
    Choice { way: Way::from_name(way), mode: Mode::from_name(mode).unwrap_or_default() }
}

fn fault(code: Option<String>) -> Fault {
    code.map_or(Fault::Unreachable, Fault::Refused)
}

#[derive(Debug)]
struct Inner {
    view: HostView,
    services: HostServices,
    flow: RefCell<Flow>,
    inputs: RefCell<VecDeque<Input>>,
    is_busy: Cell<bool>,
    motion: RefCell<Option<MotionListener>>,
    is_fed: Cell<bool>,
}

impl Inner {
    /// Carries out what the flow makes of an input. A page may call back from any event; what it
    /// does then waits its turn, so that effects are never out of order. The flow goes by the wall
    /// clock, for tokens age while a phone sleeps.
    fn dispatch(self: &Rc<Self>, input: Input) {
        self.inputs.borrow_mut().push_back(input);
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
        self.inputs.borrow_mut().pop_front()
    }

    /// Passes an answer on, unless the attempt it belongs to has been given up.
    fn dispatch_answer(self: &Rc<Self>, generation: u32, input: Input) {
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
            Effect::SendSurvey(SurveyAnswer { token, renew, easy }) => {
                self.services.send_survey(&token, &renew, easy);
            }
            Effect::Token(token) => self.view.token(token.as_deref()),
            Effect::Error(code) => self.view.error(&code),
            Effect::FetchChallenge { way, mode } => {
                let way = way.map(Way::name);
                self.services.fetch_challenge(self.generation(), way, mode.name());
            }
            Effect::Redeem(request) => self.redeem(&request),
            Effect::Renew(RenewRequest { token, renew }) => {
                self.services.renew(self.generation(), &token, &renew);
            }
            Effect::StartWork { id, task } => {
                self.services.start_work(&id, task.puzzles, task.bits)
            }
            Effect::StopWork => self.services.stop_work(),
            Effect::StartMotion => self.start_motion(),
            Effect::StopMotion => drop(self.motion.take()),
            Effect::SetTimer(timer, after_ms) => self.set_timer(timer, after_ms),
            Effect::ClearTimer(timer) => self.services.clear_timer(timer as usize),
            Effect::ClearTimers => self.services.clear_timers(),
        }
    }

    fn show(&self, state: State, message: Option<Message>) {
        let is_verdict = message.is_some_and(Message::is_verdict);
        self.view.show(state.name(), message.map(Message::key), is_verdict);
    }

    fn redeem(&self, request: &RedeemRequest) {
        let RedeemRequest { challenge, evidence, work, report } = request;
        let Report { took_ds, hints, .. } = report.clone().unwrap_or_default();
        let hints = hints.iter().map(|hint| JsValue::from_str(hint)).collect();
        let evidence = evidence.as_deref();
        self.services.redeem(self.generation(), challenge, evidence, work, took_ds, hints);
    }

    fn start_motion(self: &Rc<Self>) {
        if self.is_fed.get() {
            return;
        }
        let inner = Rc::downgrade(self);
        let take = move |sample: Sample| {
            if let Some(inner) = inner.upgrade() {
                inner.dispatch(Input::Sample(sample));
            }
        };
        self.motion.replace(MotionListener::listen(take));
    }

    fn set_timer(&self, timer: Timer, after_ms: u32) {
        let after_ms = f64::from(after_ms);
        let jitter_ms =
            if timer == Timer::Retry { after_ms * RETRY_JITTER * chance() } else { 0.0 };
        self.services.set_timer(timer as usize, after_ms + jitter_ms);
    }
}

/// Spreads the retries of many phones over this share of the wait, so that a server that comes back is
/// not met by all of them at once.
const RETRY_JITTER: f64 = 0.25;

/// From 0 to 1; where the system has no randomness, retries are not spread.
fn chance() -> f64 {
    getrandom::u32().map_or(0.0, |drawn| f64::from(drawn) / f64::from(u32::MAX))
}
