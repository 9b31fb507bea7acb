//! Signs and verifies JSON Web Tokens.
//!
//! Each kind of token has its own `typ`, `aud` and keys, so that none passes for another. The header is
//! compared as a whole with those that this server writes, so that a token can choose neither its algorithm
//! nor its key. Expiry is checked by the caller, who has the clock and knows what may have expired.

use base64ct::{Base64UrlUnpadded, Encoding};
use passwave_protocol::limits::MAX_TOKEN_CHARS;
use serde::Serialize;

use super::claims::Claims;
use super::keys::KeyRing;
use super::kind::TokenKind;

/// The text is not a token of this kind and audience, signed by a key of this ring.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Invalid;

/// Signs claims with the current key.
///
/// # Errors
/// If the claims cannot be serialized, which would be a bug.
pub fn sign(
    kind: TokenKind,
    ring: &KeyRing,
    claims: &impl Serialize,
) -> Result<String, jsonwebtoken::errors::Error> {
    let key = ring.current();
    jsonwebtoken::encode(&kind.header(ring.algorithm, &key.kid), claims, &key.encoding)
}

/// Verifies the header, the signature and the audience, but not the expiry.
///
/// # Errors
/// [`Invalid`], without a reason: an honest client never gets it.
pub fn verify<C: Claims>(
    kind: TokenKind,
    ring: &KeyRing,
    audience: &str,
    text: &str,
) -> Result<C, Invalid> {
    let claims: C = signed_claims(kind, ring, text).ok_or(Invalid)?;
    if claims.audience() == audience { Ok(claims) } else { Err(Invalid) }
}

fn signed_claims<C: Claims>(kind: TokenKind, ring: &KeyRing, text: &str) -> Option<C> {
    if text.len() > MAX_TOKEN_CHARS {
        return None;
    }
    let (signed, signature) = text.rsplit_once('.')?;
    let (header, claims) = signed.split_once('.')?;
    let key = ring.by_header(kind, header)?;
    if !key.has_signed(signed, signature) {
        return None;
    }
    serde_json::from_slice(&Base64UrlUnpadded::decode_vec(claims).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tokens::keys::random_key;
    use jsonwebtoken::Header;
    use serde_json::{Value, json};

    impl Claims for Value {
        fn audience(&self) -> &str {
            self["aud"].as_str().unwrap_or_default()
        }
    }

    fn verified(kind: TokenKind, ring: &KeyRing, aud: &str, text: &str) -> Result<Value, Invalid> {
        verify(kind, ring, aud, text)
    }

    #[test]
    fn token_is_valid_only_for_its_kind_audience_and_ring() {
        let key = random_key().unwrap();
        let ring = KeyRing::hmac(&key, []).unwrap();
        let other = KeyRing::hmac(&random_key().unwrap(), []).unwrap();
        let text = sign(TokenKind::Challenge, &ring, &json!({"aud": "a", "exp": 1})).unwrap();
        assert!(verified(TokenKind::Challenge, &ring, "a", &text).is_ok());
        assert_eq!(verified(TokenKind::Renewal, &ring, "a", &text), Err(Invalid));
        assert_eq!(verified(TokenKind::Challenge, &ring, "b", &text), Err(Invalid));
        assert_eq!(verified(TokenKind::Challenge, &other, "a", &text), Err(Invalid));
    }

    #[test]
    fn previous_and_next_keys_verify() {
        let [old, new] = [random_key().unwrap(), random_key().unwrap()];
        let before = KeyRing::ed25519(&old, [&new]).unwrap();
        let after = KeyRing::ed25519(&new, [&old]).unwrap();
        let claims = json!({"aud": "a", "exp": 1});
        for (signer, verifier) in [(&before, &after), (&after, &before)] {
            let text = sign(TokenKind::Token, signer, &claims).unwrap();
            assert!(verified(TokenKind::Token, verifier, "a", &text).is_ok());
        }
    }

    #[test]
    fn header_cannot_choose_the_algorithm_or_omit_the_key() {
        let ring = KeyRing::ed25519(&random_key().unwrap(), []).unwrap();
        let claims = json!({"aud": "a", "exp": 1});
        let kid = ring.current().kid.clone();
        let secret = jsonwebtoken::EncodingKey::from_secret(kid.as_bytes());
        let mut header = Header::new(jsonwebtoken::Algorithm::HS256);
        header.typ = Some("passwave-token".into());
        header.kid = Some(kid);
        let confused = jsonwebtoken::encode(&header, &claims, &secret).unwrap();
        assert_eq!(verified(TokenKind::Token, &ring, "a", &confused), Err(Invalid));
        let mut nameless = Header::new(ring.algorithm);
        nameless.typ = Some("passwave-token".into());
        let text = jsonwebtoken::encode(&nameless, &claims, &ring.current().encoding).unwrap();
        assert_eq!(verified(TokenKind::Token, &ring, "a", &text), Err(Invalid));
    }

    #[test]
    fn changing_any_character_invalidates_a_token() {
        let ring = KeyRing::ed25519(&random_key().unwrap(), []).unwrap();
        let text = sign(TokenKind::Token, &ring, &json!({"aud": "a", "exp": 1})).unwrap();
        assert!(verified(TokenKind::Token, &ring, "a", &text).is_ok());
        for (at, was) in text.char_indices() {
            for other in ['A', 'B', 'g', 'w', '_', '.'].into_iter().filter(|other| *other != was) {
                let changed = format!("{}{other}{}", &text[..at], &text[at + 1..]);
                assert_eq!(
                    verified(TokenKind::Token, &ring, "a", &changed),
                    Err(Invalid),
                    "{changed}"
                );
            }
        }
    }

    #[test]
    fn garbage_and_overlong_texts_are_invalid() {
        let ring = KeyRing::hmac(&random_key().unwrap(), []).unwrap();
        for text in ["", "a.b.c", "..", &"A".repeat(MAX_TOKEN_CHARS + 1), "é.é.é"] {
            assert_eq!(verified(TokenKind::Token, &ring, "a", text), Err(Invalid));
        }
    }
}
