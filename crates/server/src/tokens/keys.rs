//! Signing keys and their rotation.
//!
//! A key ring holds the current key, which signs, and previous and next keys, which are accepted too. To
//! rotate a key, add the new one as `next` on all instances, then make it `current` and the old one `previous`,
//! and remove the old one when nothing signed with it can still be valid.

use base64ct::{Base64UrlUnpadded, Encoding};
use ed25519_dalek::pkcs8::EncodePrivateKey;
use ed25519_dalek::{Signer, SigningKey};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, crypto};
use serde::Serialize;
use subtle::ConstantTimeEq;

use crate::digest::{Digest32, digest, random_bytes};
use crate::tokens::kind::TokenKind;

/// The length of every key, in bytes.
const KEY_BYTES: usize = 32;

/// The length of a key id, in characters.
const KID_CHARS: usize = 16;

/// A signing key and what verifies its signatures.
pub(crate) struct Key {
    /// The key id in the header of what it signs: a digest of the key.
    pub(crate) kid: String,
    /// Signs.
    pub(crate) encoding: EncodingKey,
    verifier: Verifier,
    /// The encoded headers of the tokens it signs, in the order of [`TokenKind::ALL`].
    headers: [String; 3],
    /// The public key, for Ed25519.
    public: Option<String>,
}

enum Verifier {
    Hmac(DecodingKey),
    Ed25519(SigningKey),
}

impl Key {
    /// Whether `signature`, in base64url, is this key's signature of `text`.
    ///
    /// Ed25519 signatures are deterministic, so this signs again and compares: faster than a verification, and no
    /// other encoding of a valid signature passes.
    #[must_use]
    pub(crate) fn has_signed(&self, text: &str, signature: &str) -> bool {
        let text = text.as_bytes();
        match &self.verifier {
            Verifier::Hmac(key) => {
                crypto::verify(signature, text, key, Algorithm::HS256).unwrap_or(false)
            }
            Verifier::Ed25519(key) => {
                let mut bytes = [0; 64];
                let decoded = Base64UrlUnpadded::decode(signature, &mut bytes);
                decoded.is_ok_and(|decoded| decoded.ct_eq(&key.sign(text).to_bytes()).into())
            }
        }
    }
}

/// The keys for one purpose.
pub struct KeyRing {
    /// The algorithm of all these keys.
    pub(crate) algorithm: Algorithm,
    current: Key,
    others: Vec<Key>,
    /// Known to all instances with the same current key, and to nobody else; never sent.
    pub(crate) derived_secret: Digest32,
}

/// A public key as a JSON Web Key (RFC 8037).
#[derive(Serialize)]
pub(crate) struct PublicKey<'a> {
    kty: &'static str,
    crv: &'static str,
    alg: &'static str,
    #[serde(rename = "use")]
    used_for: &'static str,
    kid: &'a str,
    x: &'a str,
}

/// A key in a configuration is invalid.
#[derive(Debug, thiserror::Error)]
#[error("a key must be 32 bytes in unpadded base64url (43 characters)")]
pub struct InvalidKey;

/// A random key, encoded as in a configuration.
///
/// # Errors
/// If the operating system has no randomness.
pub fn random_key() -> Result<String, getrandom::Error> {
    Ok(Base64UrlUnpadded::encode_string(&random_bytes::<KEY_BYTES>()?))
}

/// Checks the encoding of a key.
///
/// # Errors
/// If it is not 32 bytes of base64url.
pub(crate) fn check_key(text: &str) -> Result<(), InvalidKey> {
    key_bytes(text).map(|_| ())
}

fn key_bytes(text: &str) -> Result<[u8; KEY_BYTES], InvalidKey> {
    Base64UrlUnpadded::decode_vec(text)
        .ok()
        .and_then(|bytes| bytes.try_into().ok())
        .ok_or(InvalidKey)
}

fn derived_secret(text: &str) -> Result<Digest32, InvalidKey> {
    Ok(digest("derived secret", &[&key_bytes(text)?]))
}

fn kid(bytes: &[u8]) -> String {
    let mut name = Base64UrlUnpadded::encode_string(&digest("kid", &[bytes]));
    name.truncate(KID_CHARS);
    name
}

fn hmac_key(text: &str) -> Result<Key, InvalidKey> {
    let bytes = key_bytes(text)?;
    let kid = kid(&bytes);
    Ok(Key {
        headers: TokenKind::ALL.map(|kind| kind.encoded_header(Algorithm::HS256, &kid)),
        kid,
        encoding: EncodingKey::from_secret(&bytes),
        verifier: Verifier::Hmac(DecodingKey::from_secret(&bytes)),
        public: None,
    })
}

fn ed25519_key(text: &str) -> Result<Key, InvalidKey> {
    let pair = SigningKey::from_bytes(&key_bytes(text)?);
    let private = pair.to_pkcs8_der().map_err(|_| InvalidKey)?;
    let public = pair.verifying_key().to_bytes();
    let kid = kid(&public);
    Ok(Key {
        headers: TokenKind::ALL.map(|kind| kind.encoded_header(Algorithm::EdDSA, &kid)),
        kid,
        encoding: EncodingKey::from_ed_der(private.as_bytes()),
        public: Some(Base64UrlUnpadded::encode_string(&public)),
        verifier: Verifier::Ed25519(pair),
    })
}

impl KeyRing {
    /// Keys for HMAC-SHA-256: only this server can verify.
    ///
    /// # Errors
    /// If one of them is not 32 bytes of base64url.
    pub fn hmac<'a>(
        current: &str,
        others: impl IntoIterator<Item = &'a String>,
    ) -> Result<Self, InvalidKey> {
        let others = others.into_iter().map(|text| hmac_key(text)).collect::<Result<_, _>>()?;
        let derived_secret = derived_secret(current)?;
        let (algorithm, current) = (Algorithm::HS256, hmac_key(current)?);
        Ok(Self { algorithm, current, others, derived_secret })
    }

    /// Keys for Ed25519: anyone can verify with the public keys.
    ///
    /// # Errors
    /// If one of them is not 32 bytes of base64url.
    pub fn ed25519<'a>(
        current: &str,
        others: impl IntoIterator<Item = &'a String>,
    ) -> Result<Self, InvalidKey> {
        let others = others.into_iter().map(|text| ed25519_key(text)).collect::<Result<_, _>>()?;
        let derived_secret = derived_secret(current)?;
        let (algorithm, current) = (Algorithm::EdDSA, ed25519_key(current)?);
        Ok(Self { algorithm, current, others, derived_secret })
    }

    /// The key that signs.
    #[must_use]
    pub(crate) fn current(&self) -> &Key {
        &self.current
    }

    /// A digest of a text that only the holder of the current key can compute. No text with a space in it can be a
    /// token.
    ///
    /// # Errors
    /// If it cannot be signed, which would be a bug.
    pub(crate) fn keyed_digest(
        &self,
        domain: &str,
        text: &str,
    ) -> Result<String, jsonwebtoken::errors::Error> {
        let text = format!("{domain} {text}");
        crypto::sign(text.as_bytes(), &self.current.encoding, self.algorithm)
    }

    /// The key whose tokens of this kind have this encoded header.
    #[must_use]
    pub(crate) fn by_header(&self, kind: TokenKind, header: &str) -> Option<&Key> {
        self.all().find(|key| key.headers[kind as usize] == header)
    }

    fn all(&self) -> impl Iterator<Item = &Key> {
        std::iter::once(&self.current).chain(&self.others)
    }

    /// The public keys, for backends that verify offline.
    pub(crate) fn public_keys(&self) -> impl Iterator<Item = PublicKey<'_>> {
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
    fn keys_of_another_length_are_invalid() {
        for text in ["", "AAAA", "not base64!", &"A".repeat(44)] {
            assert!(KeyRing::hmac(text, []).is_err(), "{text}");
            assert!(KeyRing::ed25519(text, []).is_err(), "{text}");
        }
    }

    #[test]
    fn hmac_keys_are_never_published() {
        let ring = KeyRing::hmac(&random_key().unwrap(), []).unwrap();
        assert_eq!(ring.public_keys().count(), 0);
        let next = random_key().unwrap();
        let ring = KeyRing::ed25519(&random_key().unwrap(), [&next]).unwrap();
        assert_eq!(ring.public_keys().count(), 2);
    }

    fn ed25519(seed: u8) -> Key {
        ed25519_key(&Base64UrlUnpadded::encode_string(&[seed; 32])).unwrap()
    }

    fn signature(key: &Key, text: &[u8]) -> [u8; 64] {
        match &key.verifier {
            Verifier::Ed25519(key) => key.sign(text).to_bytes(),
            Verifier::Hmac(_) => panic!("not an Ed25519 key"),
        }
    }

    fn is_valid(key: &Key, text: &str, signature: &[u8]) -> bool {
        key.has_signed(text, &Base64UrlUnpadded::encode_string(signature))
    }

    #[test]
    fn ed25519_key_verifies_only_its_own_signatures() {
        for text in [String::new(), "t".into(), "t".repeat(47), "t".repeat(400)] {
            let signature = signature(&ed25519(1), text.as_bytes());
            assert!(is_valid(&ed25519(1), &text, &signature));
            assert!(!is_valid(&ed25519(2), &text, &signature));
            assert!(!is_valid(&ed25519(1), "another text", &signature));
        }
    }

    #[test]
    fn changed_or_truncated_ed25519_signatures_are_invalid() {
        let key = ed25519(1);
        let good = signature(&key, b"text");
        for bit in 0..good.len() * 8 {
            let mut changed = good;
            changed[bit / 8] ^= 1 << (bit % 8);
            assert!(!is_valid(&key, "text", &changed), "bit {bit}");
        }
        for length in 0..good.len() {
            assert!(!is_valid(&key, "text", &good[..length]), "{length} bytes");
        }
        assert!(!is_valid(&key, "text", &[&good[..], &[0]].concat()));
        assert!(!is_valid(&key, "text", &[0; 64]));
    }

    /// Adding the order of the group to the scalar gives a signature that lax verifiers accept.
    #[test]
    fn malleable_ed25519_signature_is_invalid() {
        const ORDER: [u8; 32] = [
            0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9,
            0xde, 0x14, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
        ];
        let mut signature = signature(&ed25519(1), b"text");
        let mut carry = 0_u16;
        for (byte, more) in signature[32..].iter_mut().zip(ORDER) {
            carry += u16::from(*byte) + u16::from(more);
            *byte = carry as u8;
            carry >>= 8;
        }
        assert!(!is_valid(&ed25519(1), "text", &signature));
    }

    /// RFC 8032, section 7.1, the second test.
    #[test]
    fn ed25519_signature_of_the_standard_is_valid() {
        let bytes = |hex: &str| -> Vec<u8> {
            let digits: Vec<_> = hex.chars().filter_map(|digit| digit.to_digit(16)).collect();
            digits.chunks(2).map(|pair| (pair[0] << 4 | pair[1]) as u8).collect()
        };
        let seed = bytes("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb");
        let signature = bytes(
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da\
             085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
        );
        let key = ed25519_key(&Base64UrlUnpadded::encode_string(&seed)).unwrap();
        assert!(is_valid(&key, "\x72", &signature));
    }
}
