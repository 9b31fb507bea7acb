//! The Redis store, for several server instances.
//!
//! Each operation is one script, which Redis executes atomically. Redis can lose data: it may be restarted
//! without its data or with older data, or a replica may take over. So a marker key holds the id of the
//! Redis process and the time since when it has lost nothing. If the marker is missing, or is another
//! process's, it is set anew, and whatever was issued before that time is refused, since it may have been
//! spent.

use std::sync::LazyLock;
use std::time::Duration;

use redis::aio::{ConnectionManager, ConnectionManagerConfig};
use redis::{Client, RedisError, Script, TlsCertificates};

use super::contract::{Entry, Spent, Store, StoreError, StoreFuture};
use crate::crypto;
use crate::digest::{Digest32, random_bytes, to_hex};
use crate::limits::{REDIS_RETRIES, REDIS_TIMEOUT, STORE_CLOCK_SLACK_S};

const MARKER: &str = "passwave:since";

/// KEYS: marker, entry. ARGV: now, issued, maximum clock difference, mark, expiry, removal time in ms.
/// The value of an entry is its mark, 32 bytes, and its expiry in decimal.
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

static LOOK_UP: LazyLock<Script> = script!("return 'free'");

/// A store in Redis, shared by any number of server instances.
pub struct RedisStore {
    connection: ConnectionManager,
}

/// What a script returns.
#[derive(Debug, PartialEq, Eq)]
enum ScriptReply {
    Free,
    Spent(Spent),
}

impl RedisStore {
    /// Connects and checks that this Redis is usable. With TLS (`rediss://`) it trusts the CA certificates in `ca`
    /// (PEM), or else those of the system.
    ///
    /// # Errors
    /// If it cannot be reached, or is configured to evict keys.
    pub async fn open(url: &str, ca: Option<&[u8]>, now_s: u64) -> Result<Self, StoreError> {
        let client = client(url, ca).map_err(unusable)?;
        let config = ConnectionManagerConfig::new()
            .set_connection_timeout(Some(REDIS_TIMEOUT))
            .set_response_timeout(Some(REDIS_TIMEOUT))
            .set_number_of_retries(REDIS_RETRIES);
        let connection =
            ConnectionManager::new_with_config(client, config).await.map_err(unusable)?;
        let store = Self { connection };
        store.check_eviction_policy().await?;
        store.check_scripts(now_s).await?;
        Ok(store)
    }

    /// A Redis that evicts keys when its memory is full would let tokens pass twice.
    async fn check_eviction_policy(&self) -> Result<(), StoreError> {
        let info: String = redis::cmd("INFO")
            .arg("memory")
            .query_async(&mut self.connection.clone())
            .await
            .map_err(unusable)?;
        let field = |name: &str| {
            info.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':').map(str::trim))
        };
        let evicts = field("maxmemory_policy") != Some("noeviction");
        if evicts && field("maxmemory") != Some("0") {
            let what = "its maxmemory-policy must be noeviction: evicted keys could be spent twice";
            return Err(StoreError::Unusable(what.to_owned()));
        }
        Ok(())
    }

    /// Spends a random key. If that set the marker, whatever is issued within the same second would be refused,
    /// so this waits for that second to pass.
    async fn check_scripts(&self, now_s: u64) -> Result<(), StoreError> {
        let key = random_bytes().map_err(|cause| StoreError::Unusable(cause.to_string()))?;
        let entry = Entry { key, mark: [0; 32], issued_at_s: now_s, expires_at_s: now_s + 1 };
        let unusable = |cause: StoreError| StoreError::Unusable(cause.to_string());
        if self.spend_entry(entry, now_s).await.map_err(unusable)? == Spent::Forgotten {
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
        Ok(())
    }

    async fn spend_entry(&self, entry: Entry, now_s: u64) -> Result<Spent, StoreError> {
        let remove_at_ms = (entry.expires_at_s + STORE_CLOCK_SLACK_S) * 1000;
        let mut call = SPEND.prepare_invoke();
        call.key(MARKER).key(entry_key(&entry.key));
        call.arg(now_s).arg(entry.issued_at_s).arg(STORE_CLOCK_SLACK_S);
        call.arg(&entry.mark[..]).arg(entry.expires_at_s).arg(remove_at_ms);
        let answer = call.invoke_async(&mut self.connection.clone()).await.map_err(failed)?;
        match parse_reply(answer)? {
            ScriptReply::Spent(spent) => Ok(spent),
            ScriptReply::Free => Err(unexpected_reply()),
        }
    }

    /// Retries once. If the first reply was lost, the entry may have been inserted: the mark is unique to this
    /// caller, so finding it means that the lost reply was [`Spent::First`].
    async fn spend_with_retry(&self, entry: Entry, now_s: u64) -> Result<Spent, StoreError> {
        let cause = match self.spend_entry(entry, now_s).await {
            Ok(spent) => return Ok(spent),
            Err(cause) => cause,
        };
        tracing::warn!(%cause, "retrying a Redis command");
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
        let mut call = LOOK_UP.prepare_invoke();
        call.key(MARKER).key(entry_key(&key));
        call.arg(now_s).arg(issued_at_s).arg(STORE_CLOCK_SLACK_S);
        let answer = call.invoke_async(&mut self.connection.clone()).await.map_err(failed)?;
        Ok(parse_reply(answer)? != ScriptReply::Free)
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

fn client(url: &str, ca: Option<&[u8]>) -> Result<Client, RedisError> {
    // It fails if a provider is installed already, and that is this one.
    let _ = crypto::provider().install_default();
    match ca {
        Some(ca) => {
            let root_cert = Some(ca.to_vec());
            Client::build_with_tls(url, TlsCertificates { client_tls: None, root_cert })
        }
        None => Client::open(url),
    }
}

fn entry_key(key: &Digest32) -> String {
    format!("passwave:spent:{}", to_hex(key))
}

fn parse_reply(answer: Vec<u8>) -> Result<ScriptReply, StoreError> {
    match answer.as_slice() {
        b"free" => Ok(ScriptReply::Free),
        b"first" => Ok(ScriptReply::Spent(Spent::First)),
        b"forgotten" => Ok(ScriptReply::Spent(Spent::Forgotten)),
        b"clock" => Err(StoreError::Failed("the clocks of Redis and this server differ".into())),
        other => {
            let mark = other.strip_prefix(b"already ").and_then(|mark| mark.try_into().ok());
            mark.map(|mark| ScriptReply::Spent(Spent::Already { mark }))
                .ok_or_else(unexpected_reply)
        }
    }
}

fn unexpected_reply() -> StoreError {
    StoreError::Failed("unexpected reply from Redis: is another program using its keys?".to_owned())
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
    async fn conforms_to_the_contract() {
        let (server, now_s) = (RedisServer::start(), Clock::system().now_s());
        let store = RedisStore::open(&server.url(), None, now_s).await.unwrap();
        conformance::run(Arc::new(store), now_s + 10).await;
    }

    const PASSWORD: &str = "a-password";

    /// A Redis with TLS only and one user with the documented ACL; and its certificate.
    fn redis_with_tls_and_acl() -> (RedisServer, String, tempfile::TempDir) {
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
    async fn conforms_over_tls_with_minimal_acl() {
        let ((server, ca, _folder), now_s) = (redis_with_tls_and_acl(), Clock::system().now_s());
        let url = format!("rediss://passwave:{PASSWORD}@localhost:{}", server.port());
        let store = RedisStore::open(&url, Some(ca.as_bytes()), now_s).await.unwrap();
        conformance::run(Arc::new(store), now_s + 10).await;
    }

    #[tokio::test]
    async fn wrong_certificate_or_credentials_fail_without_leaking_the_password() {
        let ((server, ca, _folder), now_s) = (redis_with_tls_and_acl(), Clock::system().now_s());
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
    async fn spent_keys_are_shared_between_connections() {
        let (server, now_s) = (RedisServer::start(), Clock::system().now_s());
        let one = RedisStore::open(&server.url(), None, now_s).await.unwrap();
        let other = RedisStore::open(&server.url(), None, now_s).await.unwrap();
        assert_eq!(one.spend(entry(now_s + 1), now_s + 1).await.unwrap(), Spent::First);
        let again = other.spend(entry(now_s + 1), now_s + 1).await.unwrap();
        assert_eq!(again, Spent::Already { mark: [2; 32] });
        assert!(other.is_spent([1; 32], now_s + 1, now_s + 1).await.unwrap());
    }

    #[tokio::test]
    async fn keys_issued_before_data_loss_are_refused() {
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

    /// As after a restart with older data, or a failover to a replica.
    #[tokio::test]
    async fn older_data_of_another_redis_process_is_not_trusted() {
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
    async fn eviction_policy_is_refused() {
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
    async fn large_clock_difference_is_refused() {
        let (server, now_s) = (RedisServer::start(), Clock::system().now_s());
        let why =
            RedisStore::open(&server.url(), None, now_s - 3600).await.err().unwrap().to_string();
        assert!(why.contains("clocks"), "{why}");
    }
}
