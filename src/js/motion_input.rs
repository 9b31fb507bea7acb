//! How samples come to a widget: from the page's own motion events, or from the host.

use alloc::rc::Rc;

use passwave_motion::Sample;

use super::driver::Driver;
use super::motion_listener::{MotionListener, MotionSource};
use crate::flow::Input;

impl Driver {
    /// Takes samples that the host hands over, in place of the page's own.
    pub fn take_from_host(self: &Rc<Self>, samples: impl Iterator<Item = Sample>) {
        self.motion.replace(MotionSource::Host);
        samples.for_each(|sample| self.take_sample(sample));
    }

    pub(super) fn start_motion(self: &Rc<Self>) {
        if matches!(*self.motion.borrow(), MotionSource::Host) {
            return;
        }
        let driver = Rc::downgrade(self);
        let take = move |sample: Sample| {
            if let Some(driver) = driver.upgrade() {
                driver.take_sample(sample);
            }
        };
        let source = MotionListener::listen(self.services.window(), take)
            .map_or(MotionSource::None, MotionSource::Page);
        self.motion.replace(source);
    }

    pub(super) fn stop_motion(&self) {
        if matches!(*self.motion.borrow(), MotionSource::Page(_)) {
            self.motion.replace(MotionSource::None);
        }
    }

    /// The one way in for samples. They are dropped while a text field has the focus: what a person types
    /// can be read from how the phone moves.
    fn take_sample(self: &Rc<Self>, sample: Sample) {
        if !self.services.is_typing() {
            self.dispatch(Input::Sample(sample));
        }
    }
}
