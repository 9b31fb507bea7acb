//! The limits of the server; those it shares with the widget are in `passwave_protocol::limits`.

use std::net::{Ipv4Addr, Ipv6Addr};
use std::time::Duration;

use ipnet::{IpNet, Ipv4Net, Ipv6Net};
use passwave_protocol::limits::{RENEW_LIFETIME_S, TOKEN_LIFETIME_S};

/// The maximum time for the head of a request, and for an idle connection.
pub(crate) const HEADER_TIMEOUT: Duration = Duration::from_secs(30);

/// The maximum size of a request's head, in bytes, and of what a connection buffers of a body or a response.
pub(crate) const MAX_HEAD_BYTES: usize = 16 << 10;

/// The maximum length of a host that a message repeats, as DNS has it, in bytes.
pub(crate) const MAX_HOST_BYTES: usize = 253;

/// The maximum length of an address of which the demo makes a QR code, in bytes.
pub(crate) const MAX_QR_CODE_BYTES: usize = 500;

/// The maximum number of headers of a request.
pub(crate) const MAX_HEADERS: usize = 100;

/// The maximum time in which a client takes nothing of a response.
pub(crate) const WRITE_TIMEOUT: Duration = Duration::from_secs(20);

/// The maximum number of open connections; each takes up to 40 KiB of memory, with TLS too.
pub(crate) const MAX_CONNECTIONS: usize = 4096;

/// The maximum number of open connections of one client address. Many people may share one address.
pub(crate) const MAX_CONNECTIONS_PER_CLIENT: usize = 256;

/// The maximum number of open connections to the operator's pages.
pub(crate) const MAX_ADMIN_CONNECTIONS: usize = 64;

/// The file descriptors that a connection may need: its own, and that of a file of the widget.
pub(crate) const DESCRIPTORS_PER_CONNECTION: usize = 2;

/// The file descriptors that are left for everything else: the store, Redis, the operator's pages, the certificates
/// and the configuration that are read again.
pub(crate) const RESERVED_DESCRIPTORS: usize = 160;

/// The maximum time from the head of a request to its response.
pub(crate) const REQUEST_TIMEOUT: Duration = Duration::from_secs(10);

/// The maximum time for requests in progress after a signal to stop.
pub(crate) const SHUTDOWN_GRACE: Duration = Duration::from_secs(10);

/// The longest `drain_s` without a warning: with [`SHUTDOWN_GRACE`], what systemd with our unit and Kubernetes wait
/// for before they kill.
pub(crate) const LONG_DRAIN: Duration = Duration::from_secs(20);

/// Trusted proxies in a wider IPv4 network than this are a mistake: no operator owns so many addresses.
pub(crate) const MIN_PREFIX_V4: u8 = 8;

/// As [`MIN_PREFIX_V4`], for IPv6; all private addresses are one /7.
pub(crate) const MIN_PREFIX_V6: u8 = 7;

const fn v4(address: [u8; 4], prefix: u8) -> IpNet {
    let [a, b, c, d] = address;
    IpNet::V4(Ipv4Net::new_assert(Ipv4Addr::new(a, b, c, d), prefix))
}

const fn v6(first: u16, last: u16, prefix: u8) -> IpNet {
    IpNet::V6(Ipv6Net::new_assert(Ipv6Addr::new(first, 0, 0, 0, 0, 0, 0, last), prefix))
}

/// The networks that cannot be reached from the internet: this computer, private and shared addresses, one's link.
pub(crate) const PRIVATE_NETWORKS: [IpNet; 9] = [
    v4([127, 0, 0, 0], 8),
    v4([10, 0, 0, 0], 8),
    v4([172, 16, 0, 0], 12),
    v4([192, 168, 0, 0], 16),
    v4([100, 64, 0, 0], 10),
    v4([169, 254, 0, 0], 16),
    v6(0, 1, 128),
    v6(0xfc00, 0, 7),
    v6(0xfe80, 0, 10),
];

/// The pause after `accept` failed.
pub(crate) const ACCEPT_PAUSE: Duration = Duration::from_millis(50);

/// The lines of the log that may wait to be written; further ones are dropped.
pub(crate) const LOG_QUEUE_LINES: usize = 1024;

/// How long a movement cannot be repeated, in seconds.
pub(crate) const EVIDENCE_MEMORY_S: u64 = 24 * 60 * 60;

/// The length of the queue of the store's writer; further requests wait.
pub(crate) const STORE_QUEUE: usize = 1024;

/// The page cache of the store, in bytes.
pub(crate) const STORE_CACHE_BYTES: usize = 64 << 20;

/// The maximum time for connecting to Redis, and for a reply.
pub(crate) const REDIS_TIMEOUT: Duration = Duration::from_secs(3);

/// How often a failed connection to Redis is retried before a request fails.
pub(crate) const REDIS_RETRIES: usize = 1;

/// How far the clocks of a server and of Redis may differ, in seconds.
pub(crate) const STORE_CLOCK_SLACK_S: u64 = 300;

/// How long an entry is kept after its issue, in seconds: as long as any token of a verification is valid, plus
/// five minutes for clock differences.
pub(crate) const STORE_RETENTION_S: u64 = RENEW_LIFETIME_S + TOKEN_LIFETIME_S + STORE_CLOCK_SLACK_S;

/// How long after a failure the embedded store waits before it opens its file again.
pub(crate) const STORE_REOPEN_PAUSE: Duration = Duration::from_secs(1);

/// By how much more than the time that has passed the wall clock may advance and still be believed in purging, in
/// seconds.
pub(crate) const PURGE_CLOCK_STEP_S: u64 = 60;

/// The shortest siteverify secret, in characters: a shorter one can be guessed.
pub(crate) const MIN_SECRET_CHARS: usize = 20;

/// The shortest idempotency key that is not ignored, in characters.
pub(crate) const MIN_IDEMPOTENCY_KEY_CHARS: usize = 8;

/// `Retry-After` for internal errors, in seconds.
pub(crate) const RETRY_AFTER_FAILURE_S: u64 = 5;

/// The default limit of requests per minute for each client address and endpoint. Many people may share one
/// address.
pub(crate) const REQUESTS_PER_MINUTE: u32 = 60;

/// The window in which the requests of a client are counted, in seconds.
pub(crate) const RATE_LIMIT_WINDOW_S: u64 = 60;

/// How often instances on one Redis share their counts. A count is known to all after twice that, and the time that
/// Redis takes.
pub(crate) const COUNTS_PERIOD: Duration = Duration::from_millis(900);

/// How long the status page shows the counts of an instance that has ended, in seconds.
pub(crate) const STATUS_COUNTS_S: u64 = 60;

/// The counters in a row of the sketch; a sketch has four rows of four bytes each, and as many for the
/// other instances.
pub(crate) const SKETCH_COUNTERS: usize = 1 << 16;

/// The window in which the redeems of a network are counted, in seconds.
pub(crate) const DIFFICULTY_WINDOW_S: u64 = 10 * 60;

/// The maximum of `drain_s`, in seconds.
pub(crate) const MAX_DRAIN_S: u64 = 3600;

/// The threads for what takes long or blocks: checks of work, files of the widget, names of a Redis.
pub(crate) const BLOCKING_THREADS: usize = 32;

/// The redeems whose work may wait for such a thread or be checked there; further ones are told to come back. Checking
/// all of them takes less than a tenth of a second.
pub(crate) const MAX_WORK_CHECKS: usize = 256;

/// The requests for files of the widget that may wait for such a thread; further ones are told to come back.
pub(crate) const MAX_FILE_REQUESTS: usize = 512;

/// The most puzzles that are verified on the async thread; handing them to another one costs about as much as
/// two puzzles.
pub(crate) const MAX_INLINE_PUZZLES: usize = 32;

/// The puzzles that are checked before the challenge is spent. Work with fewer right ones costs the challenge
/// nothing; work with more right ones cannot be shown again and again.
pub(crate) const PUZZLES_BEFORE_SPENDING: usize = 4;

/// The ceiling of scaled work, in tries of 16 KiB: four times a press, 2 GiB on average.
pub(crate) const MAX_SCALED_TRIES: u64 = 4 * (64 << 9);

/// The maximum factor of a difficulty step.
pub(crate) const MAX_FACTOR: u32 = 16;

/// The smallest count that is exported or shown separately; smaller groups are withheld.
pub(crate) const MIN_EXPORTED_COUNT: u64 = 10;

/// The longest word that an error message quotes from a configuration; all field names are shorter, and all keys
/// longer.
pub(crate) const MAX_QUOTED_WORD_CHARS: usize = 20;

/// How long a browser may cache a preflight response, in seconds.
pub(crate) const PREFLIGHT_MAX_AGE_S: &str = "600";

/// How long the public keys may be cached, in seconds.
pub(crate) const JWKS_MAX_AGE_S: u64 = 300;

/// How long a new key is published before it signs, in seconds: backends that verify offline may cache the
/// public keys for [`JWKS_MAX_AGE_S`].
pub(crate) const NEXT_KEY_WAIT_S: u64 = JWKS_MAX_AGE_S;

/// How long the previous key is kept after a rotation, in seconds: the longest lifetime of anything signed with
/// it, plus an hour for instances that reload late.
pub(crate) const PREVIOUS_KEY_KEEP_S: u64 = 3 * 60 * 60;

/// The maximum time that a command waits for an answer of a server.
pub(crate) const CLIENT_TIMEOUT: Duration = Duration::from_secs(5);

/// The maximum size of an answer that a command reads, in bytes.
pub(crate) const MAX_ANSWER_BYTES: usize = 4 << 20;

/// The difference between two clocks from which on `passwave doctor` finds it wrong, in seconds.
pub(crate) const MAX_CLOCK_DIFFERENCE_S: u64 = 30;

/// The last part of a certificate's life, one of so many, in which `passwave doctor` finds it wrong: programs renew it
/// when a third is left.
pub(crate) const CERTIFICATE_LAST_PART: u64 = 6;
