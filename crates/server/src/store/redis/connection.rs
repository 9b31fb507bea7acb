//! Connections to Redis, and whether a Redis can be the store.

use redis::aio::{ConnectionManager, ConnectionManagerConfig};
use redis::{Client, RedisError, TlsCertificates};

use crate::limits::{REDIS_RETRIES, REDIS_TIMEOUT};
use crate::store::contract::StoreError;
use crate::tls_provider;

pub(super) fn client(url: &str, ca: Option<&[u8]>) -> Result<Client, RedisError> {
    // It fails if a provider is installed already, and that is this one.
    let _ = tls_provider::provider().install_default();
    match ca {
        Some(ca) => {
            let root_cert = Some(ca.to_vec());
            Client::build_with_tls(url, TlsCertificates { client_tls: None, root_cert })
        }
        None => Client::open(url),
    }
}

pub(super) fn connection_config() -> ConnectionManagerConfig {
    ConnectionManagerConfig::new()
        .set_connection_timeout(Some(REDIS_TIMEOUT))
        .set_response_timeout(Some(REDIS_TIMEOUT))
        .set_number_of_retries(REDIS_RETRIES)
}

pub(super) async fn connected(client: Client) -> Result<ConnectionManager, StoreError> {
    ConnectionManager::new_with_config(client, connection_config()).await.map_err(unusable)
}

/// Refuses what cannot be the store: a member of a cluster, a Sentinel, a Redis that evicts.
pub(super) async fn check_info(connection: &mut ConnectionManager) -> Result<(), StoreError> {
    let mut info = String::new();
    for section in ["server", "memory"] {
        let part: String =
            redis::cmd("INFO").arg(section).query_async(connection).await.map_err(unusable)?;
        info.push_str(&part);
    }
    let field = |name: &str| {
        info.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':').map(str::trim))
    };
    let evicts = field("maxmemory_policy") != Some("noeviction") && field("maxmemory") != Some("0");
    // Valkey names its mode in a field of its own.
    match field("redis_mode").or_else(|| field("server_mode")) {
        Some("cluster") => Err(unusable_text(CLUSTER)),
        Some("sentinel") => Err(unusable_text(SENTINEL)),
        _ if evicts => Err(unusable_text(EVICTS)),
        _ => Ok(()),
    }
}

const CLUSTER: &str = "it runs in cluster mode, in which a failover can lose or revive what was spent \
     without a trace; use a single Redis, or one with replicas under Sentinel";
const SENTINEL: &str = "this is a Sentinel, which holds no data; \
     name its master: redis+sentinel://host:26379/NAME";
const EVICTS: &str = "its maxmemory-policy must be noeviction: evicted keys could be spent twice";

pub(super) fn unusable(cause: RedisError) -> StoreError {
    unusable_text(cause)
}

pub(super) fn unusable_text(cause: impl ToString) -> StoreError {
    StoreError::Unusable(cause.to_string())
}
