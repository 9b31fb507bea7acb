//! The recogniser by itself: for practice pages, for judging without a server, and for the test that
//! phone and server come to the same verdict.

use alloc::string::String;

use passwave_motion::{Gesture, Mode, Recogniser, Verdict};
use wasm_bindgen::prelude::*;

use super::motion_rows;

/// Follows one try at one gesture, with no challenge and no server.
#[wasm_bindgen]
#[derive(Debug)]
pub struct GestureRecogniser {
    recogniser: Recogniser,
    strokes_felt: u32,
    progress: f64,
    accepted_at_ms: Option<f64>,
}

#[wasm_bindgen]
impl GestureRecogniser {
    /// A recogniser for `wave`, `shake`, `circle` or `flip`, in mode `standard` or `elder`.
    ///
    /// # Errors
    /// When there is no such gesture or mode.
    #[wasm_bindgen(constructor)]
    pub fn new(gesture: &str, mode: &str) -> Result<GestureRecogniser, JsError> {
        let gesture = Gesture::from_name(gesture).ok_or_else(|| JsError::new("no such gesture"))?;
        let mode = Mode::from_name(mode).ok_or_else(|| JsError::new("no such mode"))?;
        let recogniser = Recogniser::new(gesture, mode);
        Ok(Self { recogniser, strokes_felt: 0, progress: 0.0, accepted_at_ms: None })
    }

    /// Takes rows of ten numbers (at_ms; acceleration with gravity, then without, in m/s2; rotation
    /// rate in deg/s; NaN for none), up to the one that is accepted. Returns whether it was.
    pub fn push(&mut self, samples: &[f64]) -> bool {
        for sample in motion_rows::samples(samples) {
            if self.accepted() {
                break;
            }
            let update = self.recogniser.push(&sample);
            self.strokes_felt = update.strokes;
            self.progress = update.progress;
            if update.verdict.is_some_and(|verdict| verdict.accepted) {
                self.accepted_at_ms = Some(sample.at_ms);
            }
        }
        self.accepted()
    }

    fn verdict(&self) -> Verdict {
        self.recogniser.verdict()
    }

    /// Whether the gesture was made.
    #[wasm_bindgen(getter)]
    pub fn accepted(&self) -> bool {
        self.accepted_at_ms.is_some()
    }

    /// The time of the sample with which it was accepted.
    #[wasm_bindgen(getter)]
    pub fn at_ms(&self) -> Option<f64> {
        self.accepted_at_ms
    }

    /// How clear the gesture was, from 0 to 1.
    #[wasm_bindgen(getter)]
    pub fn score(&self) -> f64 {
        self.verdict().score
    }

    /// Strokes in the judged window.
    #[wasm_bindgen(getter)]
    pub fn strokes(&self) -> u32 {
        self.verdict().strokes
    }

    /// Strokes felt since it was made, for ticks.
    #[wasm_bindgen(getter)]
    pub fn strokes_felt(&self) -> u32 {
        self.strokes_felt
    }

    /// How far the person has come, from 0 to 1.
    #[wasm_bindgen(getter)]
    pub fn progress(&self) -> f64 {
        self.progress
    }

    /// Why it was accepted, or what would help most.
    #[wasm_bindgen(getter)]
    pub fn reason(&self) -> String {
        self.verdict().reason.name().into()
    }
}
