//! Every duration of the flow. None of them limits a person.

use passwave_motion::Mode;

use super::timer::Timer;

/// So long after the permission, with no event at all, it goes on without waving.
pub const NO_EVENT_MS: u32 = 3_000;

/// So long after an event that holds nothing, unless another follows.
pub const AFTER_NULL_EVENT_MS: u32 = 300;

/// So long after the first stroke a person hears that they are doing well.
pub const KEEP_GOING_MS: u32 = 2_000;

/// The least time between that and a hint.
pub const HINT_AFTER_PRAISE_MS: u32 = 3_000;

/// The least time from a person's first stroke to a hint.
pub const HINT_AFTER_FIRST_STROKE_MS: u32 = KEEP_GOING_MS + HINT_AFTER_PRAISE_MS;

/// A check shorter than this is silent.
pub const SILENT_CHECK_MS: u32 = 2_000;

/// A press this long after the prompt, with no stroke felt, asks for the other way.
pub const SECOND_PRESS_MS: f64 = 2_000.0;

/// A touch this soon after a stroke is a thumb on the glass.
pub const THUMB_MS: f64 = 700.0;

/// A server that has not answered by then is asked once more.
const ANSWER_WITHIN_MS: u32 = 10_000;

/// How many times that may double, on a line that has shown to be slow.
const MOST_DOUBLINGS: u32 = 2;

/// A token is renewed this long before it expires.
const RENEW_BEFORE_S: u32 = 60;

/// The longest delay that a browser's timer keeps.
const LONGEST_TIMER_S: u32 = 86_400;

const RETRY_FIRST_MS: u32 = 2_000;
const RETRY_LONGEST_MS: u32 = 30_000;

/// A server's `Retry-After` is obeyed up to here.
const LONGEST_RETRY_AFTER_S: u32 = 300;

/// Retries of many phones are spread over this share of the delay, so that a server that comes back is
/// not met by all of them at once.
const RETRY_JITTER_SHARE: f64 = 0.25;

/// How long to wait before asking a server again, after so many failures in a row: the delay doubles, and
/// is at least what the server's `Retry-After` says (0 without one).
#[must_use]
pub fn retry_after_ms(failures: u32, retry_after_s: u32) -> u32 {
    let backoff_ms = RETRY_FIRST_MS.saturating_mul(1 << failures.min(8)).min(RETRY_LONGEST_MS);
    backoff_ms.max(retry_after_s.min(LONGEST_RETRY_AFTER_S) * 1000)
}

/// How long to wait for an answer, after so many in this attempt that took longer. A late one still counts.
#[must_use]
pub fn answer_within_ms(overdue: u32) -> u32 {
    ANSWER_WITHIN_MS << overdue.min(MOST_DOUBLINGS)
}

/// How long to wait for the sensor's first word after so many events that held nothing. Where there is no
/// sensor, one such event comes and no more; a stream of them does not put the decision off.
#[must_use]
pub fn wait_after_empty_events_ms(events: u32) -> Option<u32> {
    match events {
        1 => Some(AFTER_NULL_EVENT_MS),
        2 => Some(NO_EVENT_MS),
        _ => None,
    }
}

/// How much later than `after_ms` a timer should run out, for a random `chance` from 0 to 1. Only retries
/// are spread.
#[must_use]
pub fn jitter_ms(timer: Timer, after_ms: u32, chance: f64) -> f64 {
    if timer == Timer::Retry { f64::from(after_ms) * RETRY_JITTER_SHARE * chance } else { 0.0 }
}

/// A span in tenths of a second, the unit of reports.
#[must_use]
pub fn tenths_of_a_second(span_ms: f64) -> u32 {
    (span_ms / 100.0) as u32
}

/// For how long a token that expires in so many seconds may be handed to a form.
#[must_use]
pub fn fresh_for_ms(expires_in_s: u32) -> u32 {
    let fresh_for_s = expires_in_s.saturating_sub(RENEW_BEFORE_S).min(LONGEST_TIMER_S);
    fresh_for_s * 1000
}

/// When hints come, for each mode.
#[derive(Clone, Copy, Debug)]
pub struct HintTiming {
    /// From the prompt to the first hint.
    pub first_ms: u32,
    /// From one hint to the next.
    pub next_ms: u32,
}

impl HintTiming {
    /// The row for a mode.
    #[must_use]
    pub const fn of(mode: Mode) -> Self {
        match mode {
            Mode::Standard => Self { first_ms: 5_000, next_ms: 6_000 },
            Mode::Elder => Self { first_ms: 7_000, next_ms: 8_000 },
        }
    }
}
