//! The server's own bounds; those it shares with the widget are in `passwave_protocol::limits`.

use std::time::Duration;

use passwave_protocol::limits::{RENEW_LIFETIME_S, TOKEN_LIFETIME_S};

/// How long a client may take to send the head of a request, and how long it may stay idle.
pub(crate) const HEADER_TIMEOUT: Duration = Duration::from_secs(30);

/// How long a request may take from its head to its answer.
pub(crate) const REQUEST_TIMEOUT: Duration = Duration::from_secs(10);

/// How long requests under way may go on once the server was told to stop.
pub(crate) const SHUTDOWN_GRACE: Duration = Duration::from_secs(10);

/// How long the server waits before it accepts again after accepting failed.
pub(crate) const ACCEPT_PAUSE: Duration = Duration::from_millis(50);

/// How long a movement is remembered, so that it cannot be sent again, in seconds.
pub(crate) const EVIDENCE_MEMORY_S: u64 = 24 * 60 * 60;

/// How many writes may wait for the store; further ones wait for their place.
pub(crate) const STORE_QUEUE: usize = 1024;

/// How much of its file the store keeps in memory at most, in bytes.
pub(crate) const STORE_CACHE_BYTES: usize = 64 << 20;

/// How long connecting to Redis, and an answer of Redis, may take.
pub(crate) const REDIS_TIMEOUT: Duration = Duration::from_secs(3);

/// How often a connection to Redis is tried again before a request fails.
pub(crate) const REDIS_RETRIES: usize = 1;

/// How far the clocks of a server and of Redis may differ, in seconds.
pub(crate) const STORE_CLOCK_SLACK_S: u64 = 300;

/// For how long after its issue an entry is kept at least, in seconds: as long as any token of a verification is good,
/// and five minutes for clocks that differ.
pub(crate) const STORE_RETENTION_S: u64 = RENEW_LIFETIME_S + TOKEN_LIFETIME_S + STORE_CLOCK_SLACK_S;

/// How long after a failure the embedded store waits before it opens its file again.
pub(crate) const STORE_REOPEN_PAUSE: Duration = Duration::from_secs(1);

/// By how much more than the time that has passed the wall clock may advance and still be believed in purging, in
/// seconds.
pub(crate) const PURGE_CLOCK_STEP_S: u64 = 60;

/// After how many seconds to try again what failed through no fault of the client's.
pub(crate) const RETRY_AFTER_FAILURE_S: u64 = 5;

/// How many requests one address may make a minute to each of challenge, redeem and renew, unless the
/// configuration says otherwise. Many people may share one address.
pub(crate) const REQUESTS_PER_MINUTE: u32 = 60;

/// How many counters a row of [`crate::sliding`] has; there are four rows of four bytes each.
pub(crate) const SKETCH_COUNTERS: usize = 1 << 16;

/// Over how long the redeems of a network are counted, in seconds.
pub(crate) const DIFFICULTY_WINDOW_S: u64 = 10 * 60;

/// How many puzzles are checked without handing them to a thread for slow things, which would cost
/// about as much as two of them.
pub(crate) const MAX_INLINE_PUZZLES: u32 = 32;

/// The ceiling of raised work, in tries of 16 KiB: 96 puzzles of 9 bits, 768 MiB on average. A browser with
/// one core a quarter as fast as a Xeon's needs 11 seconds, with one a sixth as fast 19 (measured in
/// Chromium).
pub(crate) const MAX_SCALED_TRIES: u64 = 96 << 9;

/// The most puzzles of raised work; each costs the server one hash.
pub(crate) const MAX_SCALED_PUZZLES: u64 = 96;

/// By how much a step may raise the work at most.
pub(crate) const MAX_FACTOR: u32 = 16;

/// The least count that the status page tells apart from others.
pub(crate) const MIN_EXPORTED_COUNT: u64 = 10;

/// How long a browser may remember the answer to a preflight, in seconds.
pub(crate) const PREFLIGHT_MAX_AGE_S: &str = "600";

/// How long the public keys may be cached, in seconds.
pub(crate) const JWKS_MAX_AGE_S: u64 = 300;

/// How long a new key is only known before it signs, in seconds: backends that check tokens by
/// themselves may keep the public keys for [`JWKS_MAX_AGE_S`].
pub(crate) const NEXT_KEY_WAIT_S: u64 = JWKS_MAX_AGE_S;

/// How long after a change of keys the previous one is kept, in seconds: the longest time for which
/// anything signed with it can be of use, and an hour for instances that change late.
pub(crate) const PREVIOUS_KEY_KEEP_S: u64 = 3 * 60 * 60;
