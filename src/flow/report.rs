//! The report that is sent with a proof: how long the verification took and which hints were given.

use alloc::vec::Vec;

use passwave_protocol::{Hint, limits};

use super::message::Message;
use super::timing;

/// Collects what the report will say. It continues when a person changes the way.
#[derive(Debug, Default)]
pub(super) struct ReportBuilder {
    began_at_ms: f64,
    hints: Vec<Hint>,
}

impl ReportBuilder {
    /// Starts a new report at `now_ms`.
    pub fn begin(&mut self, now_ms: f64) {
        *self = Self { began_at_ms: now_ms, hints: Vec::new() };
    }

    /// Counts a message, if it is a hint and there is room.
    pub fn add(&mut self, message: Message) {
        if let Some(hint) = message.hint()
            && self.hints.len() < limits::MAX_REPORT_HINTS
        {
            self.hints.push(hint);
        }
    }

    /// How long it has taken at `now_ms`, in tenths of a second.
    pub fn took_ds(&self, now_ms: f64) -> u32 {
        timing::tenths_of_a_second(now_ms - self.began_at_ms)
    }

    /// The hints so far.
    pub fn hints(&self) -> &[Hint] {
        &self.hints
    }
}
