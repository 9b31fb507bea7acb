//! In the place of `judge` where the feature `motion` is off: there is none, so no gesture is asked for.

use alloc::string::String;

use passwave_motion::{Gesture, Mode, Reason, Sample, Update};

#[derive(Debug)]
pub(super) enum Judge {}

impl Judge {
    pub fn new(_: Gesture, _: Mode) -> Option<Self> {
        None
    }

    pub fn push(&mut self, _: &Sample) -> Update {
        match *self {}
    }

    pub fn reason(&self) -> Reason {
        match *self {}
    }

    pub fn evidence(&self) -> Option<String> {
        match *self {}
    }
}
