//! The three kinds of token, and the header that each of them begins with.

use base64ct::{Base64UrlUnpadded, Encoding};
use jsonwebtoken::{Algorithm, Header};

/// What a token is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// What is asked of a person.
    Challenge,
    /// What the form carries.
    Token,
    /// The holder's proof for renewals.
    Renewal,
}

impl TokenKind {
    /// All kinds.
    pub const ALL: [Self; 3] = [Self::Challenge, Self::Token, Self::Renewal];

    const fn typ(self) -> &'static str {
        match self {
            TokenKind::Challenge => "passwave-challenge",
            TokenKind::Token => "passwave-token",
            TokenKind::Renewal => "passwave-renew",
        }
    }

    pub(crate) fn header(self, algorithm: Algorithm, kid: &str) -> Header {
        let mut header = Header::new(algorithm);
        header.typ = Some(self.typ().to_owned());
        header.kid = Some(kid.to_owned());
        header
    }

    /// The first part of every token of this kind that this key signs.
    pub(crate) fn head(self, algorithm: Algorithm, kid: &str) -> String {
        let header = serde_json::to_vec(&self.header(algorithm, kid)).unwrap_or_default();
        Base64UrlUnpadded::encode_string(&header)
    }
}
