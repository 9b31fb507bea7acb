//! Configurations for tests.

use passwave_server::tokens::keys::random_key;

/// A random key, as it stands in a configuration.
///
/// # Panics
/// If the operating system has no randomness.
#[must_use]
pub fn key() -> String {
    random_key().expect("randomness")
}

/// The part of a configuration before its sites: a store in a file or Redis, the key for challenges, and a random
/// one for renewals.
#[must_use]
pub fn head(store: &str, challenge_key: &str) -> String {
    let renewal_key = key();
    format!(
        "store = '{store}'\n[challenge_keys]\ncurrent = '{challenge_key}'\n\
         [renewal_keys]\ncurrent = '{renewal_key}'\n"
    )
}
