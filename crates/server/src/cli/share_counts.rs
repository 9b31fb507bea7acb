//! Shares the counts behind limits, rising work and the status page with the other instances on the same Redis.
//!
//! It runs beside the requests, and none of them waits for it. Without Redis each instance counts for itself.

use std::sync::Arc;

use tokio::time::sleep;

use crate::abuse::warning_interval::WarningInterval;
use crate::digest::{Digest32, digest, random_id, to_hex};
use crate::http::state::{AppState, ReloadableState};
use crate::limits::{COUNTS_PERIOD, DIFFICULTY_WINDOW_S, RATE_LIMIT_WINDOW_S, STATUS_COUNTS_S};
use crate::store::{Part, RedisStore, StoreError};

/// The length of a group's name, in characters.
const GROUP_CHARS: usize = 16;

/// Shares the counts until the process ends.
pub(super) struct ShareCounts {
    redis: Arc<RedisStore>,
    state: ReloadableState,
    /// A random name.
    instance: String,
    warning: WarningInterval,
    is_shared: bool,
}

impl ShareCounts {
    /// Starts a task.
    ///
    /// # Errors
    /// If the operating system has no randomness.
    pub(super) fn start(
        redis: Arc<RedisStore>,
        state: ReloadableState,
    ) -> Result<(), getrandom::Error> {
        let (instance, warning) = (random_id()?, WarningInterval::default());
        let mut share = Self { redis, state, instance, warning, is_shared: true };
        tokio::spawn(async move {
            loop {
                share.round().await;
                sleep(COUNTS_PERIOD).await;
            }
        });
        Ok(())
    }

    async fn round(&mut self) {
        let state = self.state.current();
        match self.exchange(&state).await {
            Ok(others) => {
                set_others(&state, &others);
                if !self.is_shared {
                    tracing::info!("counts are shared again with the other instances");
                }
                self.is_shared = true;
            }
            Err(cause) => {
                // What they counted before runs out with its window.
                state.metrics.set_others(Vec::new());
                if self.warning.is_due(state.clock.now_s()) {
                    tracing::warn!(%cause, "counts are not shared with the other instances: each limits for itself");
                }
                self.is_shared = false;
            }
        }
    }

    async fn exchange(&self, state: &AppState) -> Result<Vec<Vec<Vec<u8>>>, StoreError> {
        let now_s = state.clock.now_s();
        let status = serde_json::to_vec(&state.metrics.counts());
        let status = status.map_err(|cause| StoreError::Failed(cause.to_string()))?;
        let requests = state.rate_limiter.requests.snapshot(now_s);
        let redeems = state.difficulty.redeems.snapshot(now_s);
        let parts = [
            Part { name: "requests", value: requests, keep_s: RATE_LIMIT_WINDOW_S },
            Part { name: "redeems", value: redeems, keep_s: DIFFICULTY_WINDOW_S },
            Part { name: "status", value: status, keep_s: STATUS_COUNTS_S },
        ];
        let group = group(&state.challenge_keys.derived_secret);
        self.redis.exchange(&group, &self.instance, &parts).await
    }
}

/// Instances with other keys count under other cells, and those of another format would not understand each other.
fn group(secret: &Digest32) -> String {
    let mut group = to_hex(&digest("counts, format 1", &[secret]));
    group.truncate(GROUP_CHARS);
    group
}

/// Takes the parts of the other instances, in the order in which they were sent.
fn set_others(state: &AppState, others: &[Vec<Vec<u8>>]) {
    let now_s = state.clock.now_s();
    let parts = |nth: usize| {
        let parts = others.iter().filter_map(move |parts| parts.get(nth));
        parts.map(Vec::as_slice).filter(|part| !part.is_empty())
    };
    state.rate_limiter.requests.set_others(now_s, parts(0));
    state.difficulty.redeems.set_others(now_s, parts(1));
    let counts = parts(2).filter_map(|part| serde_json::from_slice(part).ok());
    state.metrics.set_others(counts.collect());
}
