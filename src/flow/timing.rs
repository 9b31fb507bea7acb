//! Every duration of the flow. None of them limits a person.

use passwave_motion::Mode;

/// So long after the permission, with no event at all, it goes on without waving.
pub const NO_EVENT_MS: u32 = 3_000;

/// So long after an event with every field null, unless another follows.
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

/// A server that has not answered by then is taken to be away.
pub const ANSWER_WITHIN_MS: u32 = 10_000;

/// A token is renewed this long before it expires.
const RENEW_BEFORE_S: u32 = 60;

/// The longest delay that a browser's timer keeps.
const LONGEST_TIMER_S: u32 = 86_400;

const RETRY_FIRST_MS: u32 = 2_000;
const RETRY_LONGEST_MS: u32 = 30_000;

/// How long to wait before asking an absent server again, after so many failures.
#[must_use]
pub fn retry_after_ms(failures: u32) -> u32 {
    RETRY_FIRST_MS.saturating_mul(1 << failures.min(8)).min(RETRY_LONGEST_MS)
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
