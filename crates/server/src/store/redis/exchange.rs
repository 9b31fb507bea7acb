//! Shows the counts of an instance to the others that share its Redis, and theirs to it.
//!
//! Each instance overwrites its own and only reads those of the others. So nothing counts twice, whatever is lost, and
//! what an instance that has ended left behind expires.

use std::sync::LazyLock;

use redis::Script;

use super::{RedisStore, failed};
use crate::store::contract::StoreError;

static SCRIPT: LazyLock<Script> = LazyLock::new(|| Script::new(include_str!("exchange.lua")));

/// Some counts of an instance.
pub(crate) struct Part {
    pub(crate) name: &'static str,
    pub(crate) value: Vec<u8>,
    /// How long it is kept after it was written last, in seconds.
    pub(crate) keep_s: u64,
}

impl RedisStore {
    /// Writes the parts of this instance, and returns those of each other instance in the same order; one that is not
    /// there is empty. Instances with another `group` do not see each other.
    ///
    /// # Errors
    /// If Redis cannot be reached, or does not do it.
    pub(crate) async fn exchange(
        &self,
        group: &str,
        instance: &str,
        parts: &[Part],
    ) -> Result<Vec<Vec<Vec<u8>>>, StoreError> {
        let prefix = format!("passwave:counts:{group}:");
        let keep_s = parts.iter().map(|part| part.keep_s).max().unwrap_or(1);
        let mut call = SCRIPT.prepare_invoke();
        call.key(format!("{prefix}instances")).arg(&prefix).arg(instance).arg(keep_s);
        for part in parts {
            call.arg(part.name).arg(&part.value).arg(part.keep_s);
        }
        call.invoke_async(&mut self.link.connection()?).await.map_err(failed)
    }
}
