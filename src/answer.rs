//! Reads a server's answer, a plain JavaScript object, field by field.
//!
//! An answer of another shape is none. A library that reads any type from any object is larger than the
//! recogniser.

use alloc::string::String;

use js_sys::Reflect;
use passwave_protocol::WorkTask;
use wasm_bindgen::JsValue;

use crate::session::{Challenge, Redeemed, Renewed};

/// The answer to a wish for a challenge.
pub fn challenge(answer: &JsValue) -> Option<Challenge> {
    let work = field(answer, "work");
    Some(Challenge {
        signed: text(answer, "challenge")?,
        id: text(answer, "id")?,
        way: text(answer, "way")?,
        mode: text(answer, "mode")?,
        work: WorkTask { puzzles: count(&work, "puzzles")?, bits: count(&work, "bits")? },
    })
}

/// The answer to a proof. Only some servers say whether to ask if it was easy.
pub fn redeemed(answer: &JsValue) -> Option<Redeemed> {
    Some(Redeemed {
        token: text(answer, "token")?,
        renew: text(answer, "renew")?,
        expires_in_s: count(answer, "expires_in_s")?,
        ask_easy: field(answer, "ask_easy").is_truthy(),
    })
}

/// The answer to a wish for a fresh token.
pub fn renewed(answer: &JsValue) -> Option<Renewed> {
    Some(Renewed { token: text(answer, "token")?, expires_in_s: count(answer, "expires_in_s")? })
}

fn text(answer: &JsValue, name: &str) -> Option<String> {
    field(answer, name).as_string()
}

/// Saturates; what is no sensible number of seconds or puzzles is refused where it is used.
fn count(answer: &JsValue, name: &str) -> Option<u32> {
    field(answer, name).as_f64().map(|number| number as u32)
}

/// What is no object has no fields.
fn field(answer: &JsValue, name: &str) -> JsValue {
    Reflect::get(answer, &JsValue::from_str(name)).unwrap_or_default()
}
