//! Reads and writes JSON. `serde-json-core` formats no error texts, which would be a third of the wasm.

use passwave_protocol::limits::MAX_BODY_BYTES;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// The value that `text` holds, if it is of that shape.
pub fn read<T: DeserializeOwned>(text: &str) -> Option<T> {
    let mut unescaped = vec![0; text.len()];
    let (value, _) = serde_json_core::from_str_escaped(text, &mut unescaped).ok()?;
    Some(value)
}

/// The value as JSON, if it is no longer than the server takes.
pub fn write(value: &impl Serialize) -> Option<String> {
    let mut buffer = vec![0; MAX_BODY_BYTES];
    let length = serde_json_core::to_slice(value, &mut buffer).ok()?;
    buffer.truncate(length);
    String::from_utf8(buffer).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use passwave_protocol::{RedeemRequest, Refusal};

    #[test]
    fn what_is_written_is_read() {
        let request = RedeemRequest {
            challenge: "a.b\"\n中".into(),
            evidence: None,
            work: vec![0, u32::MAX],
            report: None,
        };
        let text = write(&request).unwrap();
        assert_eq!(read::<RedeemRequest>(&text), Some(request));
    }

    #[test]
    fn a_field_that_is_not_known_does_no_harm() {
        let text = r#"{"more":{"a":[1,"\u00e9"]},"error-codes":["rate-limited"],"x":1.5e3}"#;
        let refusal: Refusal = read(text).unwrap();
        assert_eq!(refusal.error_codes, ["rate-limited"]);
    }

    #[test]
    fn what_is_not_json_is_nothing() {
        for text in ["", "<html>", "{", "[]", r#"{"error-codes":"x"}"#] {
            assert_eq!(read::<Refusal>(text), None, "{text}");
        }
    }

    #[test]
    fn a_body_over_the_limit_is_not_sent() {
        assert_eq!(write(&"x".repeat(MAX_BODY_BYTES)), None);
    }
}
