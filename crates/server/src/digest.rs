//! Domain-separated digests, and random ids.

use base64ct::{Base64UrlUnpadded, Encoding};
use sha2::{Digest, Sha256};

/// A SHA-256 digest.
pub(crate) type Digest32 = [u8; 32];

/// SHA-256 over a domain and parts, each with its length before it, so that no two lists collide.
#[must_use]
pub(crate) fn digest(domain: &str, parts: &[&[u8]]) -> Digest32 {
    let mut hash = Sha256::new();
    for part in std::iter::once(&domain.as_bytes()).chain(parts) {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part);
    }
    hash.finalize().into()
}

/// Plain SHA-256 of a siteverify secret.
///
/// The secret is looked up by this digest. At most the timing of the lookup reveals something about digests, and
/// whoever sends a guess knows its digest anyway. Secrets are long and random, so a slow password hash would add
/// cost and no protection.
#[must_use]
pub(crate) fn secret_digest(secret: &str) -> Digest32 {
    Sha256::digest(secret.as_bytes()).into()
}

/// Bytes in lower-case hexadecimal.
#[must_use]
pub(crate) fn to_hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Parses 64 hexadecimal digits.
#[must_use]
pub(crate) fn from_hex(text: &str) -> Option<Digest32> {
    let digits: Option<Vec<u8>> =
        text.chars().map(|digit| digit.to_digit(16).map(|value| value as u8)).collect();
    let bytes: Vec<u8> =
        digits?.chunks(2).map(|pair| pair.iter().fold(0, |sum, digit| sum << 4 | digit)).collect();
    (text.len() == 64).then(|| bytes.try_into().ok()).flatten()
}

/// `N` random bytes from the operating system.
///
/// # Errors
/// If the operating system has none.
pub(crate) fn random_bytes<const N: usize>() -> Result<[u8; N], getrandom::Error> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes)?;
    Ok(bytes)
}

/// A random id of 128 bits, in base64url.
///
/// # Errors
/// If the operating system has no randomness.
pub fn random_id() -> Result<String, getrandom::Error> {
    Ok(Base64UrlUnpadded::encode_string(&random_bytes::<16>()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn domains_and_parts_are_separated() {
        assert_ne!(digest("a", &[b"bc"]), digest("ab", &[b"c"]));
        assert_ne!(digest("a", &[b"b", b"c"]), digest("a", &[b"bc"]));
    }

    #[test]
    fn hexadecimal_round_trip() {
        let bytes = secret_digest("secret");
        assert_eq!(from_hex(&to_hex(&bytes)), Some(bytes));
        assert_eq!(from_hex("00"), None);
        assert_eq!(from_hex(&"g".repeat(64)), None);
        assert_eq!(from_hex(&"é".repeat(32)), None);
    }
}
