//! The work: in a worker where the page can start one, else in short slices between frames.

use std::cell::RefCell;
use std::rc::Rc;

use gloo_events::EventListener;
use gloo_timers::callback::Timeout;
use js_sys::{Array, Uint32Array};
use passwave_protocol::{Solver, WorkTask};
use wasm_bindgen::prelude::*;
use web_sys::{MessageEvent, Worker};

/// The longest that a slice may hold up the page, in milliseconds.
const SLICE_MS: f64 = 8.0;

/// Tries between two looks at the clock.
const TRIES_PER_LOOK: u32 = 4;

/// Solves the work of one challenge. This is what the worker runs.
#[wasm_bindgen]
#[derive(Debug)]
pub struct WorkSolver {
    solver: Solver,
}

#[wasm_bindgen]
impl WorkSolver {
    /// A solver that has not begun yet.
    #[wasm_bindgen(constructor)]
    pub fn new(challenge_id: &str, puzzles: u32, bits: u32) -> WorkSolver {
        let task = WorkTask { puzzles, bits };
        Self { solver: Solver::new(challenge_id, task, random_start()) }
    }

    /// Hashes at most so many blocks; returns the share of puzzles solved, from 0 to 1.
    pub fn step(&mut self, max_tries: u32) -> f64 {
        let progress = self.solver.step(max_tries);
        f64::from(progress.solved) / f64::from(progress.puzzles.max(1))
    }

    /// The nonces, once all puzzles are solved.
    pub fn solution(&self) -> Option<Vec<u32>> {
        self.solver.solution().map(<[u32]>::to_vec)
    }
}

/// Where to begin does not matter, so a machine without randomness begins at zero.
fn random_start() -> u32 {
    getrandom::u32().unwrap_or(0)
}

/// What the work has come to.
#[derive(Debug)]
pub enum WorkNews {
    /// So much is done, from 0 to 1.
    Progress(f64),
    /// All is done.
    Solved(Vec<u32>),
}

/// The next slice on the page's own thread, if one is due.
type NextSlice = Rc<RefCell<Option<Timeout>>>;

/// Work in progress; dropping it stops it.
#[derive(Debug, Default)]
pub struct Work {
    worker: Option<Worker>,
    _listeners: Vec<EventListener>,
    next_slice: NextSlice,
}

impl Drop for Work {
    fn drop(&mut self) {
        self.next_slice.take();
        if let Some(worker) = &self.worker {
            worker.terminate();
        }
    }
}

/// Begins the work in `worker`. When the worker fails, `failed` is told, once.
pub fn in_worker(
    worker: Worker,
    challenge_id: &str,
    task: WorkTask,
    news: impl Fn(WorkNews) + 'static,
    failed: impl FnOnce() + 'static,
) -> Work {
    let on_message = EventListener::new(&worker, "message", move |event| {
        if let Some(event) = event.dyn_ref::<MessageEvent>() {
            news(read_news(&event.data()));
        }
    });
    let on_error = EventListener::once(&worker, "error", move |_| failed());
    let order = Array::of3(&challenge_id.into(), &task.puzzles.into(), &task.bits.into());
    // Plain strings and numbers can always be cloned to a worker.
    worker.post_message(&order).unwrap_throw();
    let listeners = vec![on_message, on_error];
    Work { worker: Some(worker), _listeners: listeners, next_slice: NextSlice::default() }
}

/// The worker posts a share of progress, or the nonces.
fn read_news(data: &JsValue) -> WorkNews {
    match data.dyn_ref::<Uint32Array>() {
        Some(nonces) => WorkNews::Solved(nonces.to_vec()),
        None => WorkNews::Progress(data.as_f64().unwrap_or(0.0)),
    }
}

/// Begins the work on the page's own thread.
pub fn in_slices(challenge_id: &str, task: WorkTask, news: impl Fn(WorkNews) + 'static) -> Work {
    let work = Work::default();
    let solver = WorkSolver::new(challenge_id, task.puzzles, task.bits);
    schedule_slice(&work.next_slice, solver, Rc::new(news));
    work
}

fn schedule_slice(next: &NextSlice, mut solver: WorkSolver, news: Rc<dyn Fn(WorkNews)>) {
    let again = Rc::downgrade(next);
    let timeout = Timeout::new(0, move || {
        let share = slice(&mut solver);
        match solver.solution() {
            Some(nonces) => news(WorkNews::Solved(nonces)),
            None => {
                news(WorkNews::Progress(share));
                if let Some(next) = again.upgrade() {
                    schedule_slice(&next, solver, news);
                }
            }
        }
    });
    next.replace(Some(timeout));
}

fn slice(solver: &mut WorkSolver) -> f64 {
    let until_ms = crate::widget::now_ms() + SLICE_MS;
    loop {
        let share = solver.step(TRIES_PER_LOOK);
        if share >= 1.0 || crate::widget::now_ms() >= until_ms {
            return share;
        }
    }
}
