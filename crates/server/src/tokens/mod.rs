//! Signed tokens: their claims, the keys that sign them, and how they are issued.

pub mod claims;
pub(crate) mod issue;
pub mod jwt;
pub mod keys;
pub mod kind;
pub mod test_keys;
