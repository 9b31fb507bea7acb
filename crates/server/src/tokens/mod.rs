//! Signed tokens: what they say, the keys that sign them, and how they are issued.

pub mod claims;
pub(crate) mod issue;
pub mod jwt;
pub mod keys;
pub mod kind;
mod own_signature;
pub mod test_keys;
