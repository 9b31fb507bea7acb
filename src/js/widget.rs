//! The class that JavaScript makes for each `<pass-wave>`: what a page, a person or a server does
//! becomes an input of the flow.

use alloc::rc::Rc;
use alloc::string::String;

use passwave_motion::Mode;
use passwave_protocol::{Way, WorkTask};
use wasm_bindgen::prelude::*;

use super::driver::Driver;
use super::host_imports::{HostServices, HostView};
#[cfg(feature = "motion")]
use super::motion_rows;
use crate::flow::{Challenge, Choice, Fault, Input, Permission, Timer};

/// One widget on the page.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Widget {
    driver: Rc<Driver>,
}

#[wasm_bindgen]
impl Widget {
    /// A widget that shows itself in `view` and lets `services` do requests, timers and work. What it asks
    /// for, [`Widget::choose`] says.
    #[wasm_bindgen(constructor)]
    pub fn new(view: HostView, services: HostServices) -> Widget {
        Self { driver: Driver::new(view, services) }
    }

    /// Takes another way and mode, by name; they count from the next attempt on. An unknown way is no
    /// choice: the server decides.
    pub fn choose(&self, way: &str, mode: &str) {
        let way = Way::from_name(way);
        self.driver.choose(Choice { way, mode: Mode::from_name(mode).unwrap_or_default() });
    }

    /// The main button was pressed.
    pub fn press(&self, touch: bool) {
        self.driver.dispatch(Input::Press { touch });
    }

    /// What the system said when the click handler asked for motion: "granted", "denied" or
    /// "unavailable".
    pub fn permission(&self, answer: &str) {
        self.driver.dispatch(Input::Permission(match answer {
            "granted" => Permission::Granted,
            "unavailable" => Permission::Unavailable,
            _ => Permission::Denied,
        }));
    }

    /// "Press instead" was pressed.
    pub fn other(&self) {
        self.driver.dispatch(Input::Other);
    }

    /// "Stop" was pressed.
    pub fn stop(&self) {
        self.driver.dispatch(Input::Stop);
    }

    /// A finger on the pad has come so far from where it began, in CSS pixels.
    pub fn slide(&self, right_px: f64, down_px: f64, is_over: bool) {
        self.driver.dispatch(Input::Slide { right_px, down_px, is_over });
    }

    /// The person answered the survey.
    pub fn survey(&self, easy: bool) {
        self.driver.dispatch(Input::Survey(easy));
    }

    /// Takes samples from the host, in rows of ten numbers. From now on the page's own motion events
    /// are not listened to: the two are never mixed.
    #[cfg(feature = "motion")]
    #[wasm_bindgen(js_name = pushMotion)]
    pub fn push_motion(&self, samples: &[f64]) {
        self.driver.take_from_host(motion_rows::samples(samples));
    }

    /// The page is looked at again, or was restored from the history just as it was left.
    pub fn returned(&self, was_restored: bool) {
        self.driver.dispatch(Input::Returned { was_restored });
    }

    /// Starts over: no token, nothing asked.
    pub fn reset(&self) {
        self.driver.dispatch(Input::Reset);
    }

    /// Whether the token has to be renewed before a form may carry it.
    #[wasm_bindgen(getter)]
    pub fn stale(&self) -> bool {
        self.driver.is_stale()
    }

    /// The timer of this name ran out.
    pub fn timer(&self, name: &str) {
        if let Some(timer) = Timer::from_name(name) {
            self.driver.dispatch(Input::Timer(timer));
        }
    }

    /// So much of the work is done, from 0 to 1.
    #[wasm_bindgen(js_name = workProgress)]
    pub fn work_progress(&self, share: f64) {
        self.driver.dispatch(Input::WorkProgress(share));
    }

    /// The work is done.
    #[wasm_bindgen(js_name = workSolved)]
    pub fn work_solved(&self) {
        self.driver.dispatch(Input::WorkSolved);
    }

    /// The server sent a challenge. The host keeps the signed challenge.
    pub fn challenge(
        &self,
        generation: u32,
        id: String,
        way: &str,
        mode: &str,
        puzzles: f64,
        bits: f64,
    ) {
        let work = WorkTask { puzzles: puzzles as u32, bits: bits as u32 };
        let input =
            Challenge::parse(id, way, mode, work).map_or_else(Input::Fault, Input::Challenge);
        self.driver.dispatch_answer(generation, input);
    }

    /// The server accepted the proof and sent a token, which the host keeps.
    pub fn redeemed(&self, generation: u32, expires_in_s: f64, survey: bool) {
        let expires_in_s = expires_in_s as u32;
        self.driver.dispatch_answer(generation, Input::Redeemed { expires_in_s, survey });
    }

    /// The server sent a fresh token, which the host keeps.
    pub fn renewed(&self, generation: u32, expires_in_s: f64) {
        let expires_in_s = expires_in_s as u32;
        self.driver.dispatch_answer(generation, Input::Renewed { expires_in_s });
    }

    /// A challenge or a redeem brought nothing: the server's first error code and its `Retry-After` in
    /// seconds; no code when there was no answer or none that could be read.
    pub fn fault(&self, generation: u32, code: Option<String>, retry_after_s: f64) {
        self.driver.dispatch_answer(generation, Input::Fault(fault(code, retry_after_s)));
    }

    /// A renewal brought nothing; as for [`Widget::fault`].
    #[wasm_bindgen(js_name = renewFault)]
    pub fn renew_fault(&self, generation: u32, code: Option<String>, retry_after_s: f64) {
        self.driver.dispatch_answer(generation, Input::RenewFault(fault(code, retry_after_s)));
    }
}

fn fault(code: Option<String>, retry_after_s: f64) -> Fault {
    let retry_after_s = retry_after_s as u32;
    match code {
        None if retry_after_s == 0 => Fault::Unreachable,
        code => Fault::Refused { code: code.unwrap_or_default(), retry_after_s },
    }
}
