//! The Redis store, for several server instances.
//!
//! Each operation is one script (`spend.lua`), which Redis executes atomically. Redis can lose data: it may be
//! restarted without its data or with older data, or a replica may take over. So a marker key holds the id of the
//! Redis process, its replication id, and the time since when it has lost nothing. If the marker is missing, or names
//! another history, it is set anew, and whatever was issued before that time is refused, since it may have been
//! spent. The replication id tells a master that became a replica, took older data and is master again.
//!
//! Redis expires nothing by itself, because its clock may jump: the script purges what the server's
//! [`PurgeClock`] allows, and moves the marker past whatever it purged.

mod connection;
mod exchange;
mod sentinel;

use std::sync::{LazyLock, Mutex, PoisonError};
use std::time::Duration;

use redis::aio::ConnectionManager;
use redis::{RedisError, Script};

use super::contract::{Entry, Spent, Store, StoreError, StoreFuture};
use super::purge_clock::{PurgeClock, Uptime, process_uptime};
use crate::digest::{Digest32, random_bytes};
use crate::limits::{STORE_CLOCK_SLACK_S, STORE_RETENTION_S};
use connection::{check_info, client, connected, unusable, unusable_text};
use sentinel::Watch;

pub(crate) use exchange::Part;
pub(crate) use sentinel::SentinelUrl;

const MARKER: &str = "passwave:since";
const ENTRIES: &str = "passwave:spent";
const EXPIRY: &str = "passwave:expiry";

static SCRIPT: LazyLock<Script> = LazyLock::new(|| Script::new(include_str!("spend.lua")));

/// A store in Redis, shared by any number of server instances.
pub struct RedisStore {
    link: Link,
    purge_clock: Mutex<PurgeClock>,
}

/// Where the Redis of the moment is.
enum Link {
    /// At one address.
    Fixed(ConnectionManager),
    /// Where the Sentinels say.
    Watched(Watch),
}

/// What the script returns.
#[derive(Debug, PartialEq, Eq)]
enum ScriptReply {
    Free,
    Spent(Spent),
    /// For so many seconds nothing is spent, because another server may still work with another Redis.
    Unsettled(u64),
}

impl RedisStore {
    /// Connects and checks that this Redis is usable. With TLS (`rediss://`) it trusts the CA certificates in `ca`
    /// (PEM), or else those of the system.
    ///
    /// # Errors
    /// If it cannot be reached, is configured to evict keys, or is a replica or member of a cluster.
    pub async fn open(url: &str, ca: Option<&[u8]>, now_s: u64) -> Result<Self, StoreError> {
        Self::open_with(url, ca, now_s, process_uptime()).await
    }

    async fn open_with(
        url: &str,
        ca: Option<&[u8]>,
        now_s: u64,
        uptime: Uptime,
    ) -> Result<Self, StoreError> {
        let (link, mut connection) = Self::connect(url, ca).await?;
        let horizon_s = purge_horizon(&mut connection).await?.unwrap_or(now_s);
        let purge_clock = Mutex::new(PurgeClock::new(horizon_s, uptime));
        let store = Self { link, purge_clock };
        store.wait_until_settled(now_s).await?;
        Ok(store)
    }

    /// Connects and checks that this Redis is usable, and changes nothing in it.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub(crate) async fn check(url: &str, ca: Option<&[u8]>) -> Result<(), StoreError> {
        Self::connect(url, ca).await.map(drop)
    }

    async fn connect(
        url: &str,
        ca: Option<&[u8]>,
    ) -> Result<(Link, ConnectionManager), StoreError> {
        let link = match SentinelUrl::parse(url) {
            Some(url) => Link::Watched(Watch::start(url.map_err(unusable_text)?, ca).await?),
            None => Link::Fixed(connected(client(url, ca).map_err(unusable)?).await?),
        };
        let mut connection = link.connection()?;
        check_info(&mut connection).await?;
        Ok((link, connection))
    }

    /// Spends a random key. If that set the marker just now, what is issued within
    /// the same second would be refused; that second is waited for.
    async fn wait_until_settled(&self, now_s: u64) -> Result<(), StoreError> {
        let key = random_bytes().map_err(unusable_text)?;
        let entry = Entry { key, mark: [0; 32], issued_at_s: now_s, expires_at_s: now_s + 1 };
        let (wait_s, reply) = match self.ask(entry, true, now_s).await {
            Ok(ScriptReply::Unsettled(wait_s)) if wait_s <= self.link.settle_s() => {
                (wait_s + 1, None)
            }
            Ok(ScriptReply::Spent(Spent::Forgotten)) => (1, None),
            reply => (0, Some(reply)),
        };
        tokio::time::sleep(Duration::from_secs(wait_s)).await;
        match reply {
            Some(reply) => reply.and_then(spent).map(drop).map_err(unusable_text),
            None => Ok(()),
        }
    }

    async fn ask(
        &self,
        entry: Entry,
        is_spend: bool,
        now_s: u64,
    ) -> Result<ScriptReply, StoreError> {
        let horizon_s = self.purge_horizon_s(now_s);
        let mark = if is_spend { &entry.mark[..] } else { &[] };
        let mut call = SCRIPT.prepare_invoke();
        call.key(MARKER).key(ENTRIES).key(EXPIRY);
        call.arg(now_s).arg(STORE_CLOCK_SLACK_S).arg(self.link.settle_s()).arg(horizon_s);
        call.arg(&entry.key[..]).arg(entry.issued_at_s).arg(mark);
        call.arg(entry.expires_at_s).arg(entry.purge_at_s()).arg(STORE_RETENTION_S);
        let answer: Vec<u8> =
            call.invoke_async(&mut self.link.connection()?).await.map_err(failed)?;
        parse_reply(&answer)
    }

    fn purge_horizon_s(&self, now_s: u64) -> u64 {
        let mut clock = self.purge_clock.lock().unwrap_or_else(PoisonError::into_inner);
        clock.horizon_s(now_s)
    }

    /// Retries once. If the first reply was lost, the entry may have been inserted: the mark is unique to this
    /// caller, so finding it means that the lost reply was [`Spent::First`].
    async fn spend_with_retry(&self, entry: Entry, now_s: u64) -> Result<Spent, StoreError> {
        let cause = match self.ask(entry, true, now_s).await {
            Ok(reply) => return spent(reply),
            Err(cause) => cause,
        };
        tracing::warn!(%cause, "retrying a Redis command");
        match spent(self.ask(entry, true, now_s).await?)? {
            Spent::Already { mark } if mark == entry.mark => Ok(Spent::First),
            other => Ok(other),
        }
    }

    async fn look_up(
        &self,
        key: Digest32,
        issued_at_s: u64,
        now_s: u64,
    ) -> Result<bool, StoreError> {
        let entry = Entry { key, mark: [0; 32], issued_at_s, expires_at_s: now_s };
        match self.ask(entry, false, now_s).await? {
            ScriptReply::Free => Ok(false),
            reply => spent(reply).map(|_| true),
        }
    }
}

impl Store for RedisStore {
    fn spend(&self, entry: Entry, now_s: u64) -> StoreFuture<'_, Spent> {
        Box::pin(self.spend_with_retry(entry, now_s))
    }

    fn is_spent(&self, key: Digest32, issued_at_s: u64, now_s: u64) -> StoreFuture<'_, bool> {
        Box::pin(self.look_up(key, issued_at_s, now_s))
    }
}

impl Link {
    fn connection(&self) -> Result<ConnectionManager, StoreError> {
        match self {
            Link::Fixed(connection) => Ok(connection.clone()),
            Link::Watched(watch) => watch.connection(),
        }
    }

    /// For how long nothing is spent after the history of the data changed, in seconds.
    fn settle_s(&self) -> u64 {
        match self {
            Link::Fixed(_) => 0,
            Link::Watched(_) => sentinel::SETTLE_S,
        }
    }
}

/// The latest time that entries were purged by, if there is a marker.
async fn purge_horizon(connection: &mut ConnectionManager) -> Result<Option<u64>, StoreError> {
    let marker: Option<String> =
        redis::cmd("GET").arg(MARKER).query_async(connection).await.map_err(unusable)?;
    Ok(marker.and_then(|marker| marker.rsplit(' ').next()?.parse().ok()).filter(|at_s| *at_s > 0))
}

fn parse_reply(answer: &[u8]) -> Result<ScriptReply, StoreError> {
    let failed = |why: &str| Err(StoreError::Failed(why.to_owned()));
    match answer {
        b"free" => Ok(ScriptReply::Free),
        b"first" => Ok(ScriptReply::Spent(Spent::First)),
        b"forgotten" => Ok(ScriptReply::Spent(Spent::Forgotten)),
        b"clock" => failed("the clocks of Redis and of this server differ"),
        b"replica" => failed("this Redis is a replica; the store needs the master"),
        other => other_reply(other).ok_or_else(|| {
            StoreError::Failed(
                "unexpected reply from Redis: is another program using its keys?".to_owned(),
            )
        }),
    }
}

fn other_reply(answer: &[u8]) -> Option<ScriptReply> {
    if let Some(mark) = answer.strip_prefix(b"already ") {
        let mark = mark.try_into().ok()?;
        return Some(ScriptReply::Spent(Spent::Already { mark }));
    }
    let wait_s = std::str::from_utf8(answer.strip_prefix(b"unsettled ")?).ok()?.parse().ok()?;
    Some(ScriptReply::Unsettled(wait_s))
}

fn spent(reply: ScriptReply) -> Result<Spent, StoreError> {
    match reply {
        ScriptReply::Spent(spent) => Ok(spent),
        ScriptReply::Free => Err(StoreError::Failed("Redis did not spend".to_owned())),
        ScriptReply::Unsettled(wait_s) => Err(StoreError::Unsettled { wait_s }),
    }
}

fn failed(cause: RedisError) -> StoreError {
    StoreError::Failed(cause.to_string())
}

#[cfg(all(test, feature = "redis-tests"))]
mod tests;
