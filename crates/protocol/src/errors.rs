//! The error codes.

macro_rules! error_codes {
    ($($(#[$doc:meta])* $variant:ident = $text:literal,)*) => {
        /// Why a request was refused; an item of `error-codes`.
        ///
        /// The first nine are those of other services, for sites; the rest are for the widget.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum ErrorCode {
            $($(#[$doc])* $variant,)*
        }

        impl ErrorCode {
            /// All codes.
            pub const ALL: &'static [ErrorCode] = &[$(ErrorCode::$variant,)*];

            /// The code as it is sent.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(ErrorCode::$variant => $text,)*
                }
            }
        }
    };
}

error_codes! {
    /// siteverify: no secret was sent.
    MissingInputSecret = "missing-input-secret",
    /// siteverify: no site has this secret.
    InvalidInputSecret = "invalid-input-secret",
    /// siteverify: no token was sent.
    MissingInputResponse = "missing-input-response",
    /// siteverify: the token is malformed, or not signed by this server for this site.
    InvalidInputResponse = "invalid-input-response",
    /// The request could not be read.
    BadRequest = "bad-request",
    /// siteverify: the token is too old or was checked before.
    TimeoutOrDuplicate = "timeout-or-duplicate",
    /// siteverify: the sitekey does not belong to the secret.
    SitekeySecretMismatch = "sitekey-secret-mismatch",
    /// Too many requests; try again later.
    RateLimited = "rate-limited",
    /// The server failed; nothing was decided.
    InternalError = "internal-error",
    /// There is no site with this sitekey.
    InvalidSitekey = "invalid-sitekey",
    /// The site does not offer this way, or there is no such way.
    InvalidWay = "invalid-way",
    /// There is no such mode.
    InvalidMode = "invalid-mode",
    /// The action is too long or has characters that are not allowed.
    InvalidAction = "invalid-action",
    /// The cdata is too long or has characters that are not allowed.
    InvalidCdata = "invalid-cdata",
    /// The page's origin may not use this sitekey.
    OriginNotAllowed = "origin-not-allowed",
    /// The challenge is malformed or was not signed by this server.
    InvalidChallenge = "invalid-challenge",
    /// The challenge is too old; fetch a fresh one.
    ChallengeExpired = "challenge-expired",
    /// The challenge was redeemed before, with or without success; fetch a fresh one.
    ChallengeSpent = "challenge-spent",
    /// The proof of work is missing, incomplete or wrong.
    InvalidWork = "invalid-work",
    /// The challenge asks for a gesture and no evidence was sent.
    MissingEvidence = "missing-evidence",
    /// The evidence is malformed, or is for another gesture.
    InvalidEvidence = "invalid-evidence",
    /// The recogniser did not find the gesture in the evidence; `hint` says why.
    EvidenceRefused = "evidence-refused",
    /// This very movement was sent before.
    EvidenceSeenBefore = "evidence-seen-before",
    /// The other side speaks a newer version of the protocol.
    UnknownVersion = "unknown-version",
    /// The token is malformed, or was not signed by this server.
    InvalidToken = "invalid-token",
    /// The renewal key is malformed, or does not belong to the token.
    InvalidRenewal = "invalid-renewal",
    /// The token can no longer be renewed: it was used, or too much time has passed.
    RenewalOver = "renewal-over",
    /// The body is longer than any honest one.
    TooLarge = "too-large",
}

#[cfg(test)]
mod tests {
    use super::ErrorCode;

    #[test]
    fn every_error_code_has_its_own_text() {
        for (index, code) in ErrorCode::ALL.iter().enumerate() {
            let same = ErrorCode::ALL.iter().position(|other| other.as_str() == code.as_str());
            assert_eq!(same, Some(index), "{}", code.as_str());
        }
    }
}
