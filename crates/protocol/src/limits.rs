//! All limits of the protocol. Each is checked before anything is allocated for what it bounds.

/// The longest body of any request, in bytes: enough for evidence, work and a token.
pub const MAX_BODY_BYTES: usize = 24 * 1024;

/// The longest signed challenge, token or renewal key that is looked at, in characters.
pub const MAX_TOKEN_CHARS: usize = 4096;

/// The most frames that evidence may hold; the recogniser never judges more.
pub const MAX_EVIDENCE_FRAMES: usize = passwave_motion::limits::MAX_WINDOW_FRAMES;

/// The longest evidence before base64, in bytes: four of header, then two at most for each of the
/// six values of a frame, because differences of clamped readings fit into 14 bits.
pub const MAX_EVIDENCE_BYTES: usize = 4 + MAX_EVIDENCE_FRAMES * 6 * 2;

/// The longest evidence as it is sent, in characters of unpadded base64.
pub const MAX_EVIDENCE_CHARS: usize = MAX_EVIDENCE_BYTES.div_ceil(3) * 4;

/// The most puzzles one challenge may have.
pub const MAX_WORK_PUZZLES: u32 = 256;

/// The most leading zero bits a puzzle may ask for.
pub const MAX_WORK_BITS: u32 = 20;

/// The size of the block that one try hashes, in bytes. It must stay a multiple of 64.
pub const WORK_BLOCK_BYTES: usize = 16 * 1024;

/// The longest sitekey, in characters.
pub const MAX_SITEKEY_CHARS: usize = 64;

/// The longest action, in characters of `A-Z a-z 0-9 _ -`.
pub const MAX_ACTION_CHARS: usize = 100;

/// The longest cdata, in characters of `A-Z a-z 0-9 _ -`.
pub const MAX_CDATA_CHARS: usize = 255;

/// The longest siteverify secret, in characters.
pub const MAX_SECRET_CHARS: usize = 256;

/// The longest idempotency key, in characters.
pub const MAX_IDEMPOTENCY_KEY_CHARS: usize = 128;

/// How long a challenge may be redeemed, in seconds.
pub const CHALLENGE_LIFETIME_S: u64 = 10 * 60;

/// How long a token is fresh, in seconds; the widget renews it before that.
pub const TOKEN_LIFETIME_S: u64 = 5 * 60;

/// How long after the verification its token may still be renewed, in seconds.
pub const RENEW_LIFETIME_S: u64 = 2 * 60 * 60;

/// The most hints that a report may list.
pub const MAX_REPORT_HINTS: usize = 8;

/// The longest name of a hint in a report, in characters.
pub const MAX_HINT_CHARS: usize = 32;
