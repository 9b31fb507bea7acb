//! The three kinds of token and their headers.

use base64ct::{Base64UrlUnpadded, Encoding};
use jsonwebtoken::{Algorithm, Header};

/// The kind of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// A challenge.
    Challenge,
    /// The token that the form carries to siteverify.
    Token,
    /// The key that renews a token.
    Renewal,
}

impl TokenKind {
    /// All kinds.
    pub(crate) const ALL: [Self; 3] = [Self::Challenge, Self::Token, Self::Renewal];

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

    /// The first part of every token of this kind that this key signs, encoded.
    pub(crate) fn encoded_header(self, algorithm: Algorithm, kid: &str) -> String {
        let header = serde_json::to_vec(&self.header(algorithm, kid)).unwrap_or_default();
        Base64UrlUnpadded::encode_string(&header)
    }
}
