//! A guard around the `devicemotion` listener: it listens until it is dropped.

use passwave_motion::Sample;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{DeviceAcceleration, DeviceMotionEvent, DeviceRotationRate, EventTarget};

const EVENT: &str = "devicemotion";

/// Where a widget's samples come from; there is one source at a time.
#[derive(Debug, Default)]
pub enum MotionSource {
    #[default]
    None,
    /// The page's own motion events.
    #[expect(dead_code, reason = "a guard: dropping it ends the listening")]
    Page(MotionListener),
    /// The host hands them over, for as long as the widget lives.
    Host,
}

/// A listener to `devicemotion`; dropping it ends the listening.
#[derive(Debug)]
pub struct MotionListener {
    target: EventTarget,
    on_event: Closure<dyn FnMut(DeviceMotionEvent)>,
}

impl MotionListener {
    /// Hands each reading that arrives at `target`, the page's window, to `take`.
    pub fn listen(target: EventTarget, mut take: impl FnMut(Sample) + 'static) -> Option<Self> {
        let on_event = Closure::new(move |event: DeviceMotionEvent| take(sample(&event)));
        let callback = on_event.as_ref().unchecked_ref();
        target.add_event_listener_with_callback(EVENT, callback).ok()?;
        Some(Self { target, on_event })
    }
}

impl Drop for MotionListener {
    fn drop(&mut self) {
        let callback = self.on_event.as_ref().unchecked_ref();
        // It fails only for what is no function.
        let _ = self.target.remove_event_listener_with_callback(EVENT, callback);
    }
}

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
