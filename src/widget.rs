//! Ties a session to one element of the page.

use alloc::collections::VecDeque;
use alloc::rc::Rc;
use alloc::string::String;
use alloc::vec::Vec;
use core::cell::{Cell, RefCell};

use js_sys::Date;
use passwave_motion::{Mode, Sample};
use passwave_protocol::{RedeemRequest, RenewRequest, Way};
use wasm_bindgen::prelude::*;

use crate::answer::read;
use crate::motion_guard::MotionGuard;
use crate::page::{Errands, Page};
use crate::rows;
use crate::session::{
    Choice, Direction, Effect, Fault, Input, Message, Opinion, Permission, Session, State, Timer,
};

/// One widget on the page.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Widget {
    inner: Rc<Inner>,
}

#[wasm_bindgen]
impl Widget {
    /// A widget that drives `page`, sends `errands`, and is set up as [`Widget::choose`] says.
    #[wasm_bindgen(constructor)]
    pub fn new(page: Page, errands: Errands, way: &str, mode: &str) -> Widget {
        let inner = Inner {
            page,
            errands,
            session: RefCell::new(Session::new(choice(way, mode))),
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
        self.inner.session.borrow_mut().choose(choice(way, mode));
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
    pub fn easy(&self, easy: bool) {
        self.inner.dispatch(Input::Easy(easy));
    }

    /// Takes samples from the host, in rows of ten numbers. From now on the page's own motion events
    /// are not listened to: the two are never mixed.
    #[wasm_bindgen(js_name = pushMotion)]
    pub fn push_motion(&self, samples: &[f64]) {
        self.inner.is_fed.set(true);
        self.inner.motion.take();
        for sample in rows::samples(samples) {
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
        self.inner.session.borrow().is_stale(Date::now())
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
    page: Page,
    errands: Errands,
    session: RefCell<Session>,
    inputs: RefCell<VecDeque<Input>>,
    is_busy: Cell<bool>,
    motion: RefCell<Option<MotionGuard>>,
    is_fed: Cell<bool>,
}

impl Inner {
    /// Carries out what the session makes of an input. A page may call back from any event; what it
    /// does then waits its turn, so that effects are never out of order. The session goes by the wall
    /// clock, for tokens age while a phone sleeps.
    fn dispatch(self: &Rc<Self>, input: Input) {
        self.inputs.borrow_mut().push_back(input);
        if self.is_busy.replace(true) {
            return;
        }
        while let Some(input) = self.next_input() {
            let effects = self.session.borrow_mut().step(Date::now(), input);
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
        self.session.borrow().generation()
    }

    fn perform(self: &Rc<Self>, effect: Effect) {
        match effect {
            Effect::Show { state, message } => self.show(state, message),
            Effect::Stroke { strokes, progress } => self.page.stroke(strokes, progress),
            Effect::Progress(share) => self.page.progress(share),
            Effect::Pad(direction) => self.page.pad(direction.map(Direction::name)),
            Effect::AskEasy => self.page.ask_easy(),
            Effect::SendOpinion(Opinion { token, renew, easy }) => {
                self.errands.send_opinion(&token, &renew, easy);
            }
            Effect::Token(token) => self.page.token(token.as_deref()),
            Effect::Error(code) => self.page.error(&code),
            Effect::FetchChallenge { way, mode } => {
                let way = way.map(Way::name);
                self.errands.fetch_challenge(self.generation(), way, mode.name());
            }
            Effect::Redeem(request) => self.redeem(&request),
            Effect::Renew(RenewRequest { token, renew }) => {
                self.errands.renew(self.generation(), &token, &renew);
            }
            Effect::StartWork { id, task } => self.errands.start_work(&id, task.puzzles, task.bits),
            Effect::StopWork => self.errands.stop_work(),
            Effect::StartMotion => self.start_motion(),
            Effect::StopMotion => drop(self.motion.take()),
            Effect::SetTimer(timer, after_ms) => self.set_timer(timer, after_ms),
            Effect::ClearTimer(timer) => self.errands.clear_timer(timer as usize),
            Effect::ClearTimers => self.errands.clear_timers(),
        }
    }

    fn show(&self, state: State, message: Option<Message>) {
        let is_verdict = message.is_some_and(Message::is_verdict);
        self.page.show(state.name(), message.map(Message::key), is_verdict);
    }

    fn redeem(&self, request: &RedeemRequest) {
        let RedeemRequest { challenge, evidence, work, report } = request;
        let (took_ds, hints) =
            report.as_ref().map_or((0, &[][..]), |told| (told.took_ds, &told.hints));
        let evidence = evidence.as_deref();
        self.errands.redeem(self.generation(), challenge, evidence, work, took_ds, hints);
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
        self.motion.replace(MotionGuard::listen(take));
    }

    fn set_timer(&self, timer: Timer, after_ms: u32) {
        let after_ms = f64::from(after_ms);
        let jitter_ms =
            if timer == Timer::Retry { after_ms * RETRY_JITTER * chance() } else { 0.0 };
        self.errands.set_timer(timer as usize, after_ms + jitter_ms);
    }
}

/// Spreads the retries of many phones over this share of the wait, so that a server that comes back is
/// not met by all of them at once.
const RETRY_JITTER: f64 = 0.25;

/// From 0 to 1; where the system has no randomness, retries are not spread.
fn chance() -> f64 {
    getrandom::u32().map_or(0.0, |drawn| f64::from(drawn) / f64::from(u32::MAX))
}
