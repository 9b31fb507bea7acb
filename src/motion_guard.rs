//! Listens to the phone's sensors for as long as it is kept, and not a moment longer.

use gloo_events::EventListener;
use passwave_motion::Sample;
use wasm_bindgen::JsCast;
use web_sys::{DeviceAcceleration, DeviceMotionEvent, DeviceRotationRate, Document, Event};

/// A listener to `devicemotion`; dropping it ends the listening.
#[derive(Debug)]
pub struct MotionGuard {
    _listener: EventListener,
}

impl MotionGuard {
    /// Hands each reading to `take`, except while a text field has the focus: what a person types can
    /// be read from how the phone moves.
    pub fn listen(mut take: impl FnMut(Sample) + 'static) -> Option<Self> {
        let window = web_sys::window()?;
        let document = window.document()?;
        let on_event = move |event: &Event| {
            if let Some(event) = event.dyn_ref::<DeviceMotionEvent>()
                && !is_typing(&document)
            {
                take(sample(event));
            }
        };
        Some(Self { _listener: EventListener::new(&window, "devicemotion", on_event) })
    }
}

fn is_typing(document: &Document) -> bool {
    document.active_element().is_some_and(|element| element.matches(EDITABLE).unwrap_or(false))
}

/// What a person may be typing into.
const EDITABLE: &str = "input:not([type=checkbox],[type=radio],[type=button],[type=submit]),\
    textarea,[contenteditable]:not([contenteditable=false])";

fn sample(event: &DeviceMotionEvent) -> Sample {
    Sample {
        at_ms: event.time_stamp(),
        acceleration_with_gravity: event.acceleration_including_gravity().and_then(acceleration),
        linear_acceleration: event.acceleration().and_then(acceleration),
        rotation_rate: event.rotation_rate().and_then(rotation_rate),
    }
}

fn acceleration(reading: DeviceAcceleration) -> Option<[f64; 3]> {
    Some([reading.x()?, reading.y()?, reading.z()?])
}

/// `alpha`, `beta` and `gamma` are the rates about x, y and z, in that order.
fn rotation_rate(reading: DeviceRotationRate) -> Option<[f64; 3]> {
    Some([reading.alpha()?, reading.beta()?, reading.gamma()?])
}
