//! Finds the master of the moment through Redis Sentinel.
//!
//! A master that was replaced may go on answering for a while. So that no two servers spend with two
//! Redis, a server uses a master only while a majority of the Sentinels that the address names has confirmed it
//! within [`LEASE`]; and a new master spends nothing for [`SETTLE_S`], until every server has left the old one.

use std::sync::{Arc, PoisonError, RwLock, Weak};
use std::time::{Duration, Instant};

use redis::aio::ConnectionManager;
use redis::{AsyncConnectionConfig, Client};

use super::connection::{client, connection_config, unusable, unusable_text};
use crate::limits::REDIS_TIMEOUT;
use crate::store::contract::StoreError;

/// How often the Sentinels are asked, and how long one may take to answer.
const PERIOD: Duration = Duration::from_secs(1);

/// For how long a master that was confirmed is used.
const LEASE: Duration = Duration::from_secs(3);

/// For how long a new master spends nothing: until every lease of the old one has ended and every call to it has
/// been answered or given up, and two seconds for clocks that differ.
pub(super) const SETTLE_S: u64 = LEASE.as_secs() + REDIS_TIMEOUT.as_secs() + 2;

/// `redis+sentinel://user:password@host:26379,host:26379/NAME/DB`, or `rediss+sentinel://`. The user and the
/// password are those of the Redis.
#[derive(Clone)]
pub(crate) struct SentinelUrl {
    scheme: &'static str,
    /// With its `@`, or empty.
    login: String,
    sentinels: Vec<String>,
    master: String,
    /// With its slash, or empty.
    database: String,
}

impl SentinelUrl {
    /// None if the address is not one of Sentinels.
    pub(crate) fn parse(url: &str) -> Option<Result<Self, &'static str>> {
        let schemes = [("redis+sentinel://", "redis"), ("rediss+sentinel://", "rediss")];
        let (rest, scheme) =
            schemes.iter().find_map(|(start, scheme)| Some((url.strip_prefix(start)?, *scheme)))?;
        const FORM: &str =
            "the address of a Redis under Sentinel is redis+sentinel://host:26379,host:26379/NAME";
        Some(Self::split(rest, scheme).ok_or(FORM))
    }

    fn split(rest: &str, scheme: &'static str) -> Option<Self> {
        let at = rest.rfind('@').map_or(0, |at| at + 1);
        let (login, rest) = rest.split_at(at);
        let (hosts, path) = rest.split_once('/')?;
        let (master, database) = path.split_at(path.find('/').unwrap_or(path.len()));
        let sentinels: Vec<String> = hosts.split(',').map(with_port).collect();
        let url = Self {
            scheme,
            login: login.to_owned(),
            sentinels,
            master: master.to_owned(),
            database: database.to_owned(),
        };
        let are_addresses = url
            .sentinels
            .iter()
            .all(|host| Client::open(format!("redis://{host}")).is_ok() && !host.starts_with(':'));
        let is_good = are_addresses && Client::open(url.of("localhost", 1)).is_ok();
        (is_good && !master.is_empty()).then_some(url)
    }

    fn of(&self, host: &str, port: u16) -> String {
        let Self { scheme, login, database, .. } = self;
        let host = if host.contains(':') { format!("[{host}]") } else { host.to_owned() };
        format!("{scheme}://{login}{host}:{port}{database}")
    }
}

fn with_port(host: &str) -> String {
    const PORT: u16 = 26379;
    let has_port = host.rsplit_once(':').is_some_and(|(_, port)| port.parse::<u16>().is_ok());
    if has_port && !host.ends_with(']') { host.to_owned() } else { format!("{host}:{PORT}") }
}

/// The connection to the master of the moment, kept up to date by a task.
pub(super) struct Watch(Arc<Watched>);

struct Watched {
    url: SentinelUrl,
    ca: Option<Vec<u8>>,
    master: RwLock<Option<Master>>,
}

/// A master that a majority has named.
struct Master {
    at: (String, u16),
    confirmed: Instant,
    connection: ConnectionManager,
}

impl Watch {
    /// Asks once and goes on asking.
    pub(super) async fn start(url: SentinelUrl, ca: Option<&[u8]>) -> Result<Self, StoreError> {
        let ca = ca.map(<[u8]>::to_vec);
        let watched = Arc::new(Watched { url, ca, master: RwLock::default() });
        watched.ask().await?;
        tokio::spawn(keep_asking(Arc::downgrade(&watched)));
        Ok(Self(watched))
    }

    pub(super) fn connection(&self) -> Result<ConnectionManager, StoreError> {
        let master = self.0.master.read().unwrap_or_else(PoisonError::into_inner);
        let usable = master.as_ref().filter(|master| master.confirmed.elapsed() < LEASE);
        let connection = usable.map(|master| master.connection.clone());
        connection.ok_or_else(|| StoreError::Failed(NO_MAJORITY.to_owned()))
    }
}

const NO_MAJORITY: &str = "no majority of the Sentinels names a master";

async fn keep_asking(watched: Weak<Watched>) {
    loop {
        tokio::time::sleep(PERIOD).await;
        let Some(watched) = watched.upgrade() else { return };
        if let Err(cause) = watched.ask().await {
            tracing::warn!(%cause, "the master of Redis is not known");
        }
    }
}

impl Watched {
    async fn ask(&self) -> Result<(), StoreError> {
        let asked = Instant::now();
        let at = self.named_by_most().await?;
        let mut master = self.master.write().unwrap_or_else(PoisonError::into_inner);
        match master.as_mut().filter(|master| master.at == at) {
            Some(master) => master.confirmed = asked,
            None => *master = Some(self.connect(at, asked)?),
        }
        Ok(())
    }

    fn connect(&self, at: (String, u16), confirmed: Instant) -> Result<Master, StoreError> {
        tracing::info!(host = at.0, port = at.1, "the master of Redis");
        let client = client(&self.url.of(&at.0, at.1), self.ca.as_deref()).map_err(unusable)?;
        let connection = ConnectionManager::new_lazy_with_config(client, connection_config());
        Ok(Master { at, confirmed, connection: connection.map_err(unusable)? })
    }

    async fn named_by_most(&self) -> Result<(String, u16), StoreError> {
        let mut asked = tokio::task::JoinSet::new();
        for sentinel in &self.url.sentinels {
            let address = format!("{}://{sentinel}", self.url.scheme);
            let client = client(&address, self.ca.as_deref()).map_err(unusable)?;
            asked.spawn(named_master(client, self.url.master.clone()));
        }
        let named: Vec<_> = asked.join_all().await.into_iter().flatten().collect();
        let votes = |at: &(String, u16)| named.iter().filter(|named| *named == at).count();
        let majority = named.iter().find(|at| 2 * votes(at) > self.url.sentinels.len());
        majority.cloned().ok_or_else(|| unusable_text(NO_MAJORITY))
    }
}

async fn named_master(sentinel: Client, name: String) -> Option<(String, u16)> {
    let config = AsyncConnectionConfig::new()
        .set_connection_timeout(Some(PERIOD))
        .set_response_timeout(Some(PERIOD));
    let connection = sentinel.get_multiplexed_async_connection_with_config(&config).await;
    let mut command = redis::cmd("SENTINEL");
    command.arg("get-master-addr-by-name").arg(name);
    command.query_async(&mut connection.ok()?).await.ok().flatten()
}

#[cfg(test)]
mod tests {
    use super::SentinelUrl;

    fn parsed(url: &str) -> SentinelUrl {
        SentinelUrl::parse(url).unwrap().unwrap()
    }

    #[test]
    fn address_names_sentinels_master_login_and_database() {
        let url = parsed("rediss+sentinel://user:p@ss@a:1,b,[::1]:2,[::2]/shop/3");
        assert_eq!(url.sentinels, ["a:1", "b:26379", "[::1]:2", "[::2]:26379"]);
        assert_eq!(
            (url.master.as_str(), url.of("c", 4)),
            ("shop", "rediss://user:p@ss@c:4/3".into())
        );
        assert_eq!(parsed("redis+sentinel://a/shop").of("::1", 4), "redis://[::1]:4");
    }

    #[test]
    fn address_of_a_redis_is_none_of_sentinels_and_a_wrong_one_is_refused() {
        assert!(SentinelUrl::parse("redis://a:1/2").is_none());
        for wrong in ["a", "a/", "/shop", "a,,b/shop", "a:1:2/shop", "a/shop/db"] {
            let url = format!("redis+sentinel://{wrong}");
            assert!(SentinelUrl::parse(&url).unwrap().is_err(), "{wrong}");
        }
    }
}
