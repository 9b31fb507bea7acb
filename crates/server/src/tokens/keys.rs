//! Signing keys, and their change without a break.
//!
//! A ring holds the current key, which signs, and any number of previous and next ones, which are
//! accepted too. To change a key: add the new one as `next` everywhere, then make it `current` and
//! the old one `previous`, then drop the old one once nothing signed with it can still be valid.

use base64ct::{Base64UrlUnpadded, Encoding};
use ed25519_dalek::SigningKey;
use ed25519_dalek::pkcs8::EncodePrivateKey;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, crypto};
use serde::Serialize;

use crate::digest::{digest, random_bytes};
use crate::tokens::kind::TokenKind;
use crate::tokens::own_signature::OwnSignatures;

/// The length of every key, in bytes.
const KEY_BYTES: usize = 32;

/// The length of a key's name, in characters.
const KID_CHARS: usize = 16;

/// One signing key with its name and both its halves.
pub struct Key {
    /// Names the key in the header of what it signs; made from the key, tells nothing about it.
    pub kid: String,
    /// Signs.
    pub encoding: EncodingKey,
    verifier: Verifier,
    /// How tokens signed with it begin, in the order of [`TokenKind::ALL`].
    heads: [String; 3],
    /// The public half, for Ed25519.
    public: Option<String>,
}

enum Verifier {
    Hmac(DecodingKey),
    Ed25519(OwnSignatures),
}

impl Key {
    /// Whether this key made the signature, in base64url, of exactly this text.
    #[must_use]
    pub fn has_signed(&self, text: &str, signature: &str) -> bool {
        let text = text.as_bytes();
        match &self.verifier {
            Verifier::Hmac(key) => {
                crypto::verify(signature, text, key, Algorithm::HS256).unwrap_or(false)
            }
            Verifier::Ed25519(own) => {
                let mut bytes = [0; 64];
                let read = Base64UrlUnpadded::decode(signature, &mut bytes);
                read.is_ok_and(|read| own.contain(text, read))
            }
        }
    }
}

/// The keys of one purpose, the current one first.
pub struct KeyRing {
    /// The one algorithm of all these keys.
    pub algorithm: Algorithm,
    current: Key,
    others: Vec<Key>,
}

/// A public key as JSON Web Key, RFC 8037.
#[derive(Serialize)]
pub struct PublicKey<'a> {
    kty: &'static str,
    crv: &'static str,
    alg: &'static str,
    #[serde(rename = "use")]
    used_for: &'static str,
    kid: &'a str,
    x: &'a str,
}

/// A key in a configuration cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("a key must be 32 bytes in unpadded base64url (43 characters)")]
pub struct BadKey;

/// A fresh random key as it stands in a configuration.
///
/// # Errors
/// If the operating system has no randomness.
pub fn random_key() -> Result<String, getrandom::Error> {
    Ok(Base64UrlUnpadded::encode_string(&random_bytes::<KEY_BYTES>()?))
}

/// Whether a text is a key.
///
/// # Errors
/// If it is not 32 bytes of base64url.
pub fn check_key(text: &str) -> Result<(), BadKey> {
    key_bytes(text).map(|_| ())
}

fn key_bytes(text: &str) -> Result<[u8; KEY_BYTES], BadKey> {
    Base64UrlUnpadded::decode_vec(text).ok().and_then(|bytes| bytes.try_into().ok()).ok_or(BadKey)
}

fn kid(bytes: &[u8]) -> String {
    let mut name = Base64UrlUnpadded::encode_string(&digest("kid", &[bytes]));
    name.truncate(KID_CHARS);
    name
}

fn hmac_key(text: &str) -> Result<Key, BadKey> {
    let bytes = key_bytes(text)?;
    let kid = kid(&bytes);
    Ok(Key {
        heads: TokenKind::ALL.map(|kind| kind.head(Algorithm::HS256, &kid)),
        kid,
        encoding: EncodingKey::from_secret(&bytes),
        verifier: Verifier::Hmac(DecodingKey::from_secret(&bytes)),
        public: None,
    })
}

fn ed25519_key(text: &str) -> Result<Key, BadKey> {
    let pair = SigningKey::from_bytes(&key_bytes(text)?);
    let private = pair.to_pkcs8_der().map_err(|_| BadKey)?;
    let public = pair.verifying_key().to_bytes();
    let kid = kid(&public);
    Ok(Key {
        heads: TokenKind::ALL.map(|kind| kind.head(Algorithm::EdDSA, &kid)),
        kid,
        encoding: EncodingKey::from_ed_der(private.as_bytes()),
        verifier: Verifier::Ed25519(OwnSignatures::of(&pair)),
        public: Some(Base64UrlUnpadded::encode_string(&public)),
    })
}

impl KeyRing {
    /// Keys that sign and verify on this server alone, with HMAC-SHA-256.
    ///
    /// # Errors
    /// If one of them is not 32 bytes of base64url.
    pub fn hmac<'a>(
        current: &str,
        others: impl IntoIterator<Item = &'a String>,
    ) -> Result<Self, BadKey> {
        let others = others.into_iter().map(|text| hmac_key(text)).collect::<Result<_, _>>()?;
        Ok(Self { algorithm: Algorithm::HS256, current: hmac_key(current)?, others })
    }

    /// Keys whose signatures anyone can verify, with Ed25519.
    ///
    /// # Errors
    /// If one of them is not 32 bytes of base64url.
    pub fn ed25519<'a>(
        current: &str,
        others: impl IntoIterator<Item = &'a String>,
    ) -> Result<Self, BadKey> {
        let others = others.into_iter().map(|text| ed25519_key(text)).collect::<Result<_, _>>()?;
        Ok(Self { algorithm: Algorithm::EdDSA, current: ed25519_key(current)?, others })
    }

    /// The key that signs.
    #[must_use]
    pub fn current(&self) -> &Key {
        &self.current
    }

    /// The key that signs tokens of this kind with this head.
    #[must_use]
    pub fn by_head(&self, kind: TokenKind, head: &str) -> Option<&Key> {
        self.all().find(|key| key.heads[kind as usize] == head)
    }

    fn all(&self) -> impl Iterator<Item = &Key> {
        std::iter::once(&self.current).chain(&self.others)
    }

    /// The public halves, for those who verify elsewhere.
    pub fn public_keys(&self) -> impl Iterator<Item = PublicKey<'_>> {
        self.all().filter_map(|key| {
            let x = key.public.as_deref()?;
            let (kty, crv, alg, used_for) = ("OKP", "Ed25519", "EdDSA", "sig");
            Some(PublicKey { kty, crv, alg, used_for, kid: &key.kid, x })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_of_another_length_is_refused() {
        for text in ["", "AAAA", "not base64!", &"A".repeat(44)] {
            assert!(KeyRing::hmac(text, []).is_err(), "{text}");
            assert!(KeyRing::ed25519(text, []).is_err(), "{text}");
        }
    }

    #[test]
    fn secret_keys_are_never_published() {
        let ring = KeyRing::hmac(&random_key().unwrap(), []).unwrap();
        assert_eq!(ring.public_keys().count(), 0);
        let next = random_key().unwrap();
        let ring = KeyRing::ed25519(&random_key().unwrap(), [&next]).unwrap();
        assert_eq!(ring.public_keys().count(), 2);
    }
}
