//! A simple physical arm that makes recordings.

use crate::Recording;

/// One recording of each gesture by each of `people` people.
#[must_use]
pub fn everyone(_people: u64) -> Vec<Recording> {
    Vec::new()
}
