//! Ties a session to one element of the page.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;

use gloo_timers::callback::Timeout;
use js_sys::Promise;
use passwave_motion::{Mode, Sample};
use passwave_protocol::{RedeemRequest, Way, WorkTask};
use serde::{Deserialize, Serialize};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::Worker;

use crate::json;
use crate::motion_guard::MotionGuard;
use crate::rows;
use crate::server;
use crate::session::{
    Challenge, Choice, Direction, Effect, Fault, Input, Message, Permission, Redeemed, Renewed,
    Session, State, Timer,
};
use crate::solver::{self, Work, WorkNews};

#[wasm_bindgen]
extern "C" {
    /// The page's side of one widget: it shows what it is told and decides nothing.
    #[derive(Debug)]
    pub type View;

    /// Shows a state and, if there is one, a sentence, by its key.
    #[wasm_bindgen(method)]
    fn show(this: &View, state: &str, message: Option<&str>, is_verdict: bool);

    /// A stroke was felt.
    #[wasm_bindgen(method)]
    fn stroke(this: &View, strokes: u32, progress: f64);

    /// So much of the work is done, from 0 to 1.
    #[wasm_bindgen(method)]
    fn progress(this: &View, share: f64);

    /// Shows the pad with an arrow to the `right`, `left`, `up` or `down`, or puts it away.
    #[wasm_bindgen(method)]
    fn pad(this: &View, direction: Option<&str>);

    /// Asks whether it was easy.
    #[wasm_bindgen(method, js_name = askEasy)]
    fn ask_easy(this: &View);

    /// The form's token, or none.
    #[wasm_bindgen(method)]
    fn token(this: &View, token: Option<String>);

    /// What went wrong, as a code.
    #[wasm_bindgen(method)]
    fn error(this: &View, code: &str);

    /// A worker that has been told which wasm to run, if this page can start one.
    #[wasm_bindgen(method, js_name = startWorker)]
    fn start_worker(this: &View) -> Option<Worker>;
}

/// What the element's attributes say.
#[derive(Clone, Debug, Default, Deserialize)]
struct Settings {
    /// The address that `challenge`, `redeem` and `renew` follow, with its last slash.
    server: String,
    sitekey: String,
    #[serde(default)]
    action: String,
    #[serde(default)]
    cdata: String,
    #[serde(default)]
    way: String,
    #[serde(default)]
    mode: String,
    /// The tag of the strings.
    #[serde(default)]
    lang: String,
}

impl Settings {
    fn read(settings: &str) -> Result<Self, JsError> {
        json::read(settings).ok_or_else(|| JsError::new("settings: server and sitekey are missing"))
    }

    /// An unknown way is no choice: the server decides.
    fn choice(&self) -> Choice {
        let mode = Mode::from_name(&self.mode).unwrap_or_default();
        Choice { way: Way::from_name(&self.way), mode }
    }
}

/// One widget on the page.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Widget {
    inner: Rc<Inner>,
}

#[wasm_bindgen]
impl Widget {
    /// A widget that drives `view` and is set up as the element's attributes say, in JSON.
    ///
    /// # Errors
    /// When the settings lack `server` or `sitekey`.
    #[wasm_bindgen(constructor)]
    pub fn new(view: View, settings: &str) -> Result<Widget, JsError> {
        let settings = Settings::read(settings)?;
        let session = RefCell::new(Session::new(settings.choice()));
        let inner = Inner {
            view,
            session,
            inputs: RefCell::default(),
            is_busy: Cell::new(false),
            settings: RefCell::new(settings),
            timers: RefCell::default(),
            motion: RefCell::default(),
            is_fed: Cell::new(false),
            work: RefCell::default(),
        };
        Ok(Self { inner: Rc::new(inner) })
    }

    /// Takes other settings; they count from the next attempt on.
    ///
    /// # Errors
    /// As for [`Widget::new`].
    pub fn choose(&self, settings: &str) -> Result<(), JsError> {
        let settings = Settings::read(settings)?;
        self.inner.session.borrow_mut().choose(settings.choice());
        self.inner.settings.replace(settings);
        Ok(())
    }

    /// The main button was pressed. `permission` is the promise that the click handler got when it
    /// asked for motion: "granted", "denied" or "unavailable".
    pub fn press(&self, touch: bool, permission: Option<Promise>) {
        self.inner.dispatch(Input::Press { touch });
        if let Some(permission) = permission {
            self.inner.await_permission(permission);
        }
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
        self.inner.session.borrow().is_stale(js_sys::Date::now())
    }
}

/// Milliseconds on the page's steady clock.
pub(crate) fn now_ms() -> f64 {
    web_sys::window().and_then(|window| window.performance()).map_or(0.0, |clock| clock.now())
}

#[derive(Debug)]
struct Inner {
    view: View,
    session: RefCell<Session>,
    inputs: RefCell<VecDeque<Input>>,
    is_busy: Cell<bool>,
    settings: RefCell<Settings>,
    timers: RefCell<Vec<(Timer, Timeout)>>,
    motion: RefCell<Option<MotionGuard>>,
    is_fed: Cell<bool>,
    work: RefCell<Option<Work>>,
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
            let effects = self.session.borrow_mut().step(js_sys::Date::now(), input);
            effects.into_iter().for_each(|effect| self.perform(effect));
        }
        self.is_busy.set(false);
    }

    fn next_input(&self) -> Option<Input> {
        self.inputs.borrow_mut().pop_front()
    }

    /// Passes an answer on, unless the attempt it belongs to has been given up.
    fn dispatch_answer(self: &Rc<Self>, generation: u32, input: Input) {
        if self.session.borrow().generation() == generation {
            self.dispatch(input);
        }
    }

    fn perform(self: &Rc<Self>, effect: Effect) {
        match effect {
            Effect::Show { state, message } => self.show(state, message),
            Effect::Stroke { strokes, progress } => self.view.stroke(strokes, progress),
            Effect::Progress(share) => self.view.progress(share),
            Effect::Pad(direction) => self.view.pad(direction.map(Direction::name)),
            Effect::AskEasy => self.view.ask_easy(),
            Effect::SendOpinion(opinion) => self.send(opinion),
            Effect::Token(token) => self.view.token(token),
            Effect::Error(code) => self.view.error(&code),
            Effect::FetchChallenge { way, mode } => self.fetch_challenge(way, mode),
            Effect::Redeem(request) => self.redeem(request),
            Effect::Renew(request) => self.renew(request),
            Effect::StartWork { id, task } => self.start_work(id, task),
            Effect::StopWork => drop(self.work.take()),
            Effect::StartMotion => self.start_motion(),
            Effect::StopMotion => drop(self.motion.take()),
            Effect::SetTimer(timer, after_ms) => self.set_timer(timer, after_ms),
            Effect::ClearTimer(timer) => self.clear_timer(timer),
            Effect::ClearTimers => drop(self.timers.take()),
        }
    }

    fn show(&self, state: State, message: Option<Message>) {
        let is_verdict = message.is_some_and(Message::is_verdict);
        self.view.show(state.name(), message.map(Message::key), is_verdict);
    }

    fn await_permission(self: &Rc<Self>, permission: Promise) {
        let inner = Rc::downgrade(self);
        spawn_local(async move {
            let answer = JsFuture::from(permission).await;
            let permission = match answer.ok().and_then(|answer| answer.as_string()).as_deref() {
                Some("granted") => Permission::Granted,
                Some("unavailable") => Permission::Unavailable,
                _ => Permission::Denied,
            };
            if let Some(inner) = inner.upgrade() {
                inner.dispatch(Input::Permission(permission));
            }
        });
    }

    fn fetch_challenge(self: &Rc<Self>, way: Option<Way>, mode: Mode) {
        let Settings { server, sitekey, action, cdata, .. } = self.settings.borrow().clone();
        self.ask(
            async move {
                let mut query = vec![("sitekey", sitekey.as_str()), ("mode", mode.name())];
                query.extend(way.map(|way| ("way", way.name())));
                let extras = [("action", action.as_str()), ("cdata", cdata.as_str())];
                query.extend(extras.into_iter().filter(|(_, value)| !value.is_empty()));
                server::get::<Challenge>(&server, "challenge", &query).await
            },
            Input::Challenge,
            Input::Fault,
        );
    }

    fn redeem(self: &Rc<Self>, mut request: RedeemRequest) {
        let Settings { server, lang, .. } = self.settings.borrow().clone();
        if let Some(report) = &mut request.report {
            report.lang = lang;
        }
        let answer = async move { server::post::<Redeemed>(&server, "redeem", &request).await };
        self.ask(answer, Input::Redeemed, Input::Fault);
    }

    fn renew(self: &Rc<Self>, request: impl Serialize + 'static) {
        let server = self.settings.borrow().server.clone();
        let answer = async move { server::post::<Renewed>(&server, "renew", &request).await };
        self.ask(answer, Input::Renewed, Input::RenewFault);
    }

    /// Nothing depends on whether it arrives.
    fn send(&self, opinion: impl Serialize + 'static) {
        let server = self.settings.borrow().server.clone();
        spawn_local(async move {
            let _ = server::post::<Sent>(&server, "easy", &opinion).await;
        });
    }

    fn ask<T: 'static>(
        self: &Rc<Self>,
        answer: impl Future<Output = Result<T, Fault>> + 'static,
        input: fn(T) -> Input,
        fault: fn(Fault) -> Input,
    ) {
        let generation = self.session.borrow().generation();
        let inner = Rc::downgrade(self);
        spawn_local(async move {
            let input = answer.await.map_or_else(fault, input);
            if let Some(inner) = inner.upgrade() {
                inner.dispatch_answer(generation, input);
            }
        });
    }

    fn start_work(self: &Rc<Self>, id: String, task: WorkTask) {
        let news = self.on_news();
        let work = match self.view.start_worker() {
            Some(worker) => {
                let on_failure = self.on_worker_failure(id.clone(), task);
                solver::in_worker(worker, &id, task, news, on_failure)
            }
            None => solver::in_slices(&id, task, news),
        };
        self.work.replace(Some(work));
    }

    fn on_news(self: &Rc<Self>) -> impl Fn(WorkNews) + 'static {
        let inner = Rc::downgrade(self);
        move |news| {
            let Some(inner) = inner.upgrade() else { return };
            inner.dispatch(match news {
                WorkNews::Progress(share) => Input::WorkProgress(share),
                WorkNews::Solved(nonces) => Input::WorkSolved(nonces),
            });
        }
    }

    /// A worker may be forbidden only once it is started; then the page's own thread does the work.
    fn on_worker_failure(self: &Rc<Self>, id: String, task: WorkTask) -> impl FnOnce() + 'static {
        let inner = Rc::downgrade(self);
        move || {
            if let Some(inner) = inner.upgrade() {
                let work = solver::in_slices(&id, task, inner.on_news());
                inner.work.replace(Some(work));
            }
        }
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

    fn set_timer(self: &Rc<Self>, timer: Timer, after_ms: u32) {
        self.clear_timer(timer);
        let inner = Rc::downgrade(self);
        let after_ms = if timer == Timer::Retry { jittered(after_ms) } else { after_ms };
        let timeout = Timeout::new(after_ms, move || {
            if let Some(inner) = inner.upgrade() {
                inner.dispatch(Input::Timer(timer));
            }
        });
        self.timers.borrow_mut().push((timer, timeout));
    }

    fn clear_timer(&self, timer: Timer) {
        self.timers.borrow_mut().retain(|(running, _)| *running != timer);
    }
}

/// Nothing in the answer is of interest.
#[derive(Deserialize)]
struct Sent {}

/// Spreads the retries of many phones over a quarter of the wait, so that a server that comes back is
/// not met by all of them at once.
fn jittered(after_ms: u32) -> u32 {
    let random = getrandom::u32().unwrap_or(0);
    after_ms + random % (after_ms / 4 + 1)
}
