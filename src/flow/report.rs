//! The report that is sent with a proof: how long the verification took and which hints were given.

use alloc::string::String;
use alloc::vec::Vec;

use passwave_protocol::{Hint, Report, limits};

use super::message::Message;

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
        if self.hints.len() < limits::MAX_REPORT_HINTS {
            self.hints.extend(message.hint());
        }
    }

    /// The report of a proof that is sent at `now_ms`.
    pub fn build(&self, now_ms: f64) -> Report {
        let took_ds = ((now_ms - self.began_at_ms) / 100.0) as u32;
        let hints = self.hints.iter().map(|hint| hint.name().into()).collect();
        // The widget's settings know the language.
        Report { took_ds, hints, lang: String::new() }
    }
}
