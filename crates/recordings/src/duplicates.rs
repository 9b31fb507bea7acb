//! Recordings that a set has twice.

use crate::Recording;

/// The same recording as `handwaving/orig/wave_lr/7`.
const TWICE: &str = "handwaving/orig/wave_lr/11";

/// Whether the recording is there under another name too; who counts or learns leaves it out.
#[must_use]
pub fn is_duplicate(recording: &Recording) -> bool {
    recording.id == TWICE
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_of_the_two_is_left_out() {
        let named = |id: &str| Recording { id: id.into(), ..Recording::default() };
        assert!(is_duplicate(&named("handwaving/orig/wave_lr/11")));
        assert!(!is_duplicate(&named("handwaving/orig/wave_lr/7")));
    }
}
