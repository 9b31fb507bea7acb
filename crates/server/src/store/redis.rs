//! The store of several servers: one Redis.
//!
//! Each step is one script, which Redis carries out undivided. Redis may forget: it is restarted
//! without its data, or with older data, or a replica takes its place. So beside the entries lies a
//! marker with the time since when this very Redis process has been remembering. Where the marker is
//! missing, or is another process's, it is set anew; and whatever was issued before it is refused,
//! because nobody knows whether it was spent.

use std::sync::LazyLock;
use std::time::Duration;

use redis::aio::{ConnectionManager, ConnectionManagerConfig};
use redis::{Client, RedisError, Script, TlsCertificates};

use super::contract::{Answer, Entry, Spent, Store, StoreError};
use crate::crypto;
use crate::digest::{Digest32, random_bytes, to_hex};
use crate::limits::{REDIS_RETRIES, REDIS_TIMEOUT, STORE_CLOCK_SLACK_S};

const MARKER: &str = "passwave:since";

/// KEYS: marker, entry. ARGV: now, issued, most difference of clocks, mark, expiry, forget at.
/// An entry is its mark, 32 bytes, and its expiry in decimal.
macro_rules! script {
    ($end:literal) => {
        LazyLock::new(|| {
            Script::new(concat!(
                "
local now, issued = tonumber(ARGV[1]), tonumber(ARGV[2])
if math.abs(tonumber(redis.call('TIME')[1]) - now) > tonumber(ARGV[3]) then return 'clock' end
local process = string.match(redis.call('INFO', 'server'), 'run_id:(%w+)')
local marker = redis.call('GET', KEYS[1])
local since, whose = string.match(marker or '', '^(%d+) (%w+)$')
if whose ~= process then
  since = ARGV[1]
  redis.call('SET', KEYS[1], since .. ' ' .. process)
end
if issued <= tonumber(since) then return 'forgotten' end
local found = redis.call('GET', KEYS[2])
if found and tonumber(string.sub(found, 33)) > now then
  return 'already ' .. string.sub(found, 1, 32)
end
",
                $end
            ))
        })
    };
}

static SPEND: LazyLock<Script> = script!(
    "redis.call('SET', KEYS[2], ARGV[4] .. ARGV[5], 'PXAT', ARGV[6])
return 'first'"
);

static LOOK: LazyLock<Script> = script!("return 'free'");

/// Entries in a Redis that any number of servers share.
pub struct RedisStore {
    connection: ConnectionManager,
}

/// What a script says.
#[derive(Debug, PartialEq, Eq)]
enum Said {
    Free,
    Spent(Spent),
}

impl RedisStore {
    /// Connects, and tries out whether this Redis can do the work. With TLS (`rediss://`) it believes
    /// certificates of `ca` (PEM), or those that the system believes.
    ///
    /// # Errors
    /// If it cannot be reached, or would forget what it should remember.
    pub async fn open(url: &str, ca: Option<&[u8]>, now_s: u64) -> Result<Self, StoreError> {
        let client = client(url, ca).map_err(unusable)?;
        let config = ConnectionManagerConfig::new()
            .set_connection_timeout(Some(REDIS_TIMEOUT))
            .set_response_timeout(Some(REDIS_TIMEOUT))
            .set_number_of_retries(REDIS_RETRIES);
        let connection =
            ConnectionManager::new_with_config(client, config).await.map_err(unusable)?;
        let store = Self { connection };
        store.check_memory().await?;
        store.try_out(now_s).await?;
        Ok(store)
    }

    /// A Redis that drops entries when its memory is full would let tokens pass twice.
    async fn check_memory(&self) -> Result<(), StoreError> {
        let info: String = redis::cmd("INFO")
            .arg("memory")
            .query_async(&mut self.connection.clone())
            .await
            .map_err(unusable)?;
        let field = |name: &str| {
            info.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':').map(str::trim))
        };
        let forgets = field("maxmemory_policy") != Some("noeviction");
        if forgets && field("maxmemory") != Some("0") {
            let what = "its maxmemory-policy must be noeviction, or it would forget what was spent";
            return Err(StoreError::Unusable(what.to_owned()));
        }
        Ok(())
    }

    /// Spends something that is nothing. If the marker was set by it just now, what is issued within
    /// the same second would be refused; that second is waited for.
    async fn try_out(&self, now_s: u64) -> Result<(), StoreError> {
        let key = random_bytes().map_err(|cause| StoreError::Unusable(cause.to_string()))?;
        let entry = Entry { key, mark: [0; 32], issued_at_s: now_s, expires_at_s: now_s + 1 };
        let unusable = |cause: StoreError| StoreError::Unusable(cause.to_string());
        if self.spend_entry(entry, now_s).await.map_err(unusable)? == Spent::Forgotten {
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
        Ok(())
    }

    async fn spend_entry(&self, entry: Entry, now_s: u64) -> Result<Spent, StoreError> {
        let forget_at_ms = (entry.expires_at_s + STORE_CLOCK_SLACK_S) * 1000;
        let mut call = SPEND.prepare_invoke();
        call.key(MARKER).key(name(&entry.key));
        call.arg(now_s).arg(entry.issued_at_s).arg(STORE_CLOCK_SLACK_S);
        call.arg(&entry.mark[..]).arg(entry.expires_at_s).arg(forget_at_ms);
        let answer = call.invoke_async(&mut self.connection.clone()).await.map_err(failed)?;
        match said(answer)? {
            Said::Spent(spent) => Ok(spent),
            Said::Free => Err(strange()),
        }
    }

    /// Where an answer was lost, the entry may be there or not. The mark tells: it is this spender's
    /// alone, so finding it means that the lost answer was [`Spent::First`].
    async fn spend_surely(&self, entry: Entry, now_s: u64) -> Result<Spent, StoreError> {
        let cause = match self.spend_entry(entry, now_s).await {
            Ok(spent) => return Ok(spent),
            Err(cause) => cause,
        };
        tracing::warn!(%cause, "Redis is asked again");
        match self.spend_entry(entry, now_s).await? {
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
        let mut call = LOOK.prepare_invoke();
        call.key(MARKER).key(name(&key));
        call.arg(now_s).arg(issued_at_s).arg(STORE_CLOCK_SLACK_S);
        let answer = call.invoke_async(&mut self.connection.clone()).await.map_err(failed)?;
        Ok(said(answer)? != Said::Free)
    }
}

impl Store for RedisStore {
    fn spend(&self, entry: Entry, now_s: u64) -> Answer<'_, Spent> {
        Box::pin(self.spend_surely(entry, now_s))
    }

    fn is_spent(&self, key: Digest32, issued_at_s: u64, now_s: u64) -> Answer<'_, bool> {
        Box::pin(self.look_up(key, issued_at_s, now_s))
    }
}

fn client(url: &str, ca: Option<&[u8]>) -> Result<Client, RedisError> {
    // Whoever was first has chosen the same.
    let _ = crypto::provider().install_default();
    match ca {
        Some(ca) => {
            let root_cert = Some(ca.to_vec());
            Client::build_with_tls(url, TlsCertificates { client_tls: None, root_cert })
        }
        None => Client::open(url),
    }
}

fn name(key: &Digest32) -> String {
    format!("passwave:spent:{}", to_hex(key))
}

fn said(answer: Vec<u8>) -> Result<Said, StoreError> {
    match answer.as_slice() {
        b"free" => Ok(Said::Free),
        b"first" => Ok(Said::Spent(Spent::First)),
        b"forgotten" => Ok(Said::Spent(Spent::Forgotten)),
        b"clock" => Err(StoreError::Failed("the clocks of Redis and of this server differ".into())),
        other => {
            let mark = other.strip_prefix(b"already ").and_then(|mark| mark.try_into().ok());
            mark.map(|mark| Said::Spent(Spent::Already { mark })).ok_or_else(strange)
        }
    }
}

fn strange() -> StoreError {
    StoreError::Failed("Redis holds something that is not ours".to_owned())
}

fn failed(cause: RedisError) -> StoreError {
    StoreError::Failed(cause.to_string())
}

fn unusable(cause: RedisError) -> StoreError {
    StoreError::Unusable(cause.to_string())
}

#[cfg(test)]
#[path = "../../tests/common/redis_server.rs"]
mod redis_server;

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::redis_server::RedisServer;
    use super::*;
    use crate::clock::Clock;
    use crate::store::conformance;

    fn entry(issued_at_s: u64) -> Entry {
        Entry { key: [1; 32], mark: [2; 32], issued_at_s, expires_at_s: issued_at_s + 60 }
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn it_keeps_the_contract() {
        let (server, now_s) = (RedisServer::start(), Clock::system().now_s());
        let store = RedisStore::open(&server.url(), None, now_s).await.unwrap();
        conformance::run(Arc::new(store), now_s + 10).await;
    }

    const PASSWORD: &str = "a-password";

    /// A Redis that speaks TLS alone and lets in one user, with the rights that the handbook asks for;
    /// and the certificate it shows.
    fn locked() -> (RedisServer, String, tempfile::TempDir) {
        let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let files = [("cert", made.cert.pem()), ("key", made.signing_key.serialize_pem())];
        let [cert, key] = files.map(|(name, pem)| {
            let file = folder.path().join(name);
            std::fs::write(&file, pem).unwrap();
            file.to_str().unwrap().to_owned()
        });
        let tls = ["--port", "0", "--tls-cert-file", &cert, "--tls-key-file", &key];
        let open = ["--tls-auth-clients", "no", "--user", "default", "off"];
        let rights = "on ~passwave:* +evalsha +script|load +get +set +time +info";
        let password = format!(">{PASSWORD}");
        let mut arguments = [&tls[..], &open[..], &["--user", "passwave", &password]].concat();
        arguments.extend(rights.split(' '));
        (RedisServer::start_with("--tls-port", &arguments), made.cert.pem(), folder)
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn it_keeps_the_contract_over_tls_as_a_user_with_few_rights() {
        let ((server, ca, _folder), now_s) = (locked(), Clock::system().now_s());
        let url = format!("rediss://passwave:{PASSWORD}@localhost:{}", server.port());
        let store = RedisStore::open(&url, Some(ca.as_bytes()), now_s).await.unwrap();
        conformance::run(Arc::new(store), now_s + 10).await;
    }

    #[tokio::test]
    async fn a_redis_that_is_another_or_another_users_is_refused_without_quoting() {
        let ((server, ca, _folder), now_s) = (locked(), Clock::system().now_s());
        let ca = Some(ca.as_bytes());
        let url = |user: &str| format!("rediss://{user}@localhost:{}", server.port());
        let good = url(&format!("passwave:{PASSWORD}"));
        let elsewhere = good.replace("localhost", "127.0.0.1");
        let cases = [
            (good.as_str(), None),
            (&elsewhere, ca),
            (&good.replace("rediss", "redis"), None),
            (&good.replace("passwave:", "someone:"), ca),
            (&good.replace("word@", "word1@"), ca),
        ];
        for (url, ca) in cases {
            let why = RedisStore::open(url, ca, now_s).await.err().expect(url).to_string();
            assert!(!why.contains(PASSWORD), "{why}");
        }
    }

    #[tokio::test]
    async fn what_two_connections_spend_is_spent_for_both() {
        let (server, now_s) = (RedisServer::start(), Clock::system().now_s());
        let one = RedisStore::open(&server.url(), None, now_s).await.unwrap();
        let other = RedisStore::open(&server.url(), None, now_s).await.unwrap();
        assert_eq!(one.spend(entry(now_s + 1), now_s + 1).await.unwrap(), Spent::First);
        let again = other.spend(entry(now_s + 1), now_s + 1).await.unwrap();
        assert_eq!(again, Spent::Already { mark: [2; 32] });
        assert!(other.is_spent([1; 32], now_s + 1, now_s + 1).await.unwrap());
    }

    #[tokio::test]
    async fn whatever_was_issued_before_redis_forgot_is_refused() {
        let (mut server, now_s) = (RedisServer::start(), Clock::system().now_s());
        let store = RedisStore::open(&server.url(), None, now_s).await.unwrap();
        assert_eq!(store.spend(entry(now_s + 1), now_s + 1).await.unwrap(), Spent::First);
        server.kill();
        assert!(store.spend(entry(now_s + 1), now_s + 1).await.is_err());
        assert!(store.is_spent([1; 32], now_s + 1, now_s + 1).await.is_err());
        server.start_again();
        let store = RedisStore::open(&server.url(), None, now_s + 5).await.unwrap();
        for issued_at_s in [now_s + 1, now_s + 5] {
            let spent = store.spend(entry(issued_at_s), now_s + 6).await.unwrap();
            assert_eq!(spent, Spent::Forgotten);
            assert!(store.is_spent([1; 32], issued_at_s, now_s + 6).await.unwrap());
        }
        assert_eq!(store.spend(entry(now_s + 6), now_s + 6).await.unwrap(), Spent::First);
    }

    /// As a restart with data of some seconds ago would, or a replica that takes over.
    #[tokio::test]
    async fn another_process_with_older_data_is_not_believed() {
        let (server, now_s) = (RedisServer::start(), Clock::system().now_s());
        let store = RedisStore::open(&server.url(), None, now_s).await.unwrap();
        let mut connection = Client::open(server.url()).unwrap().get_connection().unwrap();
        let marker = format!("{now_s} {}", "0".repeat(40));
        redis::cmd("SET").arg(MARKER).arg(marker).exec(&mut connection).unwrap();
        let spent = store.spend(entry(now_s + 1), now_s + 2).await.unwrap();
        assert_eq!(spent, Spent::Forgotten);
        assert_eq!(store.spend(entry(now_s + 3), now_s + 3).await.unwrap(), Spent::First);
    }

    #[tokio::test]
    async fn a_redis_that_would_forget_is_refused() {
        let (server, now_s) = (RedisServer::start(), Clock::system().now_s());
        for (name, value) in [("maxmemory", "100mb"), ("maxmemory-policy", "volatile-ttl")] {
            let mut connection = Client::open(server.url()).unwrap().get_connection().unwrap();
            let set = redis::cmd("CONFIG").arg(&["SET", name, value]).exec(&mut connection);
            set.unwrap();
        }
        let why = RedisStore::open(&server.url(), None, now_s).await.err().unwrap().to_string();
        assert!(why.contains("noeviction"), "{why}");
    }

    #[tokio::test]
    async fn a_clock_that_is_far_off_is_refused() {
        let (server, now_s) = (RedisServer::start(), Clock::system().now_s());
        let why =
            RedisStore::open(&server.url(), None, now_s - 3600).await.err().unwrap().to_string();
        assert!(why.contains("clocks"), "{why}");
    }
}
