//! Signs and verifies the three kinds of JSON Web Token.
//!
//! Each kind has its own `typ`, `aud` and keys, so that none passes for another. The algorithm is
//! the key ring's, never the header's word; `kid` is required. Times are left to the caller, who has
//! the clock and knows what may have expired.

use jsonwebtoken::{Header, Validation};
use passwave_protocol::limits::MAX_TOKEN_CHARS;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::keys::KeyRing;

/// What a token is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// What is asked of a person.
    Challenge,
    /// What the form carries.
    Token,
    /// The holder's proof for renewals.
    Renewal,
}

impl Kind {
    const fn typ(self) -> &'static str {
        match self {
            Kind::Challenge => "passwave-challenge",
            Kind::Token => "passwave-token",
            Kind::Renewal => "passwave-renew",
        }
    }
}

/// The text is no token of this kind, audience and ring.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Invalid;

/// Signs claims with the current key.
///
/// # Errors
/// If the claims cannot be written as JSON, which would be a mistake in this program.
pub fn sign(
    kind: Kind,
    ring: &KeyRing,
    claims: &impl Serialize,
) -> Result<String, jsonwebtoken::errors::Error> {
    let key = ring.current();
    let mut header = Header::new(ring.algorithm);
    header.typ = Some(kind.typ().to_owned());
    header.kid = Some(key.kid.clone());
    jsonwebtoken::encode(&header, claims, &key.encoding)
}

/// Verifies the signature, the kind and the audience; not the times.
///
/// # Errors
/// [`Invalid`], without saying why: whoever made the token honestly never meets it.
pub fn verify<C: DeserializeOwned + Clone>(
    kind: Kind,
    ring: &KeyRing,
    audience: &str,
    text: &str,
) -> Result<C, Invalid> {
    if text.len() > MAX_TOKEN_CHARS {
        return Err(Invalid);
    }
    let header = jsonwebtoken::decode_header(text).map_err(|_| Invalid)?;
    let typ_fits = header.typ.as_deref() == Some(kind.typ());
    let key = header.kid.as_deref().and_then(|kid| ring.by_kid(kid)).filter(|_| typ_fits);
    let validation = validation(ring, audience);
    jsonwebtoken::decode(text, &key.ok_or(Invalid)?.decoding, &validation)
        .map(|decoded| decoded.claims)
        .map_err(|_| Invalid)
}

fn validation(ring: &KeyRing, audience: &str) -> Validation {
    let mut validation = Validation::new(ring.algorithm);
    validation.leeway = 0;
    validation.validate_exp = false;
    validation.set_audience(&[audience]);
    validation.set_required_spec_claims(&["aud", "exp"]);
    validation
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::random_key;
    use serde_json::{Value, json};

    fn verified(kind: Kind, ring: &KeyRing, aud: &str, text: &str) -> Result<Value, Invalid> {
        verify(kind, ring, aud, text)
    }

    #[test]
    fn a_token_passes_for_its_own_kind_audience_and_ring_only() {
        let key = random_key().unwrap();
        let ring = KeyRing::hmac(&key, []).unwrap();
        let other = KeyRing::hmac(&random_key().unwrap(), []).unwrap();
        let text = sign(Kind::Challenge, &ring, &json!({"aud": "a", "exp": 1})).unwrap();
        assert!(verified(Kind::Challenge, &ring, "a", &text).is_ok());
        assert_eq!(verified(Kind::Renewal, &ring, "a", &text), Err(Invalid));
        assert_eq!(verified(Kind::Challenge, &ring, "b", &text), Err(Invalid));
        assert_eq!(verified(Kind::Challenge, &other, "a", &text), Err(Invalid));
    }

    #[test]
    fn previous_keys_verify_and_the_current_one_signs() {
        let [old, new] = [random_key().unwrap(), random_key().unwrap()];
        let before = KeyRing::ed25519(&old, [&new]).unwrap();
        let after = KeyRing::ed25519(&new, [&old]).unwrap();
        let claims = json!({"aud": "a", "exp": 1});
        for (signer, verifier) in [(&before, &after), (&after, &before)] {
            let text = sign(Kind::Token, signer, &claims).unwrap();
            assert!(verified(Kind::Token, verifier, "a", &text).is_ok());
        }
        assert_eq!(after.current().kid, before.by_kid(&after.current().kid).unwrap().kid);
    }

    #[test]
    fn the_header_cannot_choose_the_algorithm_or_leave_out_the_key() {
        let ring = KeyRing::ed25519(&random_key().unwrap(), []).unwrap();
        let claims = json!({"aud": "a", "exp": 1});
        let kid = ring.current().kid.clone();
        let secret = jsonwebtoken::EncodingKey::from_secret(kid.as_bytes());
        let mut header = Header::new(jsonwebtoken::Algorithm::HS256);
        header.typ = Some("passwave-token".into());
        header.kid = Some(kid);
        let confused = jsonwebtoken::encode(&header, &claims, &secret).unwrap();
        assert_eq!(verified(Kind::Token, &ring, "a", &confused), Err(Invalid));
        let mut nameless = Header::new(ring.algorithm);
        nameless.typ = Some("passwave-token".into());
        let text = jsonwebtoken::encode(&nameless, &claims, &ring.current().encoding).unwrap();
        assert_eq!(verified(Kind::Token, &ring, "a", &text), Err(Invalid));
    }

    #[test]
    fn garbage_and_overlong_texts_are_refused() {
        let ring = KeyRing::hmac(&random_key().unwrap(), []).unwrap();
        for text in ["", "a.b.c", "..", &"A".repeat(MAX_TOKEN_CHARS + 1), "é.é.é"] {
            assert_eq!(verified(Kind::Token, &ring, "a", text), Err(Invalid));
        }
    }
}
