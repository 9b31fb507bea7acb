//! Functions of the host that the wasm calls: the view; HTTP, timers, proof of work. They decide nothing.

use js_sys::Array;
use wasm_bindgen::prelude::*;
use web_sys::EventTarget;

#[wasm_bindgen]
extern "C" {
    /// What shows the state of one widget.
    #[derive(Debug)]
    pub type HostView;

    /// Shows a state and, if there is one, a sentence, by its key.
    #[wasm_bindgen(method)]
    pub fn show(this: &HostView, state: &str, message: Option<&str>, is_verdict: bool);

    /// A stroke was felt.
    #[wasm_bindgen(method)]
    pub fn stroke(this: &HostView, strokes: u32, progress: f64);

    /// So much of the work is done, from 0 to 1.
    #[wasm_bindgen(method)]
    pub fn progress(this: &HostView, share: f64);

    /// Shows the pad with an arrow to the `right`, `left`, `up` or `down`, or puts it away.
    #[wasm_bindgen(method)]
    pub fn pad(this: &HostView, direction: Option<&str>);

    /// Asks whether it was easy.
    #[wasm_bindgen(method, js_name = askSurvey)]
    pub fn ask_survey(this: &HostView);

    /// What went wrong, as a code.
    #[wasm_bindgen(method)]
    pub fn error(this: &HostView, code: &str);

    /// HTTP requests, timers and proof of work. It also keeps what is only passed on: the signed
    /// challenge, the nonces, the token and its renewal key.
    #[derive(Debug)]
    pub type HostServices;

    /// Starts or restarts the timer of this name.
    #[wasm_bindgen(method, js_name = setTimer)]
    pub fn set_timer(this: &HostServices, timer: &str, after_ms: f64);

    /// Stops the timer of this name.
    #[wasm_bindgen(method, js_name = clearTimer)]
    pub fn clear_timer(this: &HostServices, timer: &str);

    /// Stops all timers.
    #[wasm_bindgen(method, js_name = clearTimers)]
    pub fn clear_timers(this: &HostServices);

    /// Gets a challenge. The answer to this and to the other requests carries the same generation.
    #[wasm_bindgen(method, js_name = fetchChallenge)]
    pub fn fetch_challenge(this: &HostServices, generation: u32, way: Option<&str>, mode: &str);

    /// Takes the challenge that has just arrived, and solves its work.
    #[wasm_bindgen(method, js_name = startWork)]
    pub fn start_work(this: &HostServices, id: &str, puzzles: u32, bits: u32);

    /// Stops solving.
    #[wasm_bindgen(method, js_name = stopWork)]
    pub fn stop_work(this: &HostServices);

    /// Sends the proof: the challenge, the nonces, the evidence; and the report of how long it took and
    /// which hints were given.
    #[wasm_bindgen(method)]
    pub fn redeem(
        this: &HostServices,
        generation: u32,
        evidence: Option<&str>,
        took_ds: u32,
        hints: Array,
    );

    /// Asks for a fresh token in place of the held one.
    #[wasm_bindgen(method)]
    pub fn renew(this: &HostServices, generation: u32);

    /// Holds the token that has just arrived and puts it into the form, or holds none.
    #[wasm_bindgen(method)]
    pub fn token(this: &HostServices, is_held: bool);

    /// Sends the answer to the survey; nothing depends on whether that arrives.
    #[wasm_bindgen(method, js_name = sendSurvey)]
    pub fn send_survey(this: &HostServices, easy: bool);

    /// The page's window, where motion events arrive.
    #[wasm_bindgen(method, getter)]
    pub fn window(this: &HostServices) -> EventTarget;

    /// Whether a text field has the focus.
    #[wasm_bindgen(method, js_name = isTyping)]
    pub fn is_typing(this: &HostServices) -> bool;
}
