//! What the page does for the compiled widget: it shows, and it runs errands. It decides nothing.

use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// The page's side of one widget, as `www/src/story.js` makes it.
    #[derive(Debug)]
    pub type Page;

    /// Shows a state and, if there is one, a sentence, by its key.
    #[wasm_bindgen(method)]
    pub fn show(this: &Page, state: &str, message: Option<&str>, is_verdict: bool);

    /// A stroke was felt.
    #[wasm_bindgen(method)]
    pub fn stroke(this: &Page, strokes: u32, progress: f64);

    /// So much of the work is done, from 0 to 1.
    #[wasm_bindgen(method)]
    pub fn progress(this: &Page, share: f64);

    /// Shows the pad with an arrow to the `right`, `left`, `up` or `down`, or puts it away.
    #[wasm_bindgen(method)]
    pub fn pad(this: &Page, direction: Option<&str>);

    /// Asks whether it was easy.
    #[wasm_bindgen(method, js_name = askEasy)]
    pub fn ask_easy(this: &Page);

    /// The form's token, or none.
    #[wasm_bindgen(method)]
    pub fn token(this: &Page, token: Option<&str>);

    /// What went wrong, as a code.
    #[wasm_bindgen(method)]
    pub fn error(this: &Page, code: &str);

    /// What is done for the widget out of sight, as `www/src/errands.js` does it.
    #[derive(Debug)]
    pub type Errands;

    /// Starts or restarts this clock.
    #[wasm_bindgen(method, js_name = setTimer)]
    pub fn set_timer(this: &Errands, timer: usize, after_ms: f64);

    /// Stops this clock.
    #[wasm_bindgen(method, js_name = clearTimer)]
    pub fn clear_timer(this: &Errands, timer: usize);

    /// Stops all clocks.
    #[wasm_bindgen(method, js_name = clearTimers)]
    pub fn clear_timers(this: &Errands);

    /// Solves the work of this challenge.
    #[wasm_bindgen(method, js_name = startWork)]
    pub fn start_work(this: &Errands, id: &str, puzzles: u32, bits: u32);

    /// Stops solving.
    #[wasm_bindgen(method, js_name = stopWork)]
    pub fn stop_work(this: &Errands);

    /// Gets a challenge. The answer to this and to the other requests carries the same generation.
    #[wasm_bindgen(method, js_name = fetchChallenge)]
    pub fn fetch_challenge(this: &Errands, generation: u32, way: Option<&str>, mode: &str);

    /// Sends the proof, and the report of how long it took and which hints were given.
    #[wasm_bindgen(method)]
    pub fn redeem(
        this: &Errands,
        generation: u32,
        challenge: &str,
        evidence: Option<&str>,
        work: &[u32],
        took_ds: u32,
        hints: &[u32],
    );

    /// Asks for a fresh token.
    #[wasm_bindgen(method)]
    pub fn renew(this: &Errands, generation: u32, token: &str, renew: &str);

    /// Says whether it was easy; nothing depends on whether that arrives.
    #[wasm_bindgen(method, js_name = sendOpinion)]
    pub fn send_opinion(this: &Errands, token: &str, renew: &str, easy: bool);
}
